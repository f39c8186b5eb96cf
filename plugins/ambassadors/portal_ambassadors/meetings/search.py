"""Meetings as a kind of the portal: in the calendar, the history and the search of the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Badge,
    History,
    HistoryField,
    HitDetails,
    ObjectKind,
    Says,
    details_of,
    documents_of,
    plain_text,
)

from ..models import Meeting
from .services import may_meeting, write_minutes
from .states import KIND, TYPES
from .times import local


def says(meeting: Meeting) -> Says:
    """Its search document; who came is not in it."""
    return Says(
        (plain_text(meeting.agenda), plain_text(meeting.minutes), meeting.place),
        date=local(meeting.starts_at).date(),
    )


def details(meeting: Meeting) -> HitDetails:
    """When it is."""
    look = TYPES[meeting.type]
    day = format_date(local(meeting.starts_at).date(), "long")
    return HitDetails(day, (Badge(look.words, look.icon),))


def snapshot(meeting: Meeting) -> dict[str, Any]:
    """What the history keeps; nobody's answer, and not who came."""
    return {
        "title": meeting.title,
        "type": meeting.type,
        "when": f"{local(meeting.starts_at):%Y-%m-%d %H:%M} - {local(meeting.ends_at):%H:%M}",
        "place": meeting.place,
        "link": meeting.link,
        "agenda": meeting.agenda,
        "minutes": meeting.minutes,
    }


def restore(session: Session, actor: Actor, meeting: Meeting, data: Mapping[str, Any]) -> None:
    """Brings older minutes back; the rest is in people's calendars and stays."""
    write_minutes(session, actor, meeting, data.get("minutes", meeting.minutes))


HISTORY = History(
    fields={
        "title": HistoryField(_l("Title"), restores=False),
        "type": HistoryField(
            _l("Kind"), "choice", words=lambda value: TYPES[value].words, restores=False
        ),
        "when": HistoryField(_l("When"), restores=False),
        "place": HistoryField(_l("Place"), restores=False),
        "link": HistoryField(_l("Link"), restores=False),
        "agenda": HistoryField(_l("Agenda"), "markdown", restores=False),
        "minutes": HistoryField(_l("Minutes"), "markdown"),
    },
    snapshot=snapshot,
    restore=restore,
)

MEETING = ObjectKind(
    name=KIND,
    title=_l("Ambassadors' meeting"),
    plural=_l("Ambassadors' meetings"),
    icon="people",
    model=Meeting,
    label=lambda meeting: meeting.title,
    url=lambda meeting_id: url_for("ambassadors_meetings.page", meeting_id=meeting_id),
    may=may_meeting,
    documents=documents_of(KIND, Meeting, "/ambassadors/meetings/{id}", says),
    hit_details=details_of(Meeting, details),
    history=HISTORY,
)
