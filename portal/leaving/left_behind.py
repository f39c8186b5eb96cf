"""What nobody keeps since somebody left: who sees it, and giving it to somebody later."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.access.actors import Actor
from portal.accounts.managing import MANAGE
from portal.accounts.models import User
from portal.errors import NotAllowed
from portal.leaving.asking import holdings_of, visible
from portal.leaving.departing import LeavingProblem, lock, show_to
from portal.leaving.handing import give, look_again
from portal.leaving.holdings import Holding
from portal.leaving.models import Departure, LeftThing, State
from portal.leaving.telling import tell_successors
from portal.runtime import portal
from portal.units.leading import led_units


def left_things(session: Session, actor: Actor) -> Select[LeftThing]:
    """What is nobody's and `actor` looks after: everything for who manages accounts, that of their
    unit and of the people who left it for its leader."""
    return (
        select(LeftThing)
        .join(Departure, Departure.id == LeftThing.departure_id)
        .where(
            LeftThing.successor_id.is_(None),
            Departure.state == State.DONE,
            _looks_after(session, actor),
        )
        .options(joinedload(LeftThing.departure).joinedload(Departure.user))
        .order_by(Departure.done_at.desc(), LeftThing.kind, LeftThing.title, LeftThing.id)
    )


def count_left(session: Session, actor: Actor) -> int:
    """How many there are for `actor`."""
    counted = left_things(session, actor).order_by(None).options().subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def concerns(session: Session, actor: Actor) -> bool:
    """Whether `actor` looks after anything of the kind."""
    return manages(session, actor) or bool(led_units(session, actor))


def manages(session: Session, actor: Actor) -> bool:
    """Whether `actor` manages accounts."""
    return portal().access.may(session, actor, MANAGE)


def as_holding(row: LeftThing) -> Holding:
    """The row as the plugin answered it."""
    return Holding(
        kind=row.kind,
        id=row.object_id,
        title=row.title,
        url=row.url,
        part=row.part,
        count=row.count,
        unit_id=row.unit_id,
        words=row.words,
    )


def titles(session: Session, actor: Actor, rows: Sequence[LeftThing]) -> dict[int, tuple[str, str]]:
    """(title, address) of rows by their id, as `actor` may see them."""
    seen = visible(session, actor, [as_holding(row) for row in rows])
    return {row.id: seen[row.kind, row.object_id, row.part] for row in rows}


def give_left(session: Session, actor: Actor, ids: Collection[int], successor: User) -> int:
    """Gives some of it to somebody; returns how many things changed hands. What somebody else gave
    away a moment before stays where it is.

    Raises NotAllowed for who looks after none of it, LeavingProblem for a successor who cannot be
    one or when the plugin that keeps the things is off.
    """
    if not concerns(session, actor):
        raise NotAllowed(_("Only those who look after accounts or lead the unit may do this."))
    if not successor.active:
        raise LeavingProblem("successor", _("%(name)s has no open account.", name=successor.name))
    rows = session.scalars(left_things(session, actor).where(LeftThing.id.in_(ids))).all()
    by_departure: dict[int, list[LeftThing]] = {}
    for row in rows:
        by_departure.setdefault(row.departure_id, []).append(row)
    count = 0
    for departure_id, wanted in sorted(by_departure.items()):
        departure = session.get_one(Departure, departure_id)
        lock(session, departure.user)
        answers = holdings_of(session, departure.user)
        silent = {row.owner for row in wanted} & set(answers.unasked)
        if silent:
            raise LeavingProblem(
                "", _("The part of the portal that keeps these things is off or failed. Try later.")
            )
        keys = {(row.kind, row.object_id, row.part) for row in wanted}
        things = [(one, successor) for one in answers.held if one.thing.key in keys]
        given = give(session, actor, departure, things)
        count += sum(given.values())
        look_again(session, departure)
        if given:
            show_to(session, departure)
            taken = session.scalars(
                select(LeftThing).where(
                    LeftThing.departure_id == departure_id,
                    LeftThing.id.in_([row.id for row in wanted]),
                    LeftThing.successor_id == successor.id,
                )
            ).all()
            tell_successors(session, actor, departure, {successor.id: taken})
    return count


def _looks_after(session: Session, actor: Actor) -> ColumnElement[bool]:
    if actor.is_system or manages(session, actor):
        return LeftThing.id.is_not(None)
    led = led_units(session, actor)
    if not led:
        return false()
    done = session.execute(
        select(Departure.id, Departure.ended).where(Departure.state == State.DONE)
    )
    from_here = [
        departure_id
        for departure_id, ended in done
        if led & {unit_id for unit_id, _function in (ended or {}).get("functions", ())}
    ]
    return or_(LeftThing.unit_id.in_(led), LeftThing.departure_id.in_(from_here))
