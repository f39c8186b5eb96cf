"""A bazaar set up from one spreadsheet: what is read, what is said of each row, what is made."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from flask_babel import force_locale
from openpyxl import load_workbook
from portal_bazaar.models import InvitedEducation, Keeper, SetupImport, Stand, Theme, Visitor
from portal_bazaar.planning.setup import services as rules
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import lists

EDUCATIONS = ["Uddannelse", "Stedfortræder", "Note"]
STANDS = ["Nummer", "Titel", "Tema", "Enhed", "Standholdere", "Faktaark", "Til at prøve"]
PEOPLE = ["Navn", "E-mail", "Uddannelse", "Kommer som", "Kommer fra"]


def book(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook; each sheet is rows, the headings first."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(at, column, value)
    return out.getvalue()


@pytest.fixture
def plan(session: Session, make: Any, bazaar: Any) -> Any:
    """`plan(bazaar, data)`: what an upload would do, and the upload itself."""

    def read(one: Any, data: bytes, **answers: str) -> Any:
        actor = make.actor("organiser")
        with force_locale("en"):
            upload = rules.read_setup(session, actor, one, "list.xlsx", data)
            if answers:
                rules.answer(session, actor, upload, answers)
            return rules.plan_of(session, actor, upload), upload, actor

    return read


def said(made: Any, name: str) -> list[tuple[int, str]]:
    """(row, words) of a list's mistakes."""
    return [(one.row, one.text) for one in made.plans[name].mistakes]


def test_all_three_in_one_upload(
    session: Session, make: Any, sign_in: Any, bazaar: Any, work: Any, mails: Any
) -> None:
    """The whole way: upload, preview, begin, result; nobody is written to without a tick."""
    ane, ida = make.user("Ane Holm"), make.user("Ida Lund", email="ida@skole.example")
    unit, other = make.unit("Nursing"), make.unit("Teaching degree")
    one = bazaar(status="planned", organisers=[ane], themes=["Practice"])
    data = book(
        Uddannelser=[EDUCATIONS, ["Nursing", ida.email, "By phone"], ["teaching degree"]],
        Stande=[
            STANDS,
            ["", "Exit tickets", "Practice", "Nursing", "ida@skole.example", "", "Write one"],
            [7, "Letters", "Leading", "", "Gry Gæst <gry@gaest.example>; Ane Holm", "", ""],
        ],
        Personer=[
            PEOPLE,
            ["Ida Lund", "IDA@skole.example", "Nursing", "Leder"],
            ["Bo Ny", "bo@gaest.example", "Teaching degree", "underviser", "Town hall"],
            ["Uden Mail", "", "", "gæst", "The press"],
        ],
    )
    me, url = sign_in(ane), f"/bazaar/{one.id}/manage/setup"
    answer = me.post(url, {"file": (io.BytesIO(data), "bazar.xlsx")})
    assert answer.status_code == 303, answer.text
    preview = me.page(answer.location)
    assert "Themes that are added: Leading" in preview
    assert me.post(answer.location + "/apply", {}).status_code == 303
    work()
    session.expire_all()
    upload = session.scalars(select(SetupImport)).one()
    assert (upload.state, upload.result["problems"], upload.table) == ("done", [], {})
    stands = {stand.title: stand for stand in session.scalars(select(Stand))}
    assert {stand.number for stand in stands.values()} == {1, 7}
    assert all(stand.short_code and stand.status == "confirmed" for stand in stands.values())
    assert stands["Exit tickets"].unit_id == unit.id
    assert [keeper.user_id for keeper in stands["Exit tickets"].keepers] == [ida.id]
    guests = {(keeper.user_id, keeper.email) for keeper in stands["Letters"].keepers}
    assert guests == {(None, "gry@gaest.example"), (ane.id, "")}
    assert [theme.name for theme in session.scalars(select(Theme).order_by(Theme.position))] == [
        "Practice",
        "Leading",
    ]
    educations = {row.unit_id: row for row in session.scalars(select(InvitedEducation))}
    assert set(educations) == {unit.id, other.id}
    assert educations[unit.id].delegate_id == ida.id
    people = {
        row.user.name if row.user else row.name: row for row in session.scalars(select(Visitor))
    }
    assert people["Ida Lund"].user_id == ida.id
    assert people["Ida Lund"].function == "leader"
    assert (people["Bo Ny"].email, people["Bo Ny"].function) == ("bo@gaest.example", "teacher")
    assert people["Bo Ny"].education_id == educations[other.id].id
    assert people["Uden Mail"].organisation == "The press"
    assert mails() == []
    assert "bazar.xlsx" in me.page(url)
    assert me.get(answer.location).status_code == 200


