"""The card without a script: each form is one operation, done once however often it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from portal.api import now

from ..models import Visitor
from .operations import LONGEST_STORED, Edit, Operation, Where, clean_text
from .services import Outcome, synchronise

DEVICE = "form"


def card_url(bazaar_id: int, stand_id: int | None = None) -> str:
    """The card, at that stand."""
    anchor = f"stand-{stand_id}" if stand_id else None
    return url_for("bazaar_card.card", bazaar_id=bazaar_id, _anchor=anchor)


def visit(session: Session, visitor: Visitor, where: Where) -> Outcome:
    """Puts a stand on the card; one that is on it stays as it is."""
    return _do(session, visitor, verb="edit", where=where)


def remove(session: Session, visitor: Visitor, stand_id: int, base: int) -> Outcome:
    """Takes a stand off the card, unless it was written on since."""
    return _do(session, visitor, verb="remove", where=Where(id=stand_id), base=base)


def save(session: Session, visitor: Visitor, stand_id: int, form: Mapping[str, str]) -> Outcome:
    """Saves what was changed in a form: a field that is as it was shown is nobody's edit."""
    base = number(form.get("base"))
    values, before = typed(form), typed(form, "was_")
    changed = {name: one for name, one in values.items() if one != before.get(name)}
    if too_long(values):
        return Outcome("", "long", stand_id)
    at = _milliseconds()
    edits = {name: Edit(one, at) for name, one in changed.items()}
    return _do(
        session, visitor, verb="edit", where=Where(id=stand_id), base=base, edits=edits, at=at
    )


def settle(session: Session, visitor: Visitor, difference: int, use: str) -> Outcome:
    """Settles a difference."""
    use = use if use in ("keep", "use", "both") else "keep"
    return _do(session, visitor, verb="settle", difference=difference, use=use)


def hand_in(session: Session, visitor: Visitor) -> Outcome:
    """Hands the card in."""
    return _do(session, visitor, verb="hand_in")


def typed(form: Mapping[str, str], prefix: str = "") -> dict[str, Any]:
    """The fields of a line as a form sends them."""
    interest = form.get(f"{prefix}interest", "")
    return {
        "interest": int(interest) if interest in ("0", "1", "2", "3") else None,
        "expectation": clean_text(form.get(f"{prefix}expectation", "")),
        "wants_workshop": form.get(f"{prefix}wants_workshop", "") in ("1", "y", "on"),
        "note": clean_text(form.get(f"{prefix}note", "")),
    }


def too_long(values: Mapping[str, Any]) -> bool:
    """Whether a text is longer than can be stored."""
    return any(isinstance(one, str) and len(one) > LONGEST_STORED for one in values.values())


def _do(session: Session, visitor: Visitor, **what: Any) -> Outcome:
    what = {"at": _milliseconds(), **what}
    operation = Operation(id=str(uuid.uuid4()), device=f"{DEVICE}-{uuid.uuid4().hex[:8]}", **what)
    return synchronise(session, visitor, [operation])[0]


def _milliseconds() -> int:
    return int(now().timestamp() * 1000)


def number(text: str | None) -> int:
    """A whole number from a form; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
