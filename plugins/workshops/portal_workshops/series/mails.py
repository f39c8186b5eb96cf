"""What people of a series are told, by mail and in their notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Actor, User, full_address, notify, send_mail

from ..models import HalfDay, Seat, Series, SeriesAdviser
from ..vocabulary import HOLDS, SERIES_KIND, TAKES_PART, Help, SeatStatus
from .tokens import link_for

HELP_TOPIC, PLANNER_TOPIC = "workshops.help", "workshops.planner"
Words = Callable[[], str]


def tell_advisers(session: Session, actor: Actor, series: Series, user_ids: Iterable[int]) -> None:
    """Those responsible for the origin: a series starts from it; can they help?"""
    notify(session, actor, HELP_TOPIC, list(user_ids), SERIES_KIND, series.id)


def tell_planner_of_help(
    session: Session, actor: Actor, series: Series, adviser: SeriesAdviser
) -> None:
    """How somebody of the origin helps."""
    if series.planner_id is not None:
        notify(
            session,
            actor,
            PLANNER_TOPIC,
            [series.planner_id],
            SERIES_KIND,
            series.id,
            key="help",
            help=adviser.help,
        )


def signed_up(session: Session, series: Series, seat: Seat, place: int) -> None:
    """Who waits is told the number in the queue; who has a seat gets the calendar's mail."""
    if seat.status == SeatStatus.WAITING:
        _send(
            session,
            seat,
            "waiting",
            lambda: _("You are number %(number)d in the queue: %(title)s", number=place,
                      title=series.title),
            place=place,
        )  # fmt: skip


def offered(session: Session, series: Series, seat: Seat) -> None:
    """A seat is kept: an invitation, or one's turn."""
    if seat.asked_by_id is not None:
        _send(session, seat, "invited", lambda: _("Invitation: %(title)s", title=series.title))
    else:
        _send(
            session, seat, "offered", lambda: _("There is a seat for you: %(title)s",
                                                title=series.title)
        )  # fmt: skip


def lapsed(session: Session, series: Series, seat: Seat) -> None:
    """The seat went on."""
    _send(session, seat, "lapsed", lambda: _("The seat went on: %(title)s", title=series.title))


def taken_off(session: Session, series: Series, seat: Seat) -> None:
    """The planner took somebody off."""
    _send(
        session,
        seat,
        "taken_off",
        lambda: _("You no longer take part: %(title)s", title=series.title),
    )


def substituted(session: Session, series: Series, old: Seat, new: Seat) -> None:
    """Both hear of it."""
    _send(
        session,
        new,
        "substitute",
        lambda: _("You take part instead of a colleague: %(title)s", title=series.title),
        instead=old.user.name,
    )
    _send(
        session,
        old,
        "substituted",
        lambda: _("A colleague goes instead of you: %(title)s", title=series.title),
        colleague=new.user.name,
    )


def goes_ahead(session: Session, series: Series) -> None:
    """The minimum is reached: everyone who takes part is told."""
    _to_all(
        session, series, "goes_ahead", lambda: _("It goes ahead: %(title)s", title=series.title)
    )


def cancelled(session: Session, series: Series) -> None:
    """Everyone is told, also who waits or was invited."""
    _to_all(session, series, "cancelled", lambda: _("Cancelled: %(title)s", title=series.title))


def prepare(session: Session, series: Series) -> None:
    """What to prepare, a week before the first half day; once."""
    for user in _people(series, HOLDS, advisers=False):
        _send_to(
            session,
            series,
            user,
            "prepare",
            lambda: _("Prepare for: %(title)s", title=series.title),
            key=f"workshops.prepare:{series.id}:{user.id}",
        )


def remind(session: Session, series: Series, half: HalfDay) -> None:
    """Two days before a half day; once for each time it has."""
    for user in _people(series, (SeatStatus.SEATED,)):
        _send_to(
            session,
            series,
            user,
            "remind",
            lambda: _("Soon: %(title)s", title=series.title),
            key=f"workshops.remind:{half.id}:{half.starts_at.isoformat()}:{user.id}",
            half=half,
        )


def tell_planner(session: Session, series: Series, key: str, **params: Any) -> None:
    """Something the planner has to look at."""
    if series.planner_id is not None:
        notify(
            session,
            SYSTEM,
            PLANNER_TOPIC,
            [series.planner_id],
            SERIES_KIND,
            series.id,
            key=key,
            **params,
        )


def _people(series: Series, statuses: Iterable[str], advisers: bool = True) -> list[User]:
    wanted = tuple(statuses)
    found = {one.user_id: one.user for one in series.seats if one.status in wanted}
    found |= {one.user_id: one.user for one in series.facilitators}
    if advisers:
        found |= {one.user_id: one.user for one in series.advisers if one.help == Help.COMES}
    return [found[key] for key in sorted(found) if found[key].active]


def _to_all(session: Session, series: Series, what: str, subject: Words) -> None:
    for user in _people(series, TAKES_PART):
        _send_to(session, series, user, what, subject)


def _send(session: Session, seat: Seat, what: str, subject: Words, **context: Any) -> None:
    if seat.user.active:
        _send_to(
            session, seat.series, seat.user, what, subject, answer=link_for(seat), seat=seat,
            **context,
        )  # fmt: skip


def _send_to(
    session: Session,
    series: Series,
    user: User,
    what: str,
    subject: Words,
    key: str | None = None,
    **context: Any,
) -> None:
    send_mail(
        session,
        user,
        "workshops/series/mail.txt",
        subject,
        key=key,
        reply_to=series.planner,
        what=what,
        series=series,
        link=full_address(f"/workshops/{series.id}"),
        **context,
    )
