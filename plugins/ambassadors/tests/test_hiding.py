"""What an ambassador hides is nowhere: each part is looked for in every output, as somebody else,
as a coordinator, and as the owner, who still sees it."""

import io
import json
import zipfile

import pytest
from PIL import Image
from portal_ambassadors.facts import facts_of, load, visible
from portal_ambassadors.models import Ambassador, AmbassadorWork
from portal_ambassadors.parts import HIDEABLE, PARTS
from portal_ambassadors.profiles import photos
from portal_ambassadors.profiles import services as rules
from sqlalchemy import select

from portal.api import SYSTEM, User, actor_for, attachments_of, find, saved

#: What each part says, in words that stand nowhere else.
CANARIES = {
    "contact": ("kvartsnote", "11223344", "kvartspost@"),
    "help": ("zyxolampe",),
    "roles": ("Bridge builder", "Brobygger"),
    "competences": ("Kvartsvejledning", "kvartssupervision"),
    "languages": ("Icelandic", "islandsk"),
    "communities": ("Kvartsnetværket",),
    "works": ("Kvartsfællesarket",),
}


@pytest.fixture
def anna(session, make, ambassador, competence):
    """An ambassador of whom every part says something."""
    unit = make.unit("Læreruddannelsen")
    user = make.user("Anna Holm", email="kvartspost@skole.dk", units=[unit], roles=["ambassador"])
    user.phone = "11223344"
    work = ambassador("Kvartsfællesarket")  # an object that may be referred to, by its name
    competence("Kvartsvejledning", ["kvartssupervision"])
    one = ambassador(
        user=user,
        levels={"Kvartsvejledning": 5},
        help_text="Spørg mig om zyxolampe.",
        reach="phone",
        reach_note="kvartsnote om tirsdagen",
        roles=["bridge"],
        languages=["is"],
        communities=["Kvartsnetværket"],
    )
    one.work_rows = [AmbassadorWork(kind="person", object_id=work.user_id)]
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "JPEG")
    picture.seek(0)
    photos.set_photo(session, SYSTEM, one, picture, "me.jpg")
    rules.tell(session, SYSTEM, one)
    # The person behind the reference is no ambassador any more: their name is only a title.
    rules.end(session, SYSTEM, work)
    session.commit()
    return one


def outputs(who, one, work):
    """Everything that could tell of the profile, as `who` gets it: name -> text."""
    work()
    pages = {
        "page": f"/ambassadors/{one.id}",
        "person": f"/people/{one.user_id}",
        "people": "/people",
        "chooser": "/people/suggest?q=Anna",
        "list": "/ambassadors/",
        "table": "/ambassadors/?view=table",
        "card": f"/ambassadors/{one.id}.vcf",
        "cards": "/ambassadors/cards.vcf?photos=1",
        "chosen": f"/ambassadors/cards.vcf?id={one.id}&photos=1",
        "map": "/ambassadors/map",
        "overview": "/ambassadors/overview",
        "overview table": "/ambassadors/overview?view=table",
        "front": "/",
        "search": "/search?q=Anna",
        "suggestions": "/search/suggest?q=Anna",
        "unit": f"/units/{one.user.memberships[0].unit_id}",
    }
    found = {name: who.page(path) for name, path in pages.items()}
    for name, path in (
        ("export", "/ambassadors/export.csv"),
        ("workbook", "/ambassadors/export.xlsx"),
        ("history", f"/history/ambassador/{one.id}/"),
        ("edit", f"/ambassadors/{one.id}/edit"),
        ("people's export", "/people/export.csv"),
    ):
        response = who.get(path)
        if response.status_code == 200:
            found[name] = _text(response, path)
    return found


