"""Words that were typed and never saved: the forms of sheets and of the catalogue keep them."""

from __future__ import annotations

from typing import Any

import pytest
from portal_factsheets.models import Concept, FactSheet
from portal_factsheets.services import catalogue as rules
from sqlalchemy import select

from portal.api import SYSTEM, User, actor_for
from portal.autosave.services import keep as keep_words
from portal.autosave.services import open_drafts, read_words
from portal.testing.forms import form_values

NEW = "/factsheets/new"
EDIT_CONCEPT = "/factsheets/catalogue/concept/{}/edit"


@pytest.fixture
def typed(session: Any) -> Any:
    """Types into a form that is open, without saving: the draft of it."""

    def type_into(person: Any, address: str, **words: str) -> Any:
        page = form_values(person.page(address), "version")
        fields = [
            [name, value]
            for name, held in {**page, **words}.items()
            for value in (held if isinstance(held, list) else [held])
        ]
        body = {
            "key": page["autosave"],
            "load": page["autosave-load"],
            "count": 1,
            "fields": fields,
            "version": page["version"],
            "page": address,
        }
        draft = keep_words(session, actor_of(session, person), read_words(body))
        session.commit()
        return draft

    return type_into


def actor_of(session: Any, person: Any) -> Any:
    """The actor of a signed-in browser."""
    return actor_for(session, session.get(User, person.id))


def test_a_new_sheet_that_was_never_saved(sign_in: Any, session: Any, typed: Any) -> None:
    author = sign_in("ambassador")
    draft = typed(author, NEW, title="Ikke gemt", challenge="De nikkede", tags="a, b", phase="3")
    address = f"{NEW}?draft={draft.id}"
    assert f"draft={draft.id}" in author.page(NEW)  # the form says that words wait
    values = form_values(author.page(address), "version")
    assert (values["title"], values["challenge"], values["phase"]) == (
        "Ikke gemt",
        "De nikkede",
        "3",
    )
    assert author.post(address, values).status_code == 303
    sheet = session.scalars(select(FactSheet)).one()
    assert (sheet.title, sheet.tags) == ("Ikke gemt", ["a", "b"])
    assert not open_drafts(session, actor_of(session, author))


def test_another_person_does_not_get_the_words(sign_in: Any, typed: Any) -> None:
    draft = typed(sign_in("ambassador"), NEW, title="Kanariefuglen")
    other = sign_in("ambassador")
    assert "Kanariefuglen" not in other.page(f"{NEW}?draft={draft.id}")
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
    values = form_values(author.page(f"{address}?draft={draft.id}"), "version")
    both = author.post(address, values)
    assert both.status_code == 409
    assert "Mit" in both.text
    assert "Deres" in both.text
    assert len(open_drafts(session, actor_of(session, author))) == 1  # nothing is saved yet
    assert author.post(address, form_values(both.text, "version")).status_code == 303
    assert made.challenge == "Mit"
    assert not open_drafts(session, actor_of(session, author))


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
    values = form_values(editor.page(f"{address}?draft={draft.id}"), "version")
    assert values["purpose"] == "Langt formål"
    assert editor.post(address, values).status_code == 303
    assert concept.purpose == "Langt formål"
    new = "/factsheets/catalogue/concept/new"
    other = typed(editor, new, name="Nyt koncept")
    values = form_values(editor.page(f"{new}?draft={other.id}"), "version")
    assert editor.post(new, values).status_code == 303
    assert session.scalar(select(Concept).where(Concept.name == "Nyt koncept")) is not None
    assert not open_drafts(session, actor_of(session, editor))
