"""Series on the front page: what waits for somebody, and what they could join."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from portal.api import Actor, Card, Waiting, narrow, now

from ..models import Seat, Series, SeriesAdviser
from ..times import moment_words
from ..vocabulary import ALIVE, Help, SeatStatus, SeriesStatus
from . import listing

SHOWN = 3


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Seats that are kept for this person, experiments of theirs that help is asked for, and
    series they have to announce. Three queries."""
    if actor.user_id is None:
        return
    offered = (
        narrow(select(Seat).join(Series, Series.id == Seat.series_id), actor, Series)
        .where(
            Seat.user_id == actor.user_id,
            Seat.status == SeatStatus.OFFERED,
            Series.status.in_((SeriesStatus.OPEN, SeriesStatus.RUNNING)),
        )
        .options(selectinload(Seat.series))
        .order_by(Seat.offered_until)
        .limit(SHOWN)
    )
    for seat in session.scalars(offered):
        until = moment_words(seat.offered_until) if seat.offered_until else ""
        yield Waiting(
            _("A seat is kept for you: %(title)s", title=seat.series.title),
            _url(seat.series_id),
            _("Answer before %(until)s.", until=until),
            "envelope",
            "amber",
        )
    asked = (
        narrow(select(Series), actor, Series)
        .join(SeriesAdviser, SeriesAdviser.series_id == Series.id)
        .where(
            SeriesAdviser.user_id == actor.user_id,
            SeriesAdviser.help == Help.ASKED,
            Series.status.in_(ALIVE),
        )
        .order_by(Series.id)
        .limit(SHOWN)
    )
    for series in session.scalars(asked):
        yield Waiting(
            _("Can you help? %(title)s", title=series.title),
            _url(series.id),
            _("They start from your experiment."),
            "life-preserver",
        )
    for series in listing.to_decide(session, actor):
        yield Waiting(
            series.title,
            _url(series.id),
            _("The series is not announced yet."),
            "pencil-square",
        )


def cards(session: Session, actor: Actor) -> Iterable[Card]:
    """Series one could join now."""
    if actor.user_id is None:
        return
    rows = session.scalars(
        listing.statement(session, actor, "coming", (SeriesStatus.OPEN, SeriesStatus.RUNNING))
        .where(
            Series.open_signup,
            Series.id.not_in(listing.mine(actor)),
            or_(Series.signup_until.is_(None), Series.signup_until > now()),
        )
        .limit(SHOWN)
    ).all()
    rows = [one for one in rows if one.half_days and one.half_days[0].starts_at > now()]
    if rows:
        numbers = listing.counts(session, [one.id for one in rows])
        yield Card(
            "workshops/series/card.html",
            {"series": rows, "counts": numbers, "all_url": url_for("workshops.index")},
            order=60,
        )


def _url(series_id: int) -> str:
    return url_for("workshops.page", series_id=series_id)