def _text(response, path):
    if not path.endswith("xlsx"):
        return response.text
    with zipfile.ZipFile(io.BytesIO(response.data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


#: Where a part's words stand anyway: the list of competences and of choices is for all to see.
ANYWAY = {
    "competences": {"overview", "overview table", "list", "table"},
    "works": {"people"},  # the work of the tests is a person
    "roles": {"edit"},
    "languages": {"edit"},
}


def leaks(part, found):
    """Where words of the part stand that should not."""
    return {
        (name, word)
        for name, text in found.items()
        for word in CANARIES[part]
        if word in text and name not in ANYWAY.get(part, ())
    }


def test_every_part_that_can_be_hidden_has_a_canary():
    assert set(CANARIES) | {"photo"} == HIDEABLE
    assert {"choice", "mandate"} == set(PARTS) - HIDEABLE


@pytest.mark.parametrize("part", sorted(CANARIES))
def test_shown_it_is_found_and_hidden_it_is_nowhere(session, sign_in, make, anna, part, work):
    reader, owner = sign_in(), make.actor_of(anna.user)
    assert leaks(part, outputs(reader, anna, work)), "the canary does not sing"
    rules.set_hidden(session, owner, anna, [part])
    session.commit()
    for who in (reader, sign_in("organiser")):
        assert leaks(part, outputs(who, anna, work)) == set()
    mine = sign_in(anna.user).page(f"/ambassadors/{anna.id}")
    assert any(word in mine for word in CANARIES[part])


def test_a_hidden_photo_is_nowhere(session, sign_in, make, anna, work):
    mark, reader = anna.photo.mark, sign_in()
    address = f"/ambassadors/{anna.id}/photo-{mark}-large.jpg"
    assert reader.get(address).status_code == 200
    assert "PHOTO" in reader.page(f"/ambassadors/{anna.id}.vcf")
    (attachment,) = attachments_of(session, "ambassador_photo", [anna.id])[anna.id]
    rules.set_hidden(session, make.actor_of(anna.user), anna, ["photo"])
    session.commit()
    for who in (reader, sign_in("organiser"), sign_in("admin")):
        assert who.get(address).status_code == 404
        assert who.get(f"/ambassadors/{anna.id}/photo/whole").status_code in (403, 404)
        assert who.get(f"/files/{attachment.id}/photo").status_code == 404
        for text in outputs(who, anna, work).values():
            assert mark not in text and "PHOTO" not in text
    assert sign_in(anna.user).get(address).status_code == 200


FILTERS = {
    "roles": "role=bridge",
    "languages": "language=is",
    "communities": "community=kvartsnetvaerket",
    "competences": "competence={competence}",
    "works": "near=person:{work}",
    "help": "q=zyxolampe",
}


@pytest.mark.parametrize("part", sorted(FILTERS))
def test_a_filter_on_what_is_hidden_does_not_find_her(session, sign_in, make, anna, part, work):
    work()
    query = FILTERS[part].format(
        competence=anna.level_rows[0].competence_id, work=anna.work_rows[0].object_id
    )
    reader = sign_in()
    if part == "works":  # references to people are no works on the list; a sheet would be
        query = f"near=person:{anna.work_rows[0].object_id}"
    path = f"/ambassadors/?{query}"
    assert "Anna Holm" in reader.page(path)
    rules.set_hidden(session, make.actor_of(anna.user), anna, [part])
    session.commit()
    for who in (reader, sign_in("organiser")):
        assert "Anna Holm" not in who.page(path)


def engine_knows(session, reader, word):
    """Whether the search finds, counts or proposes an ambassador for the word."""
    actor = actor_for(session, session.get(User, reader.id))
    hits = find(session, actor, word, ["ambassador"])
    counted = 'name="kind" value="ambassador"' in reader.page(f"/search?q={word}")
    proposed = "ambassadors/" in reader.page(f"/search/suggest?q={word[:8]}")
    assert bool(hits) == counted
    return bool(hits or proposed)


SEARCHED = {
    "help": "zyxolampe",
    "competences": "kvartssupervision",
    "communities": "Kvartsnetværket",
    "languages": "islandsk",
    "roles": "Brobygger",
}


@pytest.mark.parametrize("part", sorted(SEARCHED))
def test_the_search_knows_nothing_of_it(session, make, sign_in, anna, part, work):
    work()
    reader = sign_in()
    assert engine_knows(session, reader, SEARCHED[part])
    rules.set_hidden(session, make.actor_of(anna.user), anna, [part])
    session.commit()
    assert not engine_knows(session, reader, SEARCHED[part])  # at once, before the worker comes
    work()
    assert not engine_knows(session, reader, SEARCHED[part])
    assert not engine_knows(session, sign_in("organiser"), SEARCHED[part])


def test_a_hidden_competence_counts_nowhere_in_the_overview(session, make, anna):
    from portal_ambassadors.finding.overview import Overview

    key = anna.level_rows[0].competence_id
    reader = make.actor()
    assert Overview(session, reader).cell(0, key).able == 1
    rules.set_hidden(session, make.actor_of(anna.user), anna, ["competences"])
    session.commit()
    assert Overview(session, reader).cell(0, key).people == 0
    assert Overview(session, make.actor("organiser")).cell(0, key).people == 0


def test_the_history_of_a_hidden_part_is_hidden_from_who_may_read_the_rest(
    session, sign_in, make, anna
):
    coordinator = sign_in("organiser")
    address = f"/history/ambassador/{anna.id}/"
    assert coordinator.get(address).status_code == 200
    rules.set_hidden(session, make.actor_of(anna.user), anna, ["help", "competences"])
    session.commit()
    text = coordinator.page(address)
    assert "zyxolampe" not in text and "Kvartsvejledning" not in text
    assert "Hidden from others" not in text


def test_a_coordinator_can_neither_read_nor_overwrite_a_hidden_part(session, sign_in, make, anna):
    rules.set_hidden(session, make.actor_of(anna.user), anna, ["help", "competences"])
    session.commit()
    coordinator = sign_in("organiser")
    assert "zyxolampe" not in coordinator.page(f"/ambassadors/{anna.id}/edit")
    key = anna.level_rows[0].competence_id
    assert coordinator.get(f"/ambassadors/{anna.id}/competences").status_code == 404
    sent = coordinator.post(f"/ambassadors/{anna.id}/competences/{key}", {"level": "1"})
    assert sent.status_code == 404
    version = {"version": str(anna.version), "roles": ["method"], "help_text": "overwritten"}
    assert coordinator.post(f"/ambassadors/{anna.id}/edit", version).status_code == 303
    session.expire_all()
    assert "zyxolampe" in anna.help_text
    assert [row.role for row in anna.role_rows] == ["method"]
    assert anna.level_rows[0].level == 5


def test_her_own_data_has_it_all(app, session, make, anna):
    from portal_ambassadors import plugin

    rules.set_hidden(session, make.actor_of(anna.user), anna, HIDEABLE)
    session.commit()
    with app.test_request_context():
        text = json.dumps(plugin.export_user(session, anna.user), ensure_ascii=False).casefold()
    for words in CANARIES.values():
        assert any(word.casefold() in text for word in words)


def test_facts_are_the_same_by_every_way_in(session, make, anna):
    rules.set_hidden(session, make.actor_of(anna.user), anna, HIDEABLE)
    session.commit()
    reader = make.actor("organiser")
    (listed,) = [one for one in visible(session, reader) if one.id == anna.id]
    (known,) = load(session, None, [anna.id])
    assert listed == facts_of(session, reader, anna.id)
    for one in (listed, known):
        assert one.shown == set(PARTS) - HIDEABLE and one.hidden == frozenset()
        assert not any((one.photo, one.email, one.phone, one.reach, one.reach_note, one.help_text))
        assert not any((one.roles, one.levels, one.languages, one.communities, one.works))
    own = facts_of(session, make.actor_of(anna.user), anna.id)
    assert own.hidden == HIDEABLE and own.help_text


def test_somebody_who_ended_or_left_is_seen_by_who_coordinates_alone(session, sign_in, make, anna):
    address, reader = f"/ambassadors/{anna.id}", sign_in()
    coordinator = sign_in("organiser")
    rules.end(session, SYSTEM, anna)
    session.commit()
    assert reader.get(address).status_code == 404
    assert "Anna Holm" not in reader.page("/ambassadors/")
    assert coordinator.get(address).status_code == 200
    rules.resume(session, SYSTEM, anna)
    anna.user.active = False
    saved(session, "person", anna.user_id, set())
    session.commit()
    assert reader.get(address).status_code == 404
    assert session.scalar(select(Ambassador.id).where(Ambassador.id == anna.id)) is not None


def test_the_accounts_setting_and_the_profiles_are_one(session, make, sign_in, anna):
    owner = sign_in(anna.user)
    shown = [part for part in HIDEABLE if part != "contact"]
    owner.post(f"/ambassadors/{anna.id}/shown", {"shown": shown})
    session.refresh(anna.user)
    assert anna.user.contact_hidden
    form = {"name": "Anna Holm", "phone": "11223344", "language": "en", "theme": "auto"}
    owner.post("/me/settings", form)
    assert "11223344" in sign_in().page(f"/ambassadors/{anna.id}")
    assert rules.hidden_parts(anna) == set()
    owner.post("/me/settings", {**form, "contact_hidden": "y"})
    assert "11223344" not in sign_in("organiser").page(f"/ambassadors/{anna.id}")
    history = owner.page(f"/history/ambassador/{anna.id}/")
    assert "Hidden from others" in history and "portal itself" not in history.casefold()
