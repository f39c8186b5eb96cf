"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    NavigationItem,
    NoticeTopic,
    ObjectKind,
    Panel,
)

from ..demo.network import load_meetings as demo
from ..permissions import COORDINATE
from ..vocabulary import KIND as AMBASSADOR_KIND
from .points import hand_over, holdings
from .showing import erase_user, export_user, waiting

#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (_l("Ambassador meetings"), _l("Meeting actions"), _l("Came"), _l("Due"), _l("Answer"))


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import mailed, views, views_keeping

    del mailed, views_keeping  # add their pages to the same blueprint
    return [views.bp]


def kinds() -> Iterable[ObjectKind]:
    """Meetings."""
    from .search import MEETING

    return [MEETING]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """For who coordinates; ambassadors have the way on their own profile."""
    if COORDINATE in actor.permissions:
        url = url_for("ambassadors_meetings.index")
        yield NavigationItem(
            _l("Ambassadors' meetings"), url, "people", "admin", 61, ("ambassadors_meetings.",)
        )


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "ambassador_meeting.planned": _l("Planned a meeting"),
        "ambassador_meeting.changed": _l("Changed a meeting"),
        "ambassador_meeting.cancelled": _l("Cancelled a meeting"),
        "ambassador_meeting.answered": _l("Answered an invitation to a meeting"),
        "ambassador_meeting.minutes": _l("Wrote the minutes of a meeting"),
        "ambassador_meeting.point": _l("Noted a decision or an action"),
        "ambassador_meeting.point_removed": _l("Took a decision or an action out"),
        "ambassador_meeting.done": _l("Said whether an action is done"),
        "ambassador_meeting.handed_over": _l("Handed an action over"),
        "ambassador_meeting.attendance": _l("Noted who came to a meeting"),
    }


def notice_topics() -> Iterable[NoticeTopic]:
    """A seat that came free, and something to do."""
    from .points import ACTION_TOPIC
    from .seats import SEAT_TOPIC

    return [
        NoticeTopic(
            SEAT_TOPIC,
            _l("There is a seat for me at a meeting"),
            lambda notice: _("There is a seat for you now."),
            default="mail",
            icon="calendar-check",
        ),
        NoticeTopic(
            ACTION_TOPIC,
            _l("I am to do something after a meeting"),
            lambda notice: _("There is something for you to do."),
            default="mail",
            icon="list-check",
        ),
    ]


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """The next meetings, on one's own profile."""
    if slot == "ambassador.side":
        from .showing import panels

        return panels(session, actor, obj)
    return []


def object_saved(session: Session, kind: str, object_id: int) -> None:
    """Somebody became an ambassador, or is none any longer."""
    if kind == AMBASSADOR_KIND:
        from .following import follow

        follow(session, object_id)
