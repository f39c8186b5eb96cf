"""Lists in a shape nobody foresaw: titles above, two languages, several people in one cell."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask_babel import force_locale
from openpyxl import Workbook
from portal_bazaar.models import Bazaar, Keeper, SetupImport, Stand, Visitor
from portal_bazaar.planning.setup import services as rules
from portal_bazaar.planning.setup.guessing import likeliest
from portal_bazaar.planning.setup.layout import arrange
from sqlalchemy import select
from sqlalchemy.orm import Session

HEADS = ["Efternavn, Fornavn", "Rolle / role", "Uddannelse (Programme)", "Campus/kommune", "Tlf."]


def book(sheets: dict[str, list[list[Any]]], hidden: str = "") -> bytes:
    """A workbook; one sheet of it may be hidden."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def place(make: Any) -> Any:
    """A school with two campuses that have an education of the same name each."""
    top = make.unit("Vestkystens Skole", kind="institution")
    units = {}
    for campus in ("Campus Thy", "Campus Varde"):
        above = make.unit(campus, kind="department", parent=top)
        for name in ("Sygeplejerskeuddannelsen", "Social- og sundhedsskolen"):
            units[campus, name] = make.unit(name, kind="education", parent=above)
    return units


@pytest.fixture
def upload(make: Any, session: Session) -> Any:
    """`upload(bazaar, data)`: the upload, what it would do, and who uploaded it."""

    def keep(one: Bazaar, data: bytes) -> tuple[SetupImport, Any, Any]:
        with force_locale("en"):
            actor = make.actor("organiser")
            kept = rules.read_setup(session, actor, one, "list.xlsx", data)
            return kept, rules.plan_of(session, actor, kept), actor

    return keep


def people(*rows: list[Any]) -> dict[str, list[list[Any]]]:
    """A list of people below a title and an empty row, headed in two languages."""
    above = [["VESTKYSTBAZAR - tilmeldinger"], [], [], [*HEADS, "Mail adr."]]
    return {"Deltagerliste 2026": [*above, *rows]}


def test_people_with_an_education_each_are_not_taken_for_educations(
    bazaar: Any, place: Any, upload: Any
) -> None:
    """Surname first in one column, phones between, the campus in a column of its own."""
    thy, varde = "Campus Thy", "Campus Varde"
    rows = [
        ["Hav, Ane", "Udd.leder", "Sygeplejerskeuddannelsen", thy, 20112233, "ane@x.example"],
        [],
        ["Klit, Bo", "undervisere", "Sygeplejerskeuddannelsen", varde, "20 11 22 34", ""],
    ]
    _one, plan, _actor = upload(bazaar(), book(people(*rows)))
    assert list(plan.plans) == ["people"] and not plan.wrong
    steps = [step for step in plan.steps if step["do"] == "visitor"]
    assert [(step["name"], step["function"], step["unit"]) for step in steps] == [
        ("Ane Hav", "leader", place[thy, "Sygeplejerskeuddannelsen"].id),
        ("Bo Klit", "teacher", place[varde, "Sygeplejerskeuddannelsen"].id),
    ]


def test_several_people_in_one_cell_are_several(bazaar: Any, place: Any, upload: Any) -> None:
    """With an address each, or with none; three names and two addresses are asked about."""
    names = "Sand, Oda\nHav, Per\nKlit, Mia"
    mails = "oda@x.example; per@x.example; mia@x.example"
    unit = ["underviser", "Sygeplejerskeuddannelsen", "Campus Thy", ""]
    rows = [
        [names, *unit, mails],
        ["Lis Lyng & Ib Fyr", *unit, ""],
        ["Tom Tang\nEva Rav\nUlf Ulv", *unit, "tom@x.example, eva@x.example"],
        ["Ane og Bo", *unit, ""],
    ]
    _one, plan, _actor = upload(bazaar(), book(people(*rows)))
    steps = [step for step in plan.steps if step["do"] == "visitor"]
    assert [(step["name"], step["email"]) for step in steps] == [
        ("Oda Sand", "oda@x.example"),
        ("Per Hav", "per@x.example"),
        ("Mia Klit", "mia@x.example"),
        ("Lis Lyng", ""),
        ("Ib Fyr", ""),
        ("Ane og Bo", ""),
    ]
    (mistake,) = plan.plans["people"].mistakes
    assert (mistake.row, mistake.text) == (
        7,
        "3 names and 2 addresses stand in one row. Give each person a row.",
    )


def test_a_total_is_nobody(bazaar: Any, place: Any, upload: Any) -> None:
    """Below a list."""
    rows = [["Hav, Ane", "", "", "", "", ""], ["I alt", "", "", "", 1, ""]]
    _one, plan, _actor = upload(bazaar(), book(people(*rows)))
    assert [one.text for one in plan.plans["people"].mistakes] == ["This is a total, not a name."]


def test_keepers_between_any_signs_are_all_there(
    session: Session, bazaar: Any, upload: Any
) -> None:
    """Of two addresses with '&' or '/' between them neither is lost."""
    rows = [
        ["Overskrift på bod", "Hvem står der", "E-mail (bod)"],
        ["Kystliv", "Ane Hav & Bo Klit", "ane@x.example & bo@x.example"],
        ["Podcast", "Eva Rav og Tom Tang", "eva@x.example / tom@x.example"],
        ["Escape room", "", "ib@x.example ulf@x.example"],
    ]
    one = bazaar()
    kept, plan, actor = upload(one, book({"Hvad vises hvor": rows}))
    assert not plan.wrong
    with force_locale("en"):
        rules.start(session, actor, kept)
    wanted = select(Stand.title, Keeper.name, Keeper.email).join(Keeper).order_by(Keeper.id)
    assert [tuple(row) for row in session.execute(wanted)] == [
        ("Kystliv", "Ane Hav", "ane@x.example"),
        ("Kystliv", "Bo Klit", "bo@x.example"),
        ("Podcast", "Eva Rav", "eva@x.example"),
        ("Podcast", "Tom Tang", "tom@x.example"),
        ("Escape room", "", "ib@x.example"),
        ("Escape room", "", "ulf@x.example"),
    ]


