"""A form that keeps its words: what its view and its template need."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.access.actors import Actor
from portal.autosave.listing import CHOSEN, Row, page_of, rows
from portal.autosave.models import Draft
from portal.autosave.services import ADOPTS, KEY, LOAD, fields_of, find_draft, open_drafts
from portal.web.addresses import as_id


@dataclass(frozen=True, slots=True)
class FormDraft:
    """`others` are words that wait: typed into this form before, or elsewhere. `fields`, when one
    of them was chosen: fill the form with them instead of what is stored."""

    key: str
    load: str
    user_id: int | None
    version: str
    page: str
    others: Sequence[Draft]
    chosen: Draft | None = None
    adopts: str = ""

    @property
    def fields(self) -> MultiDict[str, str] | None:
        """The words that were chosen, as a form would send them."""
        return MultiDict(fields_of(self.chosen)) if self.chosen is not None else None

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The hidden fields by which `forget_draft` knows what was saved."""
        return [(KEY, self.key), (LOAD, self.load), (ADOPTS, self.adopts)]

    @property
    def rows(self) -> list[Row]:
        """The words that wait, as the note says them."""
        return rows(self.others)


def form_draft(
    session: Session,
    actor: Actor,
    name: str,
    object_id: int | None = None,
    version: int | str = "",
) -> FormDraft:
    """The state of a form that keeps its words, for the request at hand.

    `name` and `object_id` say which form ('factsheet', 12), None being a new thing; `version` is
    what it was made from. A form that comes back with errors goes on with the words it came with.
    """
    key = f"{name}:{object_id if object_id is not None else 'new'}"
    sent = request.form
    again = request.method == "POST" and sent.get(KEY) == key and bool(sent.get(LOAD))
    chosen = None
    if request.method == "GET":
        chosen = find_draft(session, actor, as_id(request.args.get(CHOSEN)))
        if chosen is not None and chosen.key != key:
            chosen = None
    load = sent[LOAD] if again else secrets.token_hex(16)
    adopts = str(chosen.id) if chosen is not None else sent.get(ADOPTS, "") if again else ""
    others = [
        draft
        for draft in open_drafts(session, actor, key)
        if draft.load != load and str(draft.id) != adopts
    ]
    base = chosen.base_version if chosen is not None else str(version)
    return FormDraft(key, load, actor.user_id, base, page_of(request), others, chosen, adopts)
