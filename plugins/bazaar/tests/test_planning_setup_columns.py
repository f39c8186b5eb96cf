"""What sheets and columns are: found, guessed, chosen by hand, and kept for the next file."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from flask_babel import force_locale
from openpyxl import Workbook
from portal_bazaar.models import SetupImport
from portal_bazaar.planning.setup import services as rules
from portal_bazaar.planning.setup.layout import arrange, letter
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import lists, now


def book(**sheets: list[list[Any]]) -> bytes:
    """A workbook as a program writes it: formulas without values."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def upload(make: Any, session: Session) -> Any:
    """`upload(bazaar, data)`: the upload, and who uploaded it."""

    def keep(one: Any, data: bytes) -> Any:
        with force_locale("en"):
            actor = make.actor("organiser")
            return rules.read_setup(session, actor, one, "list.xlsx", data), actor

    return keep


def test_letters() -> None:
    """As spreadsheets count."""
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_words_that_are_near_are_guessed_and_marked() -> None:
    """'Arbejdsmail' is a mail and 'Bod nr.' a number; a title above the headings is passed over."""
    sheets = [
        (
            "boder 2026",
            [(1, ["Boder"] * 3), (3, ["Bod nr.", "Hvad hedder boden?", "Spor/tema"]), (4, ["1"])],
        ),
        ("Ark2", [(1, ["Fulde navn", "Arbejdsmail", "Din rolle", "Tlf."]), (2, ["Ane"])]),
        ("Noter", [(1, ["ring til kantinen"]), (2, ["husk kaffe"])]),
    ]
    stands, people, notes = arrange(sheets, {})
    assert (stands.name, stands.head) == ("stands", 3)
    assert {head.column: head.guessed for head in stands.heads} == {
        "number": True,
        "title": False,
        "theme": True,
    }
    assert people.name == "people"
    assert [head.column for head in people.heads] == ["name", "email", "function", ""]
    assert (notes.name, notes.usable) == ("", False)


def test_columns_nobody_knows_are_chosen_by_hand_and_kept(
    session: Session, sign_in: Any, bazaar: Any
) -> None:
    """A form's answers: the sheet is said to be people, its columns too, and next time as well."""
    one = bazaar()
    rows = [["Hvem er du?", "Hvor kan vi skrive?"], ["Ane Holm", "ane@gaest.example"]]
    me, url = sign_in("organiser"), f"/bazaar/{one.id}/manage/setup"
    data = book(Svar=rows)
    address = me.post(url, {"file": (io.BytesIO(data), "x.xlsx")}).location
    page = me.page(address)
    assert "No row can be used yet" in page
    assert me.post(f"{address}/columns", {"list-0": "people", "head-0": "1"}).status_code == 303
    page = me.page(address)
    assert "Choose the column for: Name" in page
    assert "for example: ane@gaest.example" in page
    chosen = {"list-0": "people", "head-0": "1", "column-0-0": "name", "column-0-1": "email"}
    me.post(f"{address}/columns", chosen)
    page = me.page(address)
    assert "Ane Holm" in page
    assert "Do 1 thing" in page
    more = book(Andet=[["Hvor kan vi skrive?", "Hvem er du?"], ["bo@gaest.example", "Bo Ny"]])
    address = me.post(url, {"file": (io.BytesIO(more), "y.xlsx")}).location
    assert "Do 1 thing" in me.page(address)


def test_a_column_given_to_another_is_taken_from_the_first(
    session: Session, bazaar: Any, upload: Any
) -> None:
    """One select is enough; 'not used' is a choice; rubbish is none."""
    one, actor = upload(
        bazaar(), book(Personer=[["Navn", "Mail", "Privat"], ["Ane", "a@x.dk", "b@x.dk"]])
    )
    rules.choose_columns(session, actor, one, {"column-0-2": "email"})
    (sheet,) = rules.arranged_of(one)
    assert [head.column for head in sheet.heads] == ["name", "", "email"]
    rules.choose_columns(session, actor, one, {"column-0-2": "", "column-0-1": "email"})
    rules.choose_columns(
        session, actor, one, {"column-0-0": "x", "list-0": "y", "head-0": "9" * 30, "list-9": "z"}
    )
    (sheet,) = rules.arranged_of(one)
    assert [head.column for head in sheet.heads] == ["name", "email", ""]
    rules.choose_columns(session, actor, one, {"list-0": ""})
    assert rules.plan_of(session, actor, one).plans == {}


def test_a_list_without_headings(session: Session, bazaar: Any, upload: Any) -> None:
    """Its first row counts, too."""
    one, actor = upload(bazaar(), b"Ane Holm;ane@gaest.example\r\nBo Ny;bo@gaest.example")
    rules.choose_columns(session, actor, one, {"list-0": "people", "head-0": "0"})
    rules.choose_columns(
        session, actor, one, {"head-0": "0", "column-0-0": "name", "column-0-1": "email"}
    )
    made = rules.plan_of(session, actor, one)
    assert [line.title for line in made.plans["people"].lines] == ["Ane Holm", "Bo Ny"]


