"""The half days in the core's calendar: who takes part is a guest, and hears of changes."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    Event,
    GuestStatus,
    cancel_event,
    change_event,
    plain_text,
    schedule_event,
    set_guests,
)

from ..models import HalfDay, Series
from ..vocabulary import SERIES_KIND, Help, SeatStatus, SeriesStatus


def follow(session: Session, actor: Actor, series: Series) -> None:
    """The calendar says what the series says. Call `saved` before, for who may not see the series
    is not written to."""
    if series.status not in (SeriesStatus.OPEN, SeriesStatus.RUNNING):
        return
    seated = {one.user_id: one for one in series.seats if one.status == SeatStatus.SEATED}
    guests = set(seated) | {one.user_id for one in series.facilitators}
    guests |= {one.user_id for one in series.advisers if one.help == Help.COMES}
    # Who signed up or accepted has said yes; who was convened is asked.
    said_yes = {key for key, one in seated.items() if one.asked_by_id is None or one.offer}
    for half in series.half_days:
        event = event_of(session, half)
        fields: dict[str, Any] = {
            "title": _title(series, half),
            "starts_at": half.starts_at,
            "ends_at": half.ends_at,
            "place": half.where[:200],
            "description": plain_text(series.description)[:9000],
        }
        if event is None:
            event = schedule_event(session, actor, SERIES_KIND, series.id, **fields, mail=False)
            half.event_id = event.id
        else:
            change_event(session, actor, event, **fields)
        before = {one.user_id for one in event.guests}
        set_guests(session, actor, event, guests)
        for guest in event.guests:
            if guest.user_id in said_yes - before:
                guest.status = GuestStatus.ACCEPTED
    session.flush()


def cancel(session: Session, actor: Actor, series: Series) -> None:
    """The half days that are to come do not take place."""
    for half in series.half_days:
        event = event_of(session, half)
        if event is not None:
            cancel_event(session, actor, event)


def event_of(session: Session, half: HalfDay) -> Event | None:
    """The half day in the core's calendar."""
    return session.get(Event, half.event_id) if half.event_id is not None else None


def _title(series: Series, half: HalfDay) -> str:
    # One title for all guests: in the language of the portal, not of whoever saves it.
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        return _("Workshop %(number)d: %(title)s", number=half.number, title=series.title)[:200]
