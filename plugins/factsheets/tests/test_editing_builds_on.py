"""Finding the sheet that a sheet builds on: what is hidden stays hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_factsheets.models import FactSheet
from portal_factsheets.services import catalogue as rules
from portal_factsheets.services.data import data_of
from portal_factsheets.services.sheets import update_sheet
from sqlalchemy import select

from portal.api import SYSTEM, Visibility
from portal.testing.forms import form_values

from .conftest import NEW, WHOLE, edit, made, published


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