def test_a_mistake_names_its_cell(session: Session, bazaar: Any, upload: Any) -> None:
    """Also a formula that no spreadsheet has worked out, which would else be an empty cell."""
    rows = [["", "Navn", "E-mail"], ["", "Ane", "no mail"], ["", "=1+1", ""], ["", "Bo", '=A1&"x"']]
    one, actor = upload(bazaar(), book(Personer=rows))
    with force_locale("en"):
        made = rules.plan_of(session, actor, one)
    found = [(one.cell, one.text.split(".")[0]) for one in made.plans["people"].mistakes]
    assert found == [
        ("C2", "This is no e-mail address"),
        ("B3", "This looks like a formula"),
        ("C4", "This looks like a formula"),
    ]


def test_what_tired_people_write(session: Session, make: Any, bazaar: Any, upload: Any) -> None:
    """Headings in the middle, an education twice, a phone number for a name, namesakes."""
    make.unit("Nursing")
    people = [["Navn", "E-mail"], ["Ane", "a@x.dk"], ["navn", "E-Mail"], [4520304050, "b@x.dk"]]
    people += [["ane", "c@x.dk"]]
    units = [["Uddannelse", "Note"], ["Nursing", "Calls"], ["Nursing", ""], ["Nursing", "Not"]]
    one, actor = upload(bazaar(), book(Personer=people, Uddannelser=units))
    with force_locale("en"):
        made = rules.plan_of(session, actor, one)
    assert [line.title for line in made.plans["people"].lines] == ["Ane", "ane"]
    assert [one.cell for one in made.plans["people"].mistakes] == ["A4"]
    assert [one.row for one in made.plans["educations"].mistakes] == [4]
    assert any("Ane (2, 5)" in note for note in made.notes)


def test_uploads_from_before_are_still_read(session: Session, bazaar: Any, upload: Any) -> None:
    """They hold tables, not sheets."""
    one, actor = upload(bazaar(), book(Personer=[["Navn"], ["Ane"]]))
    tables, _unfit = lists.read_lists(
        book(Personer=[["Navn"], ["Ane"]]), rules.COLUMNS, {"people": ("personer",)}
    )
    one.table = {name: table.to_json() for name, table in tables.items()}
    assert rules.arranged_of(one) == []
    assert len(rules.plan_of(session, actor, one).steps) == 1


def test_what_headings_mean_outlives_the_people_in_the_file(
    session: Session, bazaar: Any, upload: Any
) -> None:
    """After a month only that is left, of the last upload."""
    where = bazaar()
    for _number in range(2):
        one, actor = upload(where, book(Svar=[["Hvem er", "X"], ["Ane", "a@x.dk"]]))
        rules.choose_columns(session, actor, one, {"list-0": "people"})
        rules.choose_columns(session, actor, one, {"column-0-0": "name"})
    session.execute(update(SetupImport).values(moved_at=now() - dt.timedelta(days=40)))
    rules.forget_old(session)
    rules.forget_old(session)
    session.flush()
    session.expire_all()
    (left,) = session.scalars(select(SetupImport))
    assert (left.table, left.file_name, left.state) == ({}, "", "discarded")
    again, actor = upload(where, book(Andet=[["Hvem er"], ["Bo"]]))
    assert len(rules.plan_of(session, actor, again).steps) == 1


def test_an_organiser_only(sign_in: Any, bazaar: Any) -> None:
    """Nobody else chooses; what is begun is chosen no more."""
    one = bazaar()
    me, url = sign_in("organiser"), f"/bazaar/{one.id}/manage/setup"
    data = book(Personer=[["Navn"], ["Ane"]])
    address = me.post(url, {"file": (io.BytesIO(data), "x.xlsx")}).location
    assert sign_in("staff").post(f"{address}/columns", {}).status_code == 403
    me.post(f"{address}/apply", {})
    assert me.post(f"{address}/columns", {"list-0": ""}).status_code == 303


def test_keepers_in_two_columns(session: Session, make: Any, bazaar: Any, upload: Any) -> None:
    """Names in one, addresses in the other; a name alone is looked up."""
    kim = make.user("Kim Keeper")
    rows = [["Titel", "Hvem står der?", "Mail"], ["A", "Ane Holm; Bo Ny", "a@x.dk; b@x.dk"]]
    rows += [["B", "Kim Keeper", ""], ["C", "Nobody Known", ""]]
    one, actor = upload(bazaar(), book(Stande=rows))
    with force_locale("en"):
        made = rules.plan_of(session, actor, one)
    keepers = [step["keepers"] for step in made.steps if step["do"] == "stand"]
    assert keepers == [
        [[None, "Ane Holm", "a@x.dk"], [None, "Bo Ny", "b@x.dk"]],
        [[kim.id, "", ""]],
    ]
    assert [one.cell for one in made.plans["stands"].mistakes] == ["B4"]
