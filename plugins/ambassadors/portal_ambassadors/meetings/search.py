"""Meetings as a kind of the portal: in the calendar, the history and the search of the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Badge,
    Document,
    History,
    HistoryField,
    HitDetails,
    ObjectKind,
    audience_of,
    plain_text,
)

from ..models import Meeting
from .services import may_meeting, write_minutes
from .states import KIND, TYPES
from .times import local


def documents(session: Session, ids: Sequence[int]) -> Iterable[Document]:
    """The search documents; who came is in none."""
    audiences = audience_of(session, KIND, ids)
    for one in session.scalars(select(Meeting).where(Meeting.id.in_(ids))):
        yield Document(
            kind=KIND,
            id=str(one.id),
            title=one.title,
            url=f"/ambassadors/meetings/{one.id}",
            body="\n".join(
                filter(None, [plain_text(one.agenda), plain_text(one.minutes), one.place])
            ),
            keywords="",
            audience=audiences[one.id],
            date=local(one.starts_at).date(),
        )


def hit_details(session: Session, ids: Sequence[int]) -> Mapping[int, HitDetails]:
    """When it is."""
    rows = session.scalars(select(Meeting).where(Meeting.id.in_(ids)))
    return {
        one.id: HitDetails(
            format_date(local(one.starts_at).date(), "long"),
            (Badge(TYPES[one.type].words, TYPES[one.type].icon),),
        )
        for one in rows
    }


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
    documents=documents,
    hit_details=hit_details,
    history=HISTORY,
)
