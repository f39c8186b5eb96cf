"""Who has answered: for the coordinator all, for a leader those of the unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.api import Membership, User, day_of

from ..models import Ambassador, RevisionRound, RoundReply
from ..places import Places
from .states import STATES, STEPS, State

SORTS = ("name", "state", "next")


def of_round(revision: RevisionRound, state: str = "", sort: str = "name") -> Select[Any]:
    """The replies of a round, sorted; `sort` with a '-' turns round."""
    statement = (
        select(RoundReply)
        .join(Ambassador, Ambassador.id == RoundReply.ambassador_id)
        .join(User, User.id == Ambassador.user_id)
        .where(RoundReply.round_id == revision.id)
    )
    if state:
        statement = statement.where(RoundReply.state == state)
    columns: dict[str, Any] = {
        "name": User.name,
        "state": RoundReply.state,
        "next": RoundReply.next_at,
    }
    key = sort.removeprefix("-")
    column = columns.get(key, User.name)
    return statement.order_by(
        column.desc() if sort.startswith("-") else column, RoundReply.ambassador_id
    )


def of_units(unit_ids: Collection[int], but: int | None) -> Select[Any]:
    """The replies that are waited for, of ambassadors in these units, once asked."""
    inside = select(Membership.user_id).where(Membership.unit_id.in_(unit_ids))
    return (
        select(RoundReply)
        .join(Ambassador, Ambassador.id == RoundReply.ambassador_id)
        .join(User, User.id == Ambassador.user_id)
        .join(RevisionRound, RevisionRound.id == RoundReply.round_id)
        .where(
            RoundReply.state == State.WAITING,
            RoundReply.asked_at.is_not(None),
            RevisionRound.closed_at.is_(None),
            Ambassador.user_id.in_(inside),
            Ambassador.user_id != (but or 0),
        )
        .order_by(User.name, RoundReply.ambassador_id)
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    reply: RoundReply
    name: str
    unit: str
    look: Any
    next_words: str
    doubted_by: str


def rows(session: Session, replies: Iterable[RoundReply]) -> list[Row]:
    """The replies with their words. A constant number of queries."""
    replies = list(replies)
    places = Places(session)
    units: dict[int, int] = {}
    users = {reply.ambassador.user_id for reply in replies}
    for user_id, unit_id in session.execute(
        select(Membership.user_id, Membership.unit_id)
        .where(Membership.user_id.in_(users))
        .order_by(Membership.id.desc())
    ):
        units[user_id] = unit_id
    doubters = {reply.doubted_by_id for reply in replies if reply.doubted_by_id}
    called = session.scalars(select(User).where(User.id.in_(doubters)))
    names: dict[int, str] = {user.id: user.name for user in called}
    return [
        Row(
            reply,
            reply.ambassador.user.name,
            places.path(units[reply.ambassador.user_id])
            if reply.ambassador.user_id in units
            else "",
            STATES[reply.state],
            _next(reply),
            names.get(reply.doubted_by_id or 0, ""),
        )
        for reply in replies
    ]


def _next(reply: RoundReply) -> str:
    if reply.next_at is None or reply.step >= len(reply.round.steps):
        return ""
    day = format_date(day_of(reply.next_at), "d. MMM")
    return f"{day}: {STEPS[reply.round.steps[reply.step][0]]}"
