"""The fact sheets that series start from, as far as one may see them; the portal may be without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

import portal.api as core
from portal.api import SYSTEM, Actor


def sheets() -> Any:
    """What the fact sheets publish (`facts`, `choose`, `links`, `draft`), or None."""
    ask = getattr(core, "service", None)
    return ask("factsheets.sheets") if ask is not None else None


def facts(session: Session, actor: Actor, ids: Iterable[int | None]) -> Mapping[int, Any]:
    """`SheetFacts` by id, of those that `actor` may see."""
    found, wanted = sheets(), sorted({one for one in ids if one is not None})
    return found.facts(session, actor, wanted) if found is not None and wanted else {}


def fact(session: Session, actor: Actor, sheet_id: int | None) -> Any:
    """The `SheetFacts` of one, or None where it is not to be seen."""
    return facts(session, actor, [sheet_id]).get(sheet_id or 0)


def owners(session: Session, sheet_id: int | None) -> list[int]:
    """The people responsible for the experiment, whoever asks."""
    found = fact(session, SYSTEM, sheet_id)
    if found is None:
        return []
    return [one for one in dict.fromkeys([found.responsible_id, *found.keeper_ids]) if one]