def test_the_same_again_changes_nothing(
    session: Session,
    make: Any,
    bazaar: Any,
    plan: Any,
    sign_in: Any,
    stand: Any,
    visitor: Any,
    education: Any,
) -> None:
    """What is taken out is read in again, and nothing is left to do; Excel and csv."""
    unit, keeper = make.unit("Nursing"), make.user("Kim Keeper")
    one = bazaar()
    place = education(one, unit, note="By phone", delegate_id=keeper.id)
    stand(one, "=Formula", keepers=[keeper, "Gry Gæst"], unit_id=unit.id, summary="- one\n- two")
    stand(one, "Another", theme_id=one.themes[0].id, hands_on="Try **this**")
    visitor(one, make.user("Ida"), education=place, function="teacher")
    visitor(one, name="Guest; with, signs", email="g@gaest.example")
    visitor(one, name="No Mail", education=place, organisation="=1+1")
    me = sign_in("organiser")
    url = f"/bazaar/{one.id}/manage/setup"
    answer = me.get(f"{url}/bazaar.xlsx")
    made, _upload, _actor = plan(one, answer.data)
    titles = [line.title for line in made.plans["stands"].lines]
    assert "Another" in titles
    # What begins like a formula is said, not taken.
    assert len(said(made, "stands")) == 1
    assert len(said(made, "people")) == 1
    assert made.steps == []
    for name in ("stands", "people", "educations"):
        answer = me.get(f"{url}/{name}.csv")
        assert answer.status_code == 200
        again, _upload, _actor = plan(one, answer.data)
        assert list(again.plans) == [name]
        assert again.steps == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["=HYPERLINK(1)"], "looks like a formula"),
        (["", "no-mail"], "no e-mail address"),
        (["", "ane@skole.example"], "The name is missing."),
        (["x" * 121], "at most 120"),
        (["#REF!"], "A formula failed here"),
        (["Ane", "ane@skole.example", "Nowhere"], "There is no such unit"),
        (["Ane", "ane@skole.example", "Nursin"], "Did you mean Nursing?"),
        (["Ane", "ane@skole.example", "Twin"], "Several units are called that"),
        (["ane@skole.example"], "not a name"),
        (["Ane\x0bHolm"], "cannot be seen"),
        (["Gone", "gone@skole.example"], "is disabled"),
    ],
)
def test_what_is_wrong_with_a_person(
    make: Any, bazaar: Any, plan: Any, row: list[str], words: str
) -> None:
    """One message for the row; the others count."""
    make.unit("Nursing")
    for _number in range(2):
        make.unit("Twin")
    make.user("Gone", email="gone@skole.example", active=False)
    text = "\r\n".join(";".join(cells) for cells in (PEOPLE, row, ["Fine Person"]))
    made, _upload, _actor = plan(bazaar(), text.encode())
    (found,) = said(made, "people")
    assert found[0] == 2
    assert words in found[1]
    assert [line.title for line in made.plans["people"].lines] == ["Fine Person"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["x"], "a number from 1"),
        (["0", "Zero"], "a number from 1"),
        (["99999999999999999999", "Far"], "a number from 1"),
        (["", "", "Theme"], "The title is missing."),
        (["", "@sum(A1)"], "looks like a formula"),
        (["", "A", "", "", "Nobody Known"], "Write an e-mail address for"),
        (["", "A", "", "", "", "No such sheet"], "No published fact sheet"),
        (["", "First"], "The same stand stands in row 2"),
        (["1", "Second"], "Row 2 has the same number"),
    ],
)
def test_what_is_wrong_with_a_stand(bazaar: Any, plan: Any, row: list[str], words: str) -> None:
    """One message for the row; the others count."""
    text = "\r\n".join(";".join(cells) for cells in (STANDS, ["1", "First"], row))
    made, _upload, _actor = plan(bazaar(), text.encode())
    (found,) = said(made, "stands")
    assert found[0] == 3
    assert words in found[1]
    assert [line.title for line in made.plans["stands"].lines] == ["First"]


def test_the_same_person_twice(make: Any, bazaar: Any, plan: Any) -> None:
    """The same words are one person; other words are a mistake that names the first row."""
    make.unit("Nursing")
    make.unit("Law")
    rows = [
        PEOPLE,
        ["Bo Ny", "bo@gaest.example", "Nursing", "teacher"],
        ["bo ny", "BO@gaest.example", "Nursing", "Underviser"],
        ["Bo Ny", "bo@gaest.example", "Law", "teacher"],
        ["Bo Ny", "bo@gaest.example", "Nursing", "leder"],
        ["Eva Anden", "bo@gaest.example", "Nursing", "teacher"],
    ]
    made, _upload, _actor = plan(bazaar(), book(Personer=rows))
    (line,) = made.plans["people"].lines
    assert line.rows == (2, 3)
    told = said(made, "people")
    assert [row for row, _words in told] == [4, 5, 6]
    assert all("row 2" in words or "Row 2" in words for _row, words in told)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04rubbish", "damaged"),
        (bytes(range(1, 32)) * 20, "no text file and no Excel file"),
        (b"Navn;E-mail\r\n", "headings and nothing below"),
    ],
)
def test_a_file_that_cannot_be_used(
    session: Session, sign_in: Any, bazaar: Any, data: bytes, words: str
) -> None:
    """It is said in the field, and nothing is kept."""
    one = bazaar()
    me = sign_in("organiser")
    url = f"/bazaar/{one.id}/manage/setup"
    answer = me.post(url, {"file": (io.BytesIO(data), "x.csv")})
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalar(select(func.count(SetupImport.id))) == 0
    assert me.post(url, {}).status_code == 422


