"""Finding the sheet that a sheet builds on: what is hidden stays hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_factsheets.models import FactSheet
from portal_factsheets.services import catalogue as rules
from portal_factsheets.services.data import SheetData, data_of
from portal_factsheets.services.sheets import create_sheet, publish, update_sheet
from sqlalchemy import select

from portal.api import SYSTEM, User, Visibility
from portal.testing.forms import form_values

NEW = "/factsheets/new"
#: What a sheet needs to be published.
WHOLE = {
    "title": "Udgangsbilletten",
    "summary": "Et spørgsmål på en seddel",
    "kind": "experiment",
    "challenge": "De nikkede",
    "hypothesis_if": "vi spørger",
    "hypothesis_then": "svarer de",
    "actions": "1. Vi spurgte",
    "phase": "3",
    "outcome": "partly",
    "visibility": "everyone",
}


def edit(sheet: FactSheet) -> str:
    """The address of a sheet's form."""
    return f"/factsheets/{sheet.id}/edit"


@pytest.fixture
def author(sign_in: Any) -> Any:
    """Somebody who writes."""
    return sign_in("ambassador")


def made(session: Any, person: Any, **values: Any) -> FactSheet:
    """A sheet of that person's."""
    from portal.api import actor_for

    actor = actor_for(session, session.get(User, person.id))
    data = SheetData(
        **{"title": "Et ark", "actions": "Vi gik", "responsible_id": person.id} | values
    )
    sheet = create_sheet(session, actor, data)
    session.commit()
    return sheet


def published(session: Any, person: Any, **values: Any) -> FactSheet:
    """A published sheet of that person's."""
    sheet = made(session, person, **values)
    publish(session, SYSTEM, sheet)
    session.commit()
    return sheet


def test_hidden_sheets_are_neither_offered_nor_accepted(
    author: Any, session: Any, sign_in: Any
) -> None:
    other = sign_in("staff")
    hidden = published(session, other, title="Kanariefuglen", visibility=Visibility.PRIVATE)
    shown = published(session, other, title="Kanonen")
    made(session, other, title="Kanoen som kladde")
    found = author.get("/factsheets/choices?q=kan").text
    assert "Kanonen" in found
    assert "Kanariefuglen" not in found
    assert "kladde" not in found
    page = author.post(NEW, {**WHOLE, "builds_on_query": "KAN", "press": "find"}).text
    assert f'value="{shown.id}"' in page
    assert "Kanariefuglen" not in page
    unseen = author.post(NEW, {**WHOLE, "builds_on_id": str(hidden.id)})
    unknown = author.post(NEW, {**WHOLE, "builds_on_id": "987654"})
    assert unseen.status_code == unknown.status_code == 422
    strip = re.compile(r'(?:value|content|data-load)="[^"]*"')
    assert strip.sub("", unseen.text) == strip.sub("", unknown.text)
    assert "Kanariefuglen" not in author.page(f"{NEW}?builds_on={hidden.id}")


def test_build_on_this(author: Any, session: Any, sign_in: Any) -> None:
    other = sign_in("staff")
    concept = rules.create_entry(session, SYSTEM, "concept", {"name": "K"})
    origin = published(session, other, title="Forbilledet", concept_ids=(concept.id,))
    values = form_values(author.page(f"{NEW}?builds_on={origin.id}"), "version")
    assert values["builds_on_id"] == str(origin.id)
    assert values["concept_ids"] == str(concept.id)
    for nonsense in ("", "0", "x", "-1", "9" * 20, "²"):
        assert "builds_on_id" in author.page(f"{NEW}?builds_on={nonsense}")


def test_an_origin_one_cannot_see_survives_an_edit(author: Any, session: Any, sign_in: Any) -> None:
    other = sign_in("staff")
    origin = published(session, other, title="Forbilledet")
    author.post(NEW, {**WHOLE, "builds_on_id": str(origin.id)})
    sheet = session.scalars(select(FactSheet).where(FactSheet.id != origin.id)).one()
    from dataclasses import replace

    data = replace(data_of(origin), visibility=Visibility.PRIVATE)
    update_sheet(session, SYSTEM, origin, data, version=origin.version)
    session.commit()
    page = author.page(edit(sheet))
    assert "Forbilledet" not in page
    assert (
        author.post(edit(sheet), {**form_values(page, "version"), "title": "Nyt"}).status_code
        == 303
    )
    assert (sheet.title, sheet.builds_on_id) == ("Nyt", origin.id)


def test_no_sheet_builds_on_itself(author: Any, session: Any) -> None:
    first = published(session, author, title="Første")
    second = published(session, author, title="Andet", builds_on_id=first.id)
    page = author.page(edit(first))
    response = author.post(
        edit(first), {**form_values(page, "version"), "builds_on_id": str(second.id)}
    )
    assert "A sheet cannot build on itself" in response.text
    assert first.builds_on_id is None


@pytest.mark.parametrize("query", ["", "%", "_", "\x00", "' OR 1=1", "æøå", "x" * 3000, "\\"])
def test_any_words_can_be_looked_for(author: Any, session: Any, query: str) -> None:
    published(session, author, title="Hundrede procent")
    response = author.get("/factsheets/choices", query_string={"q": query})
    assert response.status_code == 200
    assert "Hundrede" not in response.text
    data = {**WHOLE, "builds_on_query": query, "press": "find"}
    assert author.post(NEW, data).status_code == 200


def test_danish_letters_are_found_in_either_case(author: Any, session: Any) -> None:
    published(session, author, title="Åben dør på ØSTERBRO")
    for query in ("åben", "Åben", "østerbro dør", "ÅBEN"):
        assert "Åben dør" in author.get("/factsheets/choices", query_string={"q": query}).text