def test_a_short_name_is_guessed_and_counts_only_when_answered(
    session: Session, sign_in: Any, bazaar: Any, place: Any
) -> None:
    """'SOSU' on a campus: the page proposes it; until it is sent, its rows are left out."""
    one, organiser = bazaar(), sign_in("organiser")
    session.commit()
    data = book(people(["Hav, Ane", "", "SOSU", "Campus Varde", "", ""]))
    organiser.post(f"/bazaar/{one.id}/manage/setup", {"file": (io.BytesIO(data), "liste.xlsx")})
    kept = session.scalars(select(SetupImport)).one()
    address = f"/bazaar/{one.id}/manage/setup/{kept.id}"
    page = organiser.page(address)
    right = place["Campus Varde", "Social- og sundhedsskolen"].id
    assert f'<option value="{right}" selected>' in page
    assert "apply-form" not in page  # nothing to do before it is answered
    assert session.scalars(select(Visitor)).all() == []


@pytest.mark.parametrize(
    ("words", "within", "found"),
    [
        ("SOSU", "Campus Varde", "4"),
        ("Sygeplejerske-udd.", "Campus Thy", "1"),
        ("Sygeplejerske-udd.", "", ""),  # there are two
        ("Tandpleje", "Campus Thy", ""),
    ],
)
def test_what_is_likeliest(words: str, within: str, found: str) -> None:
    """Only what is clearly nearer than all others."""
    names = ("Sygeplejerskeuddannelsen", "Social- og sundhedsskolen")
    paths = [
        f"Skolen / {campus} / {name}" for campus in ("Campus Thy", "Campus Varde") for name in names
    ]
    choices = [(str(number), path) for number, path in enumerate(paths, start=1)]
    assert likeliest(words, within, choices) == found


def test_a_unit_of_another_place_is_not_taken(
    session: Session, make: Any, bazaar: Any, place: Any, upload: Any
) -> None:
    """A music school that only another campus has; and 'Education (Place)' means the one there."""
    make.unit(
        "Musikskolen",
        kind="education",
        parent=place["Campus Thy", "Sygeplejerskeuddannelsen"].parent,
    )
    rows = [
        ["Hav, Ane", "", "Musikskolen", "Campus Varde", "", ""],
        ["Klit, Bo", "", "Sygeplejerskeuddannelsen (Campus Varde)", "", "", ""],
    ]
    _one, plan, _actor = upload(bazaar(), book(people(*rows)))
    assert [one.row for one in plan.plans["people"].mistakes] == [5]
    steps = [step for step in plan.steps if step["do"] == "visitor"]
    assert [step["unit"] for step in steps] == [
        place["Campus Varde", "Sygeplejerskeuddannelsen"].id
    ]


def test_what_stands_in_a_column_says_what_it_is() -> None:
    """Headings that say nothing; educations that stand once each stay educations."""
    rows = [["Kollega", "Hvorfra", "Uddannelse", "Skriv til"]]
    names = ("Ane Hav", "Bo Klit", "Eva Rav", "Tom Tang")
    rows += [[name, "Thy", "Sygepleje", f"{name[:3].strip()}@x.example"] for name in names]
    (sheet,) = arrange([("Ark1", list(enumerate(rows, start=1)))], {})
    assert sheet.name == "people"
    assert [(head.column, head.guessed) for head in sheet.heads] == [
        ("name", True), ("", False), ("unit", False), ("email", True),
    ]  # fmt: skip
    rows = [["Uddannelse", "Leder", "Skriv til"]]
    rows += [[f"Uddannelse {name}", name, f"{name[:3].strip()}@x.example"] for name in names]
    (sheet,) = arrange([("Ark1", list(enumerate(rows, start=1)))], {})
    assert sheet.name == "educations"


def test_hidden_sheets_are_not_read(bazaar: Any, upload: Any) -> None:
    """What the organiser does not see in Excel comes to no bazaar."""
    sheets = people(["Hav, Ane", "", "", "", "", ""])
    sheets["Gemt"] = [["Navn", "E-mail"], ["Hemmelig Person", "h@x.example"]]
    _one, plan, _actor = upload(bazaar(), book(sheets, hidden="Gemt"))
    assert [step["name"] for step in plan.steps] == ["Ane Hav"]


@pytest.mark.parametrize("cell", ["3.", "#3", "Nr. 3", "Stand 3", "bod 3", "3.0"])
def test_numbers_as_people_write_them(bazaar: Any, upload: Any, cell: str) -> None:
    """A number with a word before it or a full stop behind is that number."""
    rows = [["Nr", "Titel", "Udd."], [cell, "Kystliv", ""]]
    _one, plan, _actor = upload(bazaar(), book({"Boder": rows}))
    assert not plan.wrong
    assert [step["number"] for step in plan.steps if step["do"] == "stand"] == [3]
    assert not plan.notes  # no column is left unused
