"""Telling successors what they have now: a notice that leads to the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.leaving.models import Departure, LeftThing
from portal.notices.models import Channel, Notice
from portal.notices.services import notify
from portal.notices.topics import NoticeTopic

TAKEN = "leaving.taken_over"


def tell_successors(
    session: Session,
    actor: Actor,
    departure: Departure,
    given: Mapping[int, Sequence[LeftThing]],
) -> None:
    """One notice each, also where there are many things; who did it knows already."""
    for successor_id, rows in given.items():
        count = sum(row.count for row in rows)
        notify(session, actor, TAKEN, [successor_id], "departure", departure.id, count=count)


def _words(notice: Notice) -> Any:
    count = int(notice.params.get("count", 1))
    return ngettext(
        "You have taken over %(num)s thing from somebody who left.",
        "You have taken over %(num)s things from somebody who left.",
        count,
    )


TOPICS = (
    NoticeTopic(
        TAKEN,
        _l("I take over what was a colleague's"),
        _words,
        default=Channel.MAIL,
        icon="box-arrow-in-right",
    ),
)
