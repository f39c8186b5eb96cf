"""Words that were typed and never saved: the forms of sheets and of the catalogue keep them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from portal_factsheets.models import Concept, FactSheet
from portal_factsheets.services import catalogue as rules
from sqlalchemy import select

from portal.api import SYSTEM, User
from portal.testing.forms import form_values
from portal.testing.sessions import token_of

NEW = "/factsheets/new"
EDIT_CONCEPT = "/factsheets/catalogue/concept/{}/edit"


def waiting(page: str) -> list[str]:
    """The ids of the drafts that the page offers to go on with."""
    return re.findall(r"[?&;]draft=(\d+)", page)


@pytest.fixture
def typed() -> Any:
    """Types into a form that is open, as its script sends it, without saving: the draft's id."""

    def type_into(person: Any, address: str, **words: str) -> str:
        page = person.page(address)
        values = form_values(page, "version")
        fields = [
            [name, value]
            for name, held in {**values, **words}.items()
            for value in (held if isinstance(held, list) else [held])
        ]
        body = {
            "user": person.id,
            "key": values["autosave"],
            "load": values["autosave-load"],
            "count": 1,
            "fields": fields,
            "version": values["version"],
            "page": address,
        }
        keep = re.search(r'data-keep="([^"]+)"', page)
        assert keep is not None
        token = {"X-CSRFToken": token_of(page)}
        assert person.client.post(keep.group(1), json=body, headers=token).status_code == 200
        [draft] = waiting(person.page(address))
        return draft

    return type_into


def test_a_new_sheet_that_was_never_saved(sign_in: Any, session: Any, typed: Any) -> None:
    author = sign_in("ambassador")
    draft = typed(author, NEW, title="Ikke gemt", challenge="De nikkede", tags="a, b", phase="3")
    address = f"{NEW}?draft={draft}"
    values = form_values(author.page(address), "version")
    assert (values["title"], values["challenge"], values["phase"]) == (
        "Ikke gemt",
        "De nikkede",
        "3",
    )
    assert author.post(address, values).status_code == 303
    sheet = session.scalars(select(FactSheet)).one()
    assert (sheet.title, sheet.tags) == ("Ikke gemt", ["a", "b"])
    assert waiting(author.page(NEW)) == []


def test_another_person_does_not_get_the_words(sign_in: Any, typed: Any) -> None:
    draft = typed(sign_in("ambassador"), NEW, title="Kanariefuglen")
    other = sign_in("ambassador")
    assert "Kanariefuglen" not in other.page(f"{NEW}?draft={draft}")
    assert "Kanariefuglen" not in other.page(NEW)


def test_old_words_on_a_changed_sheet_show_both(
    sign_in: Any, session: Any, typed: Any, sheet: Any
) -> None:
    author, editor = sign_in("ambassador"), sign_in("editor")
    made = sheet("Et ark", author=session.get(User, author.id))
    address = f"/factsheets/{made.id}/edit"
    draft = typed(author, address, challenge="Mit")
    theirs = form_values(editor.page(address), "version")
    assert editor.post(address, {**theirs, "challenge": "Deres"}).status_code == 303
    values = form_values(author.page(f"{address}?draft={draft}"), "version")
    both = author.post(address, values)
    assert both.status_code == 409
    assert "Mit" in both.text
    assert "Deres" in both.text
    assert waiting(author.page(address)) == [draft]  # nothing is saved yet
    assert author.post(address, form_values(both.text, "version")).status_code == 303
    assert made.challenge == "Mit"
    assert waiting(author.page(address)) == []


@pytest.mark.parametrize("nonsense", ["0", "x", "-1", "9" * 20, ""])
def test_a_draft_that_is_not_there(sign_in: Any, nonsense: str) -> None:
    author = sign_in("ambassador")
    assert form_values(author.page(f"{NEW}?draft={nonsense}"), "version")["title"] == ""


def test_the_catalogue_keeps_them_too(sign_in: Any, session: Any, typed: Any) -> None:
    editor = sign_in("editor")
    concept = rules.create_entry(session, SYSTEM, "concept", {"name": "Billetmodellen"})
    session.commit()
    address = EDIT_CONCEPT.format(concept.id)
    draft = typed(editor, address, purpose="Langt formål")
    values = form_values(editor.page(f"{address}?draft={draft}"), "version")
    assert values["purpose"] == "Langt formål"
    assert editor.post(address, values).status_code == 303
    assert concept.purpose == "Langt formål"
    new = "/factsheets/catalogue/concept/new"
    other = typed(editor, new, name="Nyt koncept")
    values = form_values(editor.page(f"{new}?draft={other}"), "version")
    assert editor.post(new, values).status_code == 303
    assert session.scalar(select(Concept).where(Concept.name == "Nyt koncept")) is not None
    assert waiting(editor.page(address)) == waiting(editor.page(new)) == []
