"""The photo: square, around a chosen point, without anything of where it was taken."""

import io

import pytest
from PIL import Image
from portal_ambassadors.profiles import photos
from portal_ambassadors.profiles import services as rules

from portal.api import SYSTEM, FileProblem, NotAllowed, PortalError, attachments_of


def picture(width=80, height=40, form="JPEG"):
    """Red at the left, blue at the right, with a place written beside the pixels."""
    made = Image.new("RGB", (width, height), "red")
    made.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010E] = "Kvartsvej 7"
    out = io.BytesIO()
    made.save(out, form, **({"exif": exif} if form == "JPEG" else {}))
    out.seek(0)
    return out


def colour(data, x):
    with Image.open(io.BytesIO(data)) as found:
        assert found.size in ((320, 320), (128, 128))
        r, _g, b = found.getpixel((round(x * (found.width - 1)), 60))
        return "red" if r > b else "blue"


def test_it_is_cut_around_the_centre_and_then_around_the_point(session, make, ambassador):
    one = ambassador()
    owner = make.actor_of(one.user)
    photo = photos.set_photo(session, owner, one, picture(), "me.jpg")
    assert (colour(photo.large, 0), colour(photo.large, 1)) == ("red", "blue")
    assert b"Kvartsvej" not in photo.large + photo.small
    first = photo.mark
    photos.set_focus(session, owner, one, 0, 50)
    assert (colour(photo.large, 0), colour(photo.large, 1)) == ("red", "red")
    photos.set_focus(session, owner, one, 100, 50)
    assert colour(photo.small, 0) == "blue" and photo.mark != first


@pytest.mark.parametrize(
    ("size", "focus", "square"),
    [
        ((80, 40), (50, 50), (20, 0, 40)),
        ((80, 40), (0, 0), (0, 0, 40)),
        ((80, 40), (100, 100), (40, 0, 40)),
        ((40, 80), (50, 25), (0, 0, 40)),
        ((1, 1), (99, 1), (0, 0, 1)),
    ],
)
def test_the_square_stays_inside(size, focus, square):
    assert photos.frame(*size, *focus) == square


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP"])
def test_other_pictures_are_taken_too(session, make, ambassador, form):
    one = ambassador()
    owner = make.actor_of(one.user)
    photo = photos.set_photo(session, owner, one, picture(form=form), f"me.{form.lower()}")
    assert colour(photo.large, 0) == "red"


def test_what_is_no_picture_is_refused(session, make, ambassador):
    one = ambassador()
    owner = make.actor_of(one.user)
    with pytest.raises(PortalError):
        photos.set_photo(session, owner, one, io.BytesIO(b"just words"), "words.txt")
    with pytest.raises(FileProblem):
        photos.set_photo(session, owner, one, io.BytesIO(b"\xff\xd8\xff\xe0 broken"), "me.jpg")
    with pytest.raises(NotAllowed):
        photos.set_photo(session, make.actor("staff"), one, picture(), "me.jpg")
    with pytest.raises(PortalError):
        photos.set_focus(session, owner, one, 50, 50)


def test_another_photo_takes_the_place_of_the_first(session, make, ambassador):
    one = ambassador()
    owner = make.actor_of(one.user)
    for size in ((80, 40), (80, 40), (40, 80)):
        photos.set_photo(session, owner, one, picture(*size), "me.jpg")
    session.commit()
    assert len(attachments_of(session, photos.PHOTOS, [one.id])[one.id]) == 1
    photos.remove_photo(session, owner, one)
    session.commit()
    assert one.photo is None
    assert attachments_of(session, photos.PHOTOS, [one.id])[one.id] == []


def test_it_is_sent_chosen_in_and_taken_away_on_the_pages(session, sign_in, ambassador):
    one = ambassador()
    owner, address = sign_in(one.user), f"/ambassadors/{one.id}/photo"
    assert "Send a photo" in owner.page(address)
    sent = owner.post(address, {"photo": (picture(), "me.jpg")}, content_type="multipart/form-data")
    assert sent.status_code == 303
    page = owner.page(address)
    assert (
        'type="range"' in page and '<rect x="25.0%" y="0.0%" width="50.0%" height="100.0%"' in page
    )
    whole = owner.get(f"{address}/whole")
    assert whole.status_code == 200 and b"Kvartsvej" not in whole.data
    whole.close()
    assert sign_in("staff").get(f"{address}/whole").status_code == 403
    assert owner.post(f"{address}/focus", {"x": "0", "y": "50"}).status_code == 303
    session.expire_all()
    assert one.photo.focus_x == 0
    for odd in ({}, {"x": "101", "y": "0"}, {"x": "-1", "y": "0"}, {"x": "x", "y": "9" * 20}):
        assert owner.post(f"{address}/focus", odd).status_code == 303
    session.expire_all()
    assert one.photo.focus_x == 0
    shown = f"/ambassadors/{one.id}/photo-{one.photo.mark}-small.jpg"
    assert shown in sign_in().page("/ambassadors/")
    response = sign_in().get(shown)
    assert response.mimetype == "image/jpeg" and "no-cache" in response.headers["Cache-Control"]
    for odd in ("photo-x-small.jpg", f"photo-{one.photo.mark}-huge.jpg"):
        assert owner.get(f"/ambassadors/{one.id}/{odd}").status_code == 404
    assert owner.post(f"{address}/remove").status_code == 303
    assert owner.get(shown).status_code == 404
    assert owner.post(address, {}).status_code == 422


def test_a_vcard_takes_the_photo_along(session, sign_in, make, ambassador):
    one = ambassador()
    photos.set_photo(session, make.actor_of(one.user), one, picture(), "me.jpg")
    session.commit()
    reader = sign_in()
    assert "PHOTO;ENCODING=b;TYPE=JPEG:" in reader.page(f"/ambassadors/{one.id}.vcf")
    assert "PHOTO" not in reader.page("/ambassadors/cards.vcf")
    assert "PHOTO" in reader.page("/ambassadors/cards.vcf?photos=1")


def test_an_erased_person_leaves_no_photo(session, make, ambassador):
    from portal_ambassadors import plugin

    one = ambassador()
    photos.set_photo(session, make.actor_of(one.user), one, picture(), "me.jpg")
    rules.tell(session, SYSTEM, one)
    object_id = one.id
    plugin.erase_user(session, one.user)
    session.commit()
    assert attachments_of(session, photos.PHOTOS, [object_id])[object_id] == []
