"""The board and the list of visitors as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import Actor, contacts_seen, day_of

from ..models import Visitor
from .board import Row
from .names import name_of
from .words import ARRIVALS, FUNCTIONS, STATUSES, WHOLE, recipient_words, state_words


def board_columns() -> list[str]:
    """The headings of `board_rows`."""
    return [
        _("Education"),
        _("Institution"),
        _("State"),
        _("Leader"),
        _("Teachers"),
        _("Asked"),
        _("Not coming"),
        _("Reminders go to"),
        _("Last reminded"),
        _("Note"),
    ]


def board_rows(rows: Iterable[Row]) -> Iterable[list[Any]]:
    """A row for each education."""
    for row in rows:
        asked = dict.fromkeys((*row.covered.named_leaders, *row.covered.named_teachers))
        yield [
            row.unit.name,
            row.group,
            str(WHOLE.get(row.status, STATUSES[row.status].words)),
            ", ".join(row.names(row.covered.leaders)),
            ", ".join(row.names(row.covered.teachers)),
            ", ".join(row.names(asked)),
            ", ".join(name_of(one) for one in row.cancelled),
            " ".join(recipient_words(one) for one in row.recipients),
            day_of(row.reminded_at) if row.reminded_at else "",
            row.education.note,
        ]


def visitor_columns() -> list[str]:
    """The headings of `visitor_rows`; the first six are those one can bring in."""
    return [
        _("Name"),
        _("E-mail"),
        _("Education"),
        _("Function"),
        _("Organisation"),
        _("Badge"),
        _("State"),
        _("Came as"),
    ]


def visitor_rows(
    session: Session, actor: Actor, visitors: Iterable[Visitor]
) -> Iterable[list[Any]]:
    """A row for each visitor; the addresses that `actor` may see."""
    everybody = list(visitors)
    accounts = [one.user for one in everybody if one.user is not None]
    seen = contacts_seen(session, actor, accounts)
    for one in everybody:
        address = one.user.email if one.user_id in seen and one.user is not None else one.email
        yield [
            name_of(one),
            address,
            one.education.unit.name if one.education is not None else "",
            str(FUNCTIONS.get(one.function, one.function)),
            one.organisation,
            one.badge or "",
            state_words(one),
            str(ARRIVALS.get(one.came_as, one.came_as)),
        ]
