"""Practices taken home, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import Actor, day_of

from ..models import Adoption
from ..sheets import facts
from .access import title_for
from .words import STATUSES


def columns() -> list[str]:
    """The headings."""
    return [
        _("Practice"),
        _("Place"),
        _("Builds on"),
        _("Status"),
        _("Since"),
        _("Asked again"),
        _("Things to do"),
        _("Done"),
    ]


def rows(session: Session, actor: Actor, adoptions: Sequence[Adoption]) -> Iterable[Sequence[Any]]:
    """One row each; titles as the reader may see them."""
    ids = [*(one.sheet_id for one in adoptions), *(one.origin_id for one in adoptions)]
    known = facts(session, actor, ids)
    for one in adoptions:
        sheet, origin = known.get(one.sheet_id or 0), known.get(one.origin_id or 0)
        yield (
            title_for(actor, one, sheet),
            one.unit.name if one.unit is not None else "",
            origin.title if origin is not None else "",
            str(STATUSES[one.status].words),
            day_of(one.status_at),
            one.review_on or "",
            len(one.actions),
            sum(1 for action in one.actions if action.done_at is not None),
        )
