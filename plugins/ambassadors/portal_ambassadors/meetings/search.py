"""Meetings as a kind of the portal: in the calendar, the history and the search of the network."""

from __future__ import annotations

import datetime as dt
import re
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
from .services import MeetingData, data_of, may_meeting, write_minutes
from .states import KIND, TYPES
from .times import local

_WHEN = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d) - (\d\d:\d\d)")


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
    return {**details_snapshot(data_of(meeting)), "minutes": meeting.minutes}


def details_snapshot(data: MeetingData) -> dict[str, Any]:
    """The same of what a form says, without the minutes."""
    when = f"{data.day} {data.starts:%H:%M} - {data.ends:%H:%M}" if data.day else ""
    return {
        "title": data.title,
        "type": data.type,
        "when": when,
        "place": data.place,
        "link": data.link,
        "agenda": data.agenda,
        "everyone": data.everyone,
        "guest_ids": [] if data.everyone else sorted(data.guest_ids),
        "capacity": data.capacity,
    }


def details_from(found: Mapping[str, Any], otherwise: MeetingData) -> MeetingData:
    """What a form says, out of such a snapshot; `otherwise` where it is silent, or nonsense."""
    when = _WHEN.fullmatch(str(found.get("when", "")))
    times: dict[str, Any] = {
        "day": otherwise.day,
        "starts": otherwise.starts,
        "ends": otherwise.ends,
    }
    if when is not None:
        day, starts, ends = when.groups()
        times = {
            "day": dt.date.fromisoformat(day),
            "starts": dt.time.fromisoformat(starts),
            "ends": dt.time.fromisoformat(ends),
        }
    names = ("title", "type", "place", "link", "agenda", "everyone", "guest_ids", "capacity")
    return MeetingData(
        **{name: found.get(name, getattr(otherwise, name)) for name in names}, **times
    )


def restore(session: Session, actor: Actor, meeting: Meeting, data: Mapping[str, Any]) -> None:
    """Brings older minutes back; the rest is in people's calendars and stays."""
    write_minutes(session, actor, meeting, data.get("minutes", meeting.minutes))


HISTORY = History(
    fields={
        "title": HistoryField(_l("Title"), restores=False),
        "type": HistoryField(
            _l("Kind"), "choice", words=lambda value: TYPES[value].words, restores=False
        ),
        # As a choice: of two times one is right, and no word of them can be mended.
        "when": HistoryField(_l("When"), "choice", words=str, restores=False),
        "place": HistoryField(_l("Place"), restores=False),
        "link": HistoryField(_l("Link"), restores=False),
        "agenda": HistoryField(_l("Agenda"), "markdown", restores=False),
        "everyone": HistoryField(_l("All ambassadors are invited"), "yes_no", restores=False),
        "guest_ids": HistoryField(_l("Invited"), "reference", kind="person", restores=False),
        "capacity": HistoryField(_l("Seats"), "choice", words=str, restores=False),
        "minutes": HistoryField(_l("Minutes"), "markdown"),
    },
    snapshot=snapshot,
    restore=restore,
)


def _answer_path(meeting_id: int, user_id: int) -> str:
    from .mailed import path_for  # its pages need the kind

    return path_for(meeting_id, user_id)


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
    answer_path=_answer_path,
)
