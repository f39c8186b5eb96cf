"""The fact sheets that series start from, as far as one may see them; the portal may be without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.api import SYSTEM, Actor, ServiceFailed, service


def sheets() -> Any:
    """What the fact sheets publish (`facts`, `choose`, `links`, `draft`), or None."""
    return service("factsheets.sheets")


def facts(
    session: Session, actor: Actor, ids: Iterable[int | None], *, texts: bool = False
) -> Mapping[int, Any]:
    """`SheetFacts` by id, of those that `actor` may see; with `texts` their sections, too."""
    found, wanted = sheets(), sorted({one for one in ids if one is not None})
    if found is None or not wanted:
        return {}
    try:
        answer: Mapping[int, Any] = found.facts(session, actor, wanted, texts=texts)
    except ServiceFailed:
        return {}
    return answer


def fact(session: Session, actor: Actor, sheet_id: int | None) -> Any:
    """The `SheetFacts` of one, or None where it is not to be seen."""
    return facts(session, actor, [sheet_id]).get(sheet_id or 0)


def choices(session: Session, actor: Actor, limit: int = 400) -> list[Any]:
    """Published sheets to choose an origin from, the newest first."""
    found = sheets()
    try:
        return list(found.choose(session, actor, "", limit)) if found is not None else []
    except ServiceFailed:
        return []


def owners(session: Session, sheet_id: int | None) -> list[int]:
    """The people responsible for the experiment, whoever asks; the responsible one first."""
    found = fact(session, SYSTEM, sheet_id)
    if found is None:
        return []
    ids = dict.fromkeys([found.responsible_id, *sorted(found.keeper_ids)])
    return [one for one in ids if one]
