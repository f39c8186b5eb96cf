"""Drafts as pages and lines show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Request
from flask_babel import gettext as _

from portal.autosave.models import Draft
from portal.autosave.services import fields_of
from portal.autosave.words import clock_words
from portal.database import db
from portal.runtime import portal
from portal.units.services import unit_paths
from portal.web.addresses import as_id

#: In the address of a form: which of one's drafts to fill it with.
CHOSEN = "draft"
#: What forms call the unit that their object stands in.
UNIT_FIELDS = frozenset({"unit", "unit_id"})


@dataclass(frozen=True, slots=True)
class Row:
    """A draft: what it is about (its title; its kind and place, for two may bear one title), since
    when, where to go on, and its texts to read."""

    id: int
    title: str
    about: str
    at: str
    url: str
    texts: tuple[str, ...]


def rows(drafts: Iterable[Draft]) -> list[Row]:
    """The drafts in words."""
    found = list(drafts)
    places = unit_paths(db.session(), ids) if (ids := set(filter(None, map(_unit, found)))) else {}
    return [
        Row(
            draft.id,
            draft.title or _("Without a title"),
            ", ".join(filter(None, [_kind(draft), places.get(_unit(draft) or 0, "")])),
            clock_words(draft.updated_at),
            form_address(draft.page, draft.id) if draft.page else "",
            # What a person typed; ids, versions and choices have no blanks.
            tuple(value for name, value in fields_of(draft) if " " in value.strip()),
        )
        for draft in found
    ]


def _kind(draft: Draft) -> str:
    """'Fact sheet' or 'New: Fact sheet'; '' for what is no kind of object."""
    name, _mark, which = draft.key.partition(":")
    known = next((kind for kind in portal().kinds.all() if kind.name == name), None)
    if known is None:
        return ""
    return _("New: %(kind)s", kind=known.title) if which == "new" else str(known.title)


def _unit(draft: Draft) -> int | None:
    return next((as_id(value) for name, value in fields_of(draft) if name in UNIT_FIELDS), None)


def form_address(page: str, draft_id: int) -> str:
    """A form's page, with a draft chosen."""
    path, _mark, query = page.partition("?")
    return f"{path}?{query + '&' if query else ''}{urlencode({CHOSEN: draft_id})}"


def page_of(request: Request) -> str:
    """The page of the form that is asked for, without the choice of a draft."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != CHOSEN]
    return request.path + (f"?{urlencode(kept)}" if kept else "")