def test_one_answer_counts_for_all_rows(
    session: Session, make: Any, sign_in: Any, bazaar: Any
) -> None:
    """Which unit words mean is asked once, in the page, and then the rows count."""
    unit = make.unit("Nursing")
    one = bazaar()
    rows = [PEOPLE, ["Ane", "", "The nurses"], ["Bo", "", "the  NURSES"]]
    me, url = sign_in("organiser"), f"/bazaar/{one.id}/manage/setup"
    address = me.post(url, {"file": (io.BytesIO(book(Personer=rows)), "x.xlsx")}).location
    page = me.page(address)
    assert 'Which unit is "The nurses"?' in page
    assert "2 rows" in page
    chosen = {"words-0": "The nurses", "value-0": str(unit.id)}
    me.post(f"{address}/answers", chosen)
    assert "1 education is invited because people come for it" in me.page(address)
    me.post(f"{address}/answers", {"words-0": "The nurses", "value-0": "99999999999999999999"})
    assert "Which unit is" in me.page(address)
    me.post(f"{address}/answers", {"words-0": "The nurses", "value-0": "none"})
    assert me.post(f"{address}/apply", {}).status_code == 303
    session.expire_all()
    assert [row.education_id for row in session.scalars(select(Visitor))] == [None, None]


def test_foreign_uploads_are_not_there(sign_in: Any, bazaar: Any) -> None:
    """Nor are those of another bazaar in its address, nor dropped ones."""
    one, other = bazaar(), bazaar()
    me = sign_in("organiser")
    data = book(Personer=[PEOPLE, ["CANARY"]])
    url = f"/bazaar/{one.id}/manage/setup"
    address = me.post(url, {"file": (io.BytesIO(data), "x.xlsx")}).location
    number = address.rsplit("/", 1)[1]
    assert me.get(f"/bazaar/{other.id}/manage/setup/{number}").status_code == 404
    assert sign_in("staff").get(address).status_code == 403
    assert sign_in("staff").get(f"{url}/people.csv").status_code == 403
    for extension, status in (("csv", 200), ("xlsx", 200), ("pdf", 404)):
        assert me.get(f"{address}/mistakes.{extension}").status_code == status
    assert me.get(f"{address}?list=x&show=y&page=-1").status_code == 200
    assert me.post(f"{address}/discard", {}).status_code == 303
    assert me.get(address).status_code == 404


def test_with_a_tick_leaders_and_keepers_are_written_to(
    make: Any, sign_in: Any, bazaar: Any, mails: Any
) -> None:
    """Each leader once, about all of theirs."""
    units = [make.unit("Nursing"), make.unit("Law")]
    lea, kim = make.user("Lea", units=units, function="leader"), make.user("Kim")
    one = bazaar()
    data = book(
        Uddannelser=[EDUCATIONS, ["Nursing"], ["Law"]],
        Stande=[STANDS, ["", "Exit tickets", "", "", kim.email]],
    )
    me, url = sign_in("organiser"), f"/bazaar/{one.id}/manage/setup"
    address = me.post(url, {"file": (io.BytesIO(data), "x.xlsx")}).location
    me.post(f"{address}/apply", {"mail_leaders": "1", "mail_keepers": "1"})
    sent = [mail.split("\n")[0] for mail in mails()]
    assert sorted(sent) == sorted([f"To: Lea <{lea.email}>", f"To: Kim <{kim.email}>"])


