"""What rounds want of one person, and what they know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.api import Actor, Panel, User, Waiting, led_units

from ..models import Ambassador, RevisionRound, RoundReply
from ..permissions import COORDINATE
from ..profiles.services import ambassador_of
from .handing_over import count_left
from .listing import of_units
from .services import waiting_reply
from .states import STATES, State


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Lines for the front page."""
    ambassador = ambassador_of(session, actor.user_id)
    reply = waiting_reply(session, ambassador) if ambassador is not None else None
    if reply is not None and (reply.asked_at or reply.state == State.RESTED):
        text = (
            _("It rests until you say so.")
            if reply.state == State.RESTED
            else _("Answer before %(day)s.", day=format_date(reply.round.closes_on, "d. MMMM"))
        )
        yield Waiting(
            _("Is your ambassador profile still right?"),
            url_for("ambassadors_answer.mine"),
            text,
            "person-badge",
            "amber",
        )
    yield from _of_units(session, actor)
    if COORDINATE in actor.permissions:
        gone = count_left(session, actor)
        if gone:
            yield Waiting(
                _("Ambassadors who have left"),
                url_for("ambassadors_rounds.has_left"),
                ngettext("%(num)s to hand over.", "%(num)s to hand over.", gone),
                "box-arrow-right",
            )
        doubts = session.scalar(
            select(func.count())
            .select_from(RoundReply)
            .where(RoundReply.doubted_by_id.is_not(None), RoundReply.state == State.WAITING)
        )
        if doubts:
            yield Waiting(
                _("Still an ambassador?"),
                url_for("ambassadors_rounds.index"),
                ngettext(
                    "A leader doubts it of %(num)s person.",
                    "Leaders doubt it of %(num)s people.",
                    doubts,
                ),
                "person-badge",
            )


def _of_units(session: Session, actor: Actor) -> Iterable[Waiting]:
    units = led_units(session, actor)
    if not units:
        return
    number = session.scalar(
        select(func.count()).select_from(of_units(units, actor.user_id).subquery())
    )
    if number:
        yield Waiting(
            _("Ambassadors of your unit"),
            url_for("ambassadors_rounds.unit"),
            ngettext("%(num)s has not answered.", "%(num)s have not answered.", number),
            "people",
        )


def panels(session: Session, actor: Actor, ambassador: object) -> Iterable[Panel]:
    """'Still right?' on one's own profile."""
    if not isinstance(ambassador, Ambassador) or ambassador.user_id != actor.user_id:
        return
    reply = waiting_reply(session, ambassador)
    if reply is not None:
        yield Panel("ambassadors/rounds/panel.html", {"reply": reply, "State": State}, order=1)


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """The answers as data."""
    found: dict[str, Any] = {}
    ambassador = ambassador_of(session, user.id)
    if ambassador is not None:
        replies = session.scalars(
            select(RoundReply)
            .where(RoundReply.ambassador_id == ambassador.id)
            .order_by(RoundReply.round_id)
        ).all()
        found["revision_rounds"] = [
            {
                "started": reply.round.started_at.isoformat(),
                "state": str(STATES[reply.state].words) if reply.state in STATES else reply.state,
                "answered": reply.answered_at.isoformat() if reply.answered_at else None,
            }
            for reply in replies
        ]
    started = session.scalars(
        select(RevisionRound.started_at)
        .where(RevisionRound.started_by_id == user.id)
        .order_by(RevisionRound.id)
    ).all()
    if started:
        found["started_revision_rounds"] = [moment.isoformat() for moment in started]
    doubted = session.scalars(
        select(User.name)
        .join(Ambassador, Ambassador.user_id == User.id)
        .join(RoundReply, RoundReply.ambassador_id == Ambassador.id)
        .where(RoundReply.doubted_by_id == user.id)
        .order_by(User.name)
    ).all()
    if doubted:
        found["doubted_ambassadors"] = list(doubted)
    return found


def erase_user(session: Session, user: User) -> None:
    """Takes the name from rounds they started and doubts they had; their answers go with the
    profile."""
    session.execute(
        update(RevisionRound)
        .where(RevisionRound.started_by_id == user.id)
        .values(started_by_id=None)
    )
    session.execute(
        update(RoundReply).where(RoundReply.doubted_by_id == user.id).values(doubted_by_id=None)
    )
