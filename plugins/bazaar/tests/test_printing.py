"""The fair in a box: what is printed can be read, by people and by phones."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from portal_bazaar.card.codes import badge_address, read_badge, read_stand, stand_address
from portal_bazaar.models import PitchSlot, PrintBox, Printed
from portal_bazaar.printing import kinds
from portal_bazaar.printing.making import make_box, make_pdf
from portal_bazaar.printing.services import Shelf, note_printed, printed
from portal_bazaar.printing.things import Hall
from pypdf import PdfReader
from sqlalchemy.orm import Session

MM = 72 / 25.4
SIZES = {
    kinds.SHEETS: (210, 297),
    kinds.BANNERS: (850, 2000),
    kinds.POSTERS: (297, 420),
    kinds.BADGES: (210, 297),
    kinds.CARDS: (210, 297),
    kinds.MODERATOR: (148, 210),
    kinds.PLAN: (420, 297),
    kinds.PEOPLE: (210, 297),
}
HOSTILE = [
    "#strong[x] $x^2$ @ref <label> *b* _i_ `c` // no comment",
    '"; #panic("x") #read("/etc/passwd")',
    "😀🎉👍🏽 Æbler på Ærø",
    "\u05e9\u05dc\u05d5\u05dd ren hebraisk og \u202eomvendt",
    "=HYPERLINK(1) <script>alert(1)</script> & &amp; {{ 7*7 }}",
    "x" * 200,
    "Professionsuddannelsessamarbejde " * 6,
]


def codes_in(made: bytes, scale: float) -> list[str]:
    """Every QR code, read back from the picture of the pages."""
    found = []
    with pypdfium2.PdfDocument(made) as document:
        for page in document:
            picture = page.render(scale=scale).to_pil().convert("L")
            found += [one.text for one in zxingcpp.read_barcodes(picture)]
            page.close()
    return found


def text_of(made: bytes) -> str:
    """The words of a PDF, without blanks: lines break where they must."""
    reader = PdfReader(io.BytesIO(made))
    text = "".join(page.extract_text() for page in reader.pages)
    return "".join(text.replace("\u200b", "").replace("\u00ad", "").split())


@pytest.fixture
def fair(session: Session, make: Any, bazaar: Any, stand: Any, education: Any, visitor: Any) -> Any:
    """A bazaar with three stands, a pitch round and eleven visitors."""
    one = bazaar("Projekt Bazar på Ærø", organisers=[make.user()])
    unit = make.unit(name="Sygeplejerskeuddannelsen, Bælt")
    school = education(one, unit)
    theme = one.themes[0]
    stands = [
        stand(one, "Svar med stemmen", keepers=["Åse Ærlig"], theme_id=theme.id, unit_id=unit.id,
              summary="De studerende **svarer** højt.", x=100, y=200, hands_on="* Prøv den"),
        stand(one, "Ti tavse minutter", keepers=[make.user(name="Øjvind Ås")], x=900, y=900),
        stand(one, "Makkerskab", short_code="A7K3"),
    ]  # fmt: skip
    part = next(part for part in one.parts if part.kind == "pitches")
    session.add_all(
        PitchSlot(part_id=part.id, stand_id=each.id, position=place, minutes=4)
        for place, each in enumerate(stands)
    )
    for number in range(11):
        visitor(one, make.user(name=f"Bjørn Åberg {number}"), education=school, function="teacher")
    session.commit()
    return one


@pytest.fixture
def hall(session: Session, make: Any, fair: Any) -> Hall:
    """What its organiser prints."""
    return Hall(session, make.actor("organiser"), fair)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_size_tags_fonts_and_words(hall: Hall, fair: Any, kind: str) -> None:
    found = hall.print_of(kind)
    made = make_pdf(found, found.things)
    reader = PdfReader(io.BytesIO(made))
    for page in reader.pages:
        wide, tall = (float(side) / MM for side in page.mediabox[2:])
        assert (wide, tall) == pytest.approx(SIZES[kind], abs=0.5)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da"
    assert b"pdfuaid" in made, "not accessible"
    assert fair.title in reader.metadata.title
    for page in reader.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            whole = font.get_object()
            below = whole.get("/DescendantFonts", [whole])[0].get_object()
            descriptor = below["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    assert "ProjektBazarpåÆrø" in text_of(made)


def test_each_stands_code_is_on_all_its_prints(hall: Hall, session: Session, fair: Any) -> None:
    stands = hall.board.confirmed
    expected = [stand_address(one) for one in stands]
    assert len(set(expected)) == 3
    assert all(one.startswith("http") for one in expected)
    for kind, scale in ((kinds.SHEETS, 3), (kinds.POSTERS, 1.5), (kinds.BANNERS, 0.3)):
        found = hall.print_of(kind)
        made = make_pdf(found, found.things)
        assert sorted(codes_in(made, scale)) == sorted(expected), kind
        words = text_of(made)
        for one in stands:
            assert (one.short_code or "").upper() in words
            assert "".join(one.title.split()) in words
    token = expected[0].rsplit("/", 1)[1]
    assert read_stand(session, token).id == stands[0].id


def test_each_badge_signs_its_owner_in(hall: Hall, session: Session) -> None:
    found = hall.print_of(kinds.BADGES)
    made = make_pdf(found, found.things)
    assert len(PdfReader(io.BytesIO(made)).pages) == 2  # eight on the first
    read = codes_in(made, 3)
    assert sorted(read) == sorted(badge_address(one) for one in hall.visitors)
    assert read_badge(session, read[0].rsplit("/", 1)[1]).badge is not None
    words = text_of(made)
    for visitor in hall.visitors:
        assert f"{visitor.user.name}".replace(" ", "") in words
        assert f"Nr.{visitor.badge}" in words


def test_cards_bear_number_name_code_and_every_stand(hall: Hall) -> None:
    found = hall.print_of(kinds.CARDS)
    visitors = hall.visitors
    assert [one.id for one in found.things] == [one.id for one in visitors] + [0]
    made = make_pdf(found, found.things[:1])
    assert codes_in(made, 3) == [badge_address(visitors[0])]
    words = text_of(made)
    for stand in hall.board.confirmed:
        assert "".join(stand.title.split()) in words
        assert stand.short_code.upper() in words
    blank = make_pdf(found, found.things[-1:])
    assert len(PdfReader(io.BytesIO(blank)).pages) == 10
    assert codes_in(blank, 2) == []


def test_moderators_read_the_times(hall: Hall) -> None:
    found = hall.print_of(kinds.MODERATOR)
    assert len(found.things) == 2
    pitches = found.things[0].data["pitches"]
    assert [one["title"] for one in pitches] == [
        "Svar med stemmen", "Ti tavse minutter", "Makkerskab",
    ]  # fmt: skip
    words = text_of(make_pdf(found, found.things))
    for one in pitches:
        assert one["at"] in words


def test_the_list_names_everybody_in_danish_order(
    hall: Hall, session: Session, fair: Any, visitor: Any
) -> None:
    visitor(fair, name="Øl")
    visitor(fair, name="Ål")
    visitor(fair, name="Zorro")
    visitor(fair, name="Gone", cancelled_at=fair.starts_at)
    visitor(fair, name="Asked only", asked_at=fair.starts_at, badge=None)
    found = hall.print_of(kinds.PEOPLE)
    names = [one["name"] for one in found.things[0].data["people"]]
    assert names[-3:] == ["Zorro", "Øl", "Ål"]
    assert len(names) == 15
    assert "Gone" not in text_of(make_pdf(found, found.things))


def test_the_plan_with_a_picture_and_one_that_is_damaged(hall: Hall, monkeypatch: Any) -> None:
    from dataclasses import replace

    from PIL import Image

    found = hall.print_of(kinds.PLAN)
    out = io.BytesIO()
    Image.new("RGB", (160, 100), "white").save(out, "PNG")
    shared = {**found.shared, "picture": "abc"}
    good = replace(found, shared=shared, files={"room": out.getvalue()})
    assert PdfReader(io.BytesIO(make_pdf(good, good.things))).pages[0].images
    bad = replace(found, shared=shared, files={"room": b"\x89PNG damaged"})
    words = text_of(make_pdf(bad, bad.things))
    assert "Makkerskab" in words


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_printed_as_they_are(
    session: Session, make: Any, bazaar: Any, stand: Any, visitor: Any, title: str
) -> None:
    one = bazaar(title[:160])
    stand(one, title[:200], summary=title, hands_on=title, x=1, y=1)
    visitor(one, name=title[:120])
    hall = Hall(session, make.actor("organiser"), one)
    for kind in kinds.KINDS:
        found = hall.print_of(kind)
        made = make_pdf(found, found.things)
        if kind in (kinds.SHEETS, kinds.BANNERS, kinds.POSTERS, kinds.PLAN):
            words = text_of(made)
            for word in re.findall(r"[^\W\d_]{2,}|[#$@<>*`{}&=/]+", title):
                if word.isascii() or word[-1] in "æøåÆØÅ":
                    assert word in words, (kind, word)
        if kind in kinds.OF_A_STAND:
            assert codes_in(made, 0.3 if kind == kinds.BANNERS else 2) == [
                stand_address(hall.board.confirmed[0])
            ]


def test_what_is_missing_and_what_has_changed(session: Session, make: Any, fair: Any) -> None:
    def shelf() -> Shelf:
        hall = Hall(session, make.actor("organiser"), fair)
        return Shelf(hall.print_of(kinds.POSTERS), printed(session, fair).get(kinds.POSTERS, {}))

    first = shelf()
    assert len(first.missing) == 3
    note_printed(session, fair.id, first.print, first.print.things[:2])
    session.commit()
    assert [one.id for one in shelf().missing] == [first.print.things[2].id]
    stand = Hall(session, make.actor("organiser"), fair).board.confirmed[0]
    stand.code_version += 1
    session.commit()
    again = shelf()
    assert [one.id for one in again.changed] == [stand.id]
    assert len(again.chosen("missing")) == 2
    assert len(again.chosen("all")) == 3
    assert [one.id for one in again.chosen(str(stand.id))] == [stand.id]
    for wrong in ("", "0", "99999999999999999999", "x", "-1"):
        assert again.chosen(wrong) == []


def test_the_page_and_its_pdfs(session: Session, sign_in: Any, fair: Any) -> None:
    person = sign_in("organiser")
    url = f"/bazaar/{fair.id}/manage/print"
    page = person.page(url)
    for kind in kinds.KINDS.values():
        assert f"print-{kind.name}" in page
    answer = person.client.get(url)
    assert answer.status_code == 200
    for kind in kinds.KINDS:
        answer = person.post(f"{url}/{kind}", {"which": "all"})
        assert answer.status_code == 200, kind
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert session.query(Printed).count() == 3 * 3 + 11 + 12 + 2 + 1 + 1
    assert person.post(f"{url}/nothing", {"which": "all"}).status_code == 404
    for which in ("99999999999999999999", "x", "\x00", ""):
        assert person.post(f"{url}/posters", {"which": which}).status_code == 303


def test_who_prints_what(sign_in: Any, make: Any, bazaar: Any, stand: Any, visitor: Any) -> None:
    organiser, moderator, keeper, other = (make.user() for _ in range(4))
    one = bazaar(organisers=[organiser], moderators=[moderator])
    foreign = bazaar(organisers=[other])
    mine, theirs = stand(one, keepers=[keeper]), stand(one, keepers=[other])
    elsewhere = stand(foreign)
    guest = visitor(one, name="CANARY Guest")
    base = f"/bazaar/{one.id}"

    def status(who: Any, path: str) -> int:
        return sign_in(who).client.get(base + path).status_code

    assert status(organiser, "/manage/print") == 200
    assert status(organiser, f"/print/posters/{theirs.id}.pdf") == 200
    assert status(organiser, f"/print/badges/{guest.id}.pdf") == 200
    assert status(organiser, f"/print/posters/{elsewhere.id}.pdf") == 404
    assert status(moderator, "/manage/print") == 200
    assert status(moderator, f"/print/badges/{guest.id}.pdf") == 404
    assert status(moderator, "/print/plan/0.pdf") == 200
    assert status(keeper, "/manage/print") == 403
    assert status(keeper, f"/print/posters/{mine.id}.pdf") == 200
    assert status(keeper, f"/print/posters/{theirs.id}.pdf") == 404
    assert status(keeper, f"/print/badges/{guest.id}.pdf") == 404
    assert status(keeper, "/print/people/0.pdf") == 404
    assert status(other, "/manage/print") == 403
    assert status(make.user(), f"/print/sheets/{mine.id}.pdf") == 404
    page = sign_in(moderator).page(base + "/manage/print")
    assert "print-badges" not in page
    assert "CANARY" not in page
    client = sign_in(moderator)
    assert client.post(base + "/manage/print/people", {"which": "all"}).status_code == 404
    assert client.post(base + "/manage/print/box", {}).status_code == 403
    assert status(moderator, "/manage/print/box.zip") == 403
    assert status(organiser, "/manage/print/box.zip") == 404
    assert status(organiser, "/print/posters/99999999999999999999.pdf") == 404


def test_the_box(session: Session, sign_in: Any, fair: Any, work: Any) -> None:
    person = sign_in("organiser")
    url = f"/bazaar/{fair.id}/manage/print"
    assert person.post(f"{url}/box", {}).status_code == 303
    assert person.post(f"{url}/box", {}).status_code == 303  # pressed twice: one box
    assert person.client.get(f"{url}/box.zip").status_code == 404
    work()
    session.expire_all()
    assert session.get(PrintBox, fair.id).state == "ready"
    answer = person.client.get(f"{url}/box.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as box:
        names = box.namelist()
        assert box.testzip() is None
        assert all(box.read(name).startswith(b"%PDF") for name in names)
    assert len(names) == 3 + 7
    assert len(names) == len(set(names))
    assert session.query(Printed).filter_by(kind=kinds.BADGES).count() == 11
    assert "box.zip" in person.page(url)


def test_the_box_is_thrown_away(session: Session, fair: Any, sign_in: Any, work: Any) -> None:
    import datetime as dt

    from portal_bazaar.printing.services import forget_boxes

    sign_in("organiser").post(f"/bazaar/{fair.id}/manage/print/box", {})
    work()
    session.expire_all()
    box = session.get(PrintBox, fair.id)
    forget_boxes(session)
    assert session.get(PrintBox, fair.id) is not None
    box.wished_at -= dt.timedelta(days=4)
    session.flush()
    forget_boxes(session)
    session.flush()
    assert session.get(PrintBox, fair.id) is None


def test_what_takes_long_goes_into_the_box(
    session: Session, sign_in: Any, fair: Any, work: Any, monkeypatch: Any
) -> None:
    from portal_bazaar.printing import making

    monkeypatch.setitem(making.PORTIONS, kinds.CARDS, 5)
    person = sign_in("organiser")
    url = f"/bazaar/{fair.id}/manage/print"
    assert person.post(f"{url}/cards", {"which": "all"}).status_code == 303
    assert session.get(PrintBox, fair.id).kinds == kinds.CARDS
    assert "In it: Paper dance cards." in person.page(url)
    work()
    session.expire_all()
    page = person.page(url)
    assert "In it: Paper dance cards." in page and "Everything as it was" not in page
    with zipfile.ZipFile(io.BytesIO(person.client.get(f"{url}/box.zip").data)) as box:
        assert len(box.namelist()) == 3
        read = [code for name in box.namelist() for code in codes_in(box.read(name), 2)]
    assert len(set(read)) == 11


def test_same_data_same_box(hall: Hall) -> None:
    prints = [hall.print_of(kind) for kind in (kinds.POSTERS, kinds.BANNERS)]
    assert make_box(prints) == make_box(prints)


def test_few_queries_for_many(
    session: Session, make: Any, bazaar: Any, stand: Any, visitor: Any, education: Any,
    count_queries: Any,
) -> None:  # fmt: skip
    one = bazaar()
    schools = [education(one) for _ in range(3)]

    def add(number: int) -> None:
        for place in range(number):
            stand(one, keepers=[make.user()])
            visitor(one, make.user(), education=schools[place % 3])

    def queries() -> int:
        session.expire_all()
        actor = make.actor("organiser")
        with count_queries() as few:
            hall = Hall(session, actor, session.merge(one))
            for kind in kinds.KINDS:
                hall.print_of(kind)
        return len(few)

    add(2)
    before = queries()
    add(8)
    assert queries() == before
    assert before < 25


def test_keepers_find_the_prints_of_their_stand(
    make: Any, sign_in: Any, bazaar: Any, stand: Any
) -> None:
    keeper = make.user()
    one = bazaar()
    mine = stand(one, keepers=[keeper])
    page = sign_in(keeper).page(f"/bazaar/{one.id}/stands/{mine.id}")
    assert f"/bazaar/{one.id}/print/posters/{mine.id}.pdf" in page
    assert "/print/" not in sign_in(make.user()).page(f"/bazaar/{one.id}/stands/{mine.id}")
