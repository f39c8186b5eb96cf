"""The front page on the day of a half day: one click to the canvas, or to the run sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Waiting, now

from ..models import HalfDay, Seat, Series, SeriesFacilitator
from ..times import moment_words
from ..vocabulary import HOLDS, SeriesStatus

BEFORE, AFTER = dt.timedelta(hours=8), dt.timedelta(hours=3)


def waiting(session: Session, actor: Actor) -> Iterator[Waiting]:
    """Today's half days of this person."""
    if actor.user_id is None:
        return
    at = now()
    today = (
        HalfDay.starts_at < at + BEFORE,
        HalfDay.ends_at > at - AFTER,
        Series.status.in_((SeriesStatus.OPEN, SeriesStatus.RUNNING)),
    )
    seats = session.execute(
        select(HalfDay, Series.title, Seat.participation_id)
        .join(Series, Series.id == HalfDay.series_id)
        .join(Seat, Seat.series_id == Series.id)
        .where(Seat.user_id == actor.user_id, Seat.status.in_(HOLDS), *today)
        .order_by(HalfDay.starts_at)
    )
    for day, title, participation_id in seats:
        url = url_for("workshops_canvas.index", participation_id=participation_id)
        words = _("Workshop %(number)s", number=day.number)
        yield Waiting(title, url, f"{words}, {moment_words(day.starts_at)}", "compass", order=10)
    led = session.execute(
        select(HalfDay, Series.title)
        .join(Series, Series.id == HalfDay.series_id)
        .join(SeriesFacilitator, SeriesFacilitator.series_id == Series.id)
        .where(SeriesFacilitator.user_id == actor.user_id, *today)
        .order_by(HalfDay.starts_at)
    )
    for day, title in led:
        url = url_for("workshops_canvas.run", series_id=day.series_id, number=day.number)
        words = _("You lead workshop %(number)s", number=day.number)
        yield Waiting(title, url, f"{words}, {moment_words(day.starts_at)}", "stopwatch", order=10)