def test_a_fair_of_sixty_stands_and_four_hundred(
    session: Session, make: Any, sign_in: Any, bazaar: Any, work: Any
) -> None:
    """60 stands, 400 people, 45 educations in one upload: seconds, not ten minutes."""
    organiser = make.user()
    one = bazaar(status="planned", organisers=[organiser], themes=[])
    units = [make.unit(f"Education {number:02}") for number in range(45)]
    session.commit()
    data = book(
        Uddannelser=[EDUCATIONS, *[[unit.name] for unit in units]],
        Stande=[
            STANDS,
            *[
                [
                    number + 1,
                    f"Practice {number}",
                    f"Theme {number % 5}",
                    units[number % 45].name,
                    f"Keeper {number} <keeper{number}@gaest.example>",
                    "",
                    "Try it",
                ]
                for number in range(60)
            ],
        ],
        Personer=[
            PEOPLE,
            *[
                [
                    f"Person {number}",
                    f"visitor{number}@gaest.example",
                    units[number % 45].name,
                    "leder" if number < 45 else "underviser",
                ]
                for number in range(400)
            ],
        ],
    )
    me, url = sign_in(organiser), f"/bazaar/{one.id}/manage/setup"
    began = time.monotonic()
    address = me.post(url, {"file": (io.BytesIO(data), "fair.xlsx")}).location
    assert me.get(address).status_code == 200
    assert me.post(f"{address}/apply", {}).status_code == 303
    assert me.get(address).status_code == 200
    work()
    took = time.monotonic() - began
    session.expire_all()
    upload = session.scalars(select(SetupImport)).one()
    assert (upload.state, upload.result["problems"]) == ("done", [])
    for model, number in ((Stand, 60), (Keeper, 60), (InvitedEducation, 45), (Visitor, 400)):
        assert session.scalar(select(func.count()).select_from(model)) == number
    assert took < 120, took
    print(f"set up in {took:.1f} s")


def test_ten_thousand_rows(make: Any, bazaar: Any, plan: Any, count_queries: Any) -> None:
    """A list that long is read and planned in seconds, with no query a row."""
    make.unit("Nursing")
    rows = [
        PEOPLE,
        *[
            [f"P {n}", f"p{n}@gaest.example", "Nursing" if n % 2 else "Nowhere"]
            for n in range(10_000)
        ],
    ]
    data = book(Personer=rows)
    one = bazaar()
    began = time.monotonic()
    with count_queries() as queries:
        made, _upload, _actor = plan(one, data)
    assert time.monotonic() - began < 60
    assert len(queries) < 40
    assert len(made.plans["people"].lines) == 5_000
    assert made.plans["people"].wrong_rows == 5_000
    (question,) = made.questions
    assert question.rows == 5_000


def test_two_workers_do_each_step_once(
    session: Session, make: Any, bazaar: Any, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch that another has done is not done again; a killed run goes on where it stood."""
    monkeypatch.setattr(lists, "SECONDS", 0.0)
    rows = [PEOPLE, *[[f"P {number}", f"p{number}@gaest.example"] for number in range(5)]]
    _made, upload, actor = plan(bazaar(), book(Personer=rows))
    rules.start(session, actor, upload)
    assert (upload.done, upload.total, upload.state) == (1, 5, "running")
    rules.run_batch(session, upload.id, 1)
    rules.run_batch(session, upload.id, 1)  # the other worker, late
    assert upload.done == 2
    with pytest.raises(lists.ListProblem):
        rules.start(session, actor, upload)
    while upload.state == "running":
        rules.run_batch(session, upload.id, upload.done)
    assert session.scalar(select(func.count(Visitor.id))) == 5


def test_nothing_goes_on_in_the_name_of_who_organises_no_longer(
    session: Session, make: Any, bazaar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another organiser finds a run that stands still, and lets it go on."""
    monkeypatch.setattr(lists, "SECONDS", 0.0)
    began, other = make.user(), make.user()
    one = bazaar(organisers=[began, other])
    rows = [PEOPLE, *[[f"P {number}", f"p{number}@gaest.example"] for number in range(3)]]
    upload = rules.read_setup(session, make.actor_of(began), one, "x.xlsx", book(Personer=rows))
    rules.start(session, make.actor_of(began), upload)
    one.organisers = [row for row in one.organisers if row.user_id == other.id]
    session.commit()
    rules.run_batch(session, upload.id, 1)
    assert (upload.done, upload.state) == (1, "running")
    upload.moved_at -= 2 * lists.STALLED
    assert rules.resume(session, make.actor_of(other), upload)
    while upload.state == "running":
        rules.run_batch(session, upload.id, upload.done)
    assert session.scalar(select(func.count(Visitor.id))) == 3


def test_the_empty_one_has_every_heading(sign_in: Any, bazaar: Any) -> None:
    """Three sheets, in the reader's language; filled in it is read."""
    one = bazaar()
    answer = sign_in("organiser").get(f"/bazaar/{one.id}/manage/setup/pattern.xlsx")
    found = load_workbook(io.BytesIO(answer.data))
    assert found.sheetnames == ["Educations", "Stands", "People"]
    assert [cell.value for cell in found["People"][1]] == [
        "Name",
        "E-mail",
        "Education",
        "Comes as",
        "Comes from",
    ]
