"""Who may read, write and lead on a canvas. Asked with every poll, so in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.api import Actor

from ..models import (
    Canvas,
    Participation,
    Seat,
    Series,
    SeriesAdviser,
    SeriesFacilitator,
)
from ..permissions import plans
from ..sheets import owners
from ..vocabulary import HOLDS, SeriesStatus
from .engine import Author


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with one canvas. Whoever has this may read it.

    `writes`: takes part, or leads. `leads`: facilitates or plans. `advises`: is responsible for
    the origin's experiment, and adds notes of their own. `seated`: who has a seat for the
    education.
    """

    participation: Participation
    canvas: Canvas | None
    seated: frozenset[int]
    takes_part: bool = False
    leads: bool = False
    advises: bool = False

    @property
    def members(self) -> frozenset[int]:
        """Who takes part: those with a seat, and the education's leader."""
        leader = self.participation.leader_id
        return self.seated if leader is None else self.seated | {leader}

    @property
    def writes(self) -> bool:
        """Whether the actor may change the canvas itself."""
        return self.takes_part or self.leads

    @property
    def sends(self) -> bool:
        """Whether any operation of the actor's is taken."""
        return self.writes or self.advises

    @property
    def series(self) -> Series:
        """The series it belongs to."""
        return self.participation.series

    @property
    def number(self) -> int:
        """The number of the last operation."""
        return self.canvas.seq if self.canvas is not None else 0

    def author(self, actor: Actor, client: str) -> Author:
        """Who sends operations to this canvas, from the browser `client`."""
        return Author(
            actor.user_id,
            client,
            leads=self.leads,
            advises=not self.writes,
            answers=self.takes_part,
        )


def rights(session: Session, actor: Actor, participation_id: int) -> Rights | None:
    """What `actor` may do with the canvas of an education; None: may not know of it."""
    if actor.user_id is None:
        return None
    rows = session.execute(_statement(actor.user_id, participation_id)).all()
    if not rows:
        return None
    participation, canvas, _seat, facilitates, advises, same_series = rows[0]
    seated = frozenset(one[2] for one in rows if one[2] is not None)
    announced = participation.series.status != SeriesStatus.PLANNING
    takes_part = announced and actor.user_id in {*seated, participation.leader_id}
    leads = bool(facilitates) or plans(actor, participation.series)
    shared = announced and bool(same_series) and canvas is not None and canvas.shared
    advises = bool(advises)
    if not (takes_part or leads or advises):
        advises = actor.user_id in owners(session, participation.series.sheet_id)
    if not (takes_part or leads or advises or shared):
        return None
    return Rights(participation, canvas, seated, takes_part, leads, advises)


def rights_or_404(session: Session, actor: Actor, participation_id: int) -> Rights:
    """The same for views."""
    found = rights(session, actor, participation_id)
    if found is None:
        abort(404)
    return found


def _statement(user_id: int, participation_id: int) -> Any:
    seats = select(Seat.id).where(Seat.user_id == user_id, Seat.status.in_(HOLDS))
    here = aliased(Seat)
    return (
        select(
            Participation,
            Canvas,
            here.user_id,
            exists().where(
                SeriesFacilitator.series_id == Participation.series_id,
                SeriesFacilitator.user_id == user_id,
            ),
            exists().where(
                SeriesAdviser.series_id == Participation.series_id,
                SeriesAdviser.user_id == user_id,
            ),
            seats.where(Seat.series_id == Participation.series_id)
            .correlate(Participation)
            .exists(),
        )
        .outerjoin(Canvas, Canvas.participation_id == Participation.id)
        .outerjoin(here, and_(here.participation_id == Participation.id, here.status.in_(HOLDS)))
        .where(Participation.id == participation_id)
        .options(joinedload(Participation.series), joinedload(Participation.unit))
    )
