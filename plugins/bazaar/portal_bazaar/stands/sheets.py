"""The fact sheets, as their plugin publishes them; without it stands have a typed title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, ServiceFailed, service

SERVICE = "factsheets.sheets"
MOST = 500
#: What a sheet says of itself, and the headings, in the order in which it is read.
SECTIONS = {
    "challenge": _l("Challenge"),
    "hypothesis": _l("Transformative hypothesis"),
    "actions": _l("Actions"),
    "findings": _l("Findings"),
    "elements": _l("What others can lift out"),
    "attention": _l("Points of attention"),
    "target_group": _l("Whom it is for"),
}


def facts_of(session: Session, actor: Actor, sheet_ids: Iterable[int | None]) -> dict[int, Any]:
    """What the actor may know of these sheets, by id; one they may not see is left out."""
    ids = {one for one in sheet_ids if one is not None}
    sheets = service(SERVICE) if ids else None
    if sheets is None:
        return {}
    try:
        return dict(sheets.facts(session, actor, ids))
    except ServiceFailed:
        return {}


def choices(session: Session, actor: Actor, keep: int | None = None) -> list[tuple[int, str]]:
    """(id, title) of the published sheets the actor may see, and of the one that is chosen."""
    sheets = service(SERVICE)
    if sheets is None:
        return []
    try:
        found = list(sheets.choose(session, actor, "", MOST))
    except ServiceFailed:
        return []
    pairs = [(one.id, one.title) for one in found]
    if keep is not None and keep not in {key for key, _title in pairs}:
        kept = facts_of(session, actor, [keep]).get(keep)
        if kept is not None:
            pairs.insert(0, (kept.id, kept.title))
    return pairs


def sections_of(sheet: Any) -> list[tuple[str, str, str]]:
    """(name, heading, Markdown) of what is written on the sheet."""
    texts = sheet.sections if sheet is not None else {}
    return [
        (name, str(words), texts[name])
        for name, words in SECTIONS.items()
        if str(texts.get(name, "")).strip()
    ]
