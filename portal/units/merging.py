"""Merging one unit into another: people, units below, things and who sees them go along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.orm import Session

from portal.access.actors import Actor, unit_label, with_ancestors, with_descendants
from portal.access.models import Audience
from portal.access.visibility import Visibility, VisibleMixin
from portal.accounts.models import User
from portal.audit.trail import record
from portal.database import Base, now
from portal.jobs.queue import reindex
from portal.leaving.asking import Answers, Group, grouped, title_of, unit_holdings_of
from portal.leaving.models import LeftThing
from portal.references.finding import with_addresses
from portal.runtime import portal
from portal.units import changing
from portal.units.changing import MAX_DEPTH, UnitProblem, require_manager
from portal.units.models import Membership, Unit, UnitMerge

MOVE = "move_unit_things"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Sharing:
    """How much is shared with some units, and with how many people more or fewer."""

    units: tuple[str, ...]
    things: int
    people: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge moves, and who sees more or less by it.

    `wider`: what is shared with the unit is seen by the other's people too; `gained`: the unit's
    people see what is shared with the other and with the units above it; `lost`: they no longer
    see what is shared with the units that were above theirs.
    """

    people: int
    below: tuple[str, ...]
    answers: Answers
    wider: Sharing
    gained: Sharing
    lost: Sharing

    def groups(self, session: Session, actor: Actor) -> list[Group]:
        """What stands in the unit, by kind, as `actor` may see it."""
        return grouped(session, actor, self.answers.held)

    def as_json(self) -> dict[str, Any]:
        """The numbers, for the command."""
        kinds: dict[str, int] = {}
        for one in self.answers.held:
            kinds[one.thing.kind] = kinds.get(one.thing.kind, 0) + one.thing.count
        return {
            "people": self.people,
            "units_below": list(self.below),
            "things": kinds,
            "shared_with_the_unit": self.wider.things,
            "people_who_see_them_too": self.wider.people,
            "things_its_people_see_from_now_on": self.gained.things,
            "things_its_people_see_no_longer": self.lost.things,
            "could_not_be_asked": [str(title_of(owner)) for owner in self.answers.unasked],
        }


def check_merge(session: Session, unit: Unit, into: Unit) -> None:
    """Raises UnitProblem for what cannot be merged: itself, something closed, a unit below it, too
    deep a tree, two units of one name side by side."""
    if unit.id == into.id:
        raise UnitProblem("into", _("Choose another unit than this one."))
    for one in (unit, into):
        if one.closed_at is not None:
            raise UnitProblem("into", _("%(unit)s is closed. Choose an open unit.", unit=one.name))
    if into.id in with_descendants(session, [unit.id]):
        raise UnitProblem(
            "into", _("%(unit)s lies below this unit. Move it out first.", unit=into.name)
        )
    children = _children(session, unit)
    depth = len(with_ancestors(session, [into.id]))
    if children and depth + max(changing._height(session, one) for one in children) > MAX_DEPTH:
        raise UnitProblem(
            "into",
            _("That is too far down: a tree has %(number)s levels at most.", number=MAX_DEPTH),
        )
    theirs = {one.name.casefold() for one in _children(session, into) if one.closed_at is None}
    for one in children:
        if one.closed_at is None and one.id != into.id and one.name.casefold() in theirs:
            raise UnitProblem(
                "into",
                _("Both have a unit called %(name)s below them. Rename one first.", name=one.name),
            )


def merge_preview(session: Session, actor: Actor, unit: Unit, into: Unit) -> MergePreview:
    """What would happen; raises NotAllowed and UnitProblem as `merge_units` does."""
    require_manager(session, actor)
    check_merge(session, unit, into)
    people = set(session.scalars(select(Membership.user_id).where(Membership.unit_id == unit.id)))
    inside = _people(session, [unit.id])
    others = _people(session, [into.id])
    before, after = with_ancestors(session, [unit.id]), with_ancestors(session, [into.id])
    lost, gained = before - after - {unit.id}, after - before
    return MergePreview(
        people=len(people),
        below=tuple(one.name for one in _children(session, unit)),
        answers=unit_holdings_of(session, unit),
        wider=_sharing(session, {unit.id}, len(others - inside)),
        gained=_sharing(session, gained, len(inside - others)),
        lost=_sharing(session, lost, len(inside)),
    )


def merge_units(session: Session, actor: Actor, unit: Unit, into: Unit) -> MergePreview:
    """Merges `unit` into `into` and closes it, in this transaction. There is no way back.

    Raises NotAllowed, UnitProblem. A plugin that is off or fails is in the result; its things
    follow when it answers again.
    """
    require_manager(session, actor)
    changing._lock_tree(session)
    session.refresh(unit)
    session.refresh(into)
    found = merge_preview(session, actor, unit, into)
    moved = _move_people(session, unit, into)
    for child in _children(session, unit):
        child.parent_id = into.id
    merge = UnitMerge(unit_id=unit.id, into_id=into.id, by_id=actor.user_id, moved=moved)
    session.add(merge)
    unit.closed_at = now()
    session.flush()
    session.expire(unit, ["children", "memberships"])
    session.expire(into, ["children", "memberships"])
    failed = move_things(session, actor, unit, into)
    follow_sharing(session, actor, unit.id, into.id)
    session.execute(update(LeftThing).where(LeftThing.unit_id == unit.id).values(unit_id=into.id))
    merge.moved = {**moved, "waiting": sorted({*failed, *found.answers.unasked})}
    record(
        session, actor, "unit.merged", "unit", unit.id, name=unit.name, into=into.name,
        people=found.people,
    )  # fmt: skip
    changing._tell(session, unit)
    changing._tell(session, into)
    return found


def move_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> list[str]:
    """Asks every plugin to move what stands in the unit; returns who failed."""
    core, failed = portal(), []
    for owner in core.plugins.implementing(MOVE):
        done = False
        with with_addresses(), core.dispatch.guard(owner, MOVE, session):
            arguments = {"session": session, "actor": actor, "unit": unit, "into": into}
            core.plugins.call_one(MOVE, owner, arguments)
            done = True
        if not done:
            failed.append(owner)
    return failed


def catch_up(session: Session, actor: Actor) -> int:
    """Asks plugins again about the merges they missed; returns how many still wait."""
    waiting = 0
    for merge in session.scalars(select(UnitMerge)).all():
        missed = list(merge.moved.get("waiting", ()))
        if not missed:
            continue
        target = destination(session, merge.unit)
        failed = move_things(session, actor, merge.unit, target) if target else []
        if target:
            follow_sharing(session, actor, merge.unit_id, target.id)
        off = [owner for owner in missed if not portal().plugins.is_on(owner)]
        merge.moved = {**merge.moved, "waiting": sorted({*failed, *off})}
        waiting += bool(failed or off)
    return waiting


def destination(session: Session, unit: Unit) -> Unit | None:
    """Where a unit went, through however many merges; None where it was not merged."""
    target: Unit | None = None
    seen = {unit.id}
    at = unit.id
    while True:
        merge = session.scalar(select(UnitMerge).where(UnitMerge.unit_id == at))
        if merge is None or merge.into_id in seen:
            return target
        seen.add(merge.into_id)
        target, at = merge.into, merge.into_id


def follow_sharing(session: Session, actor: Actor, unit_id: int, into_id: int) -> None:
    """Whatever was shared with the one unit is shared with the other: what people chose, as far as
    their choice can be read, and every audience that names it, also of plugins that are off."""
    for model in _visible_models(session):
        ids = [
            object_id
            for object_id, units in session.execute(_choosing(model))
            if unit_id in (units or ())
        ]
        for start in range(0, len(ids), CHUNK):
            chunk = select(model).where(model.id.in_(ids[start : start + CHUNK]))
            for obj in session.scalars(chunk).unique().all():
                _share_with(session, actor, obj, unit_id, into_id)
    _relabel(session, unit_id, into_id)


def _share_with(session: Session, actor: Actor, obj: Any, unit_id: int, into_id: int) -> None:
    chosen = [into_id if one == unit_id else one for one in obj.visible_units]
    obj.visible_units = list(dict.fromkeys(chosen))
    if isinstance(getattr(obj, "version", None), int):
        obj.version += 1
    session.flush()
    kind = portal().kinds.of(obj)
    if kind is None:
        return
    labels = set(
        session.scalars(
            select(Audience.label).where(Audience.kind == kind.name, Audience.object_id == obj.id)
        )
    )
    if unit_label(unit_id) in labels:
        labels = labels - {unit_label(unit_id)} | {unit_label(into_id)}
    portal().changes.saved(session, kind.name, obj.id, labels, actor=actor, action="moved")


def _relabel(session: Session, unit_id: int, into_id: int) -> None:
    """The audiences that still name the unit: of what has no choice of its own, or is off."""
    old, new = unit_label(unit_id), unit_label(into_id)
    rows = session.execute(select(Audience.kind, Audience.object_id).where(Audience.label == old))
    by_kind: dict[str, list[int]] = {}
    for kind, object_id in rows:
        by_kind.setdefault(kind, []).append(object_id)
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            here = (Audience.kind == kind) & Audience.object_id.in_(chunk)
            there = set(
                session.scalars(select(Audience.object_id).where(here, Audience.label == new))
            )
            session.execute(delete(Audience).where(here, Audience.label == old))
            session.add_all(
                Audience(kind=kind, object_id=one, label=new) for one in chunk if one not in there
            )
            session.flush()
            reindex(session, kind, chunk)


def _visible_models(session: Session) -> list[Any]:
    """Every model whose visibility people choose, and whose table is there."""
    there = set(inspect(session.connection()).get_table_names())
    models: list[Any] = [mapper.class_ for mapper in Base.registry.mappers]
    return [
        model
        for model in models
        if issubclass(model, VisibleMixin) and model.__table__.name in there
    ]


def _choosing(model: Any) -> Any:
    return select(model.id, model.visible_units).where(model.visibility == Visibility.UNITS)


def _move_people(session: Session, unit: Unit, into: Unit) -> dict[str, Any]:
    rows = session.scalars(select(Membership).where(Membership.unit_id == unit.id)).all()
    there = {
        (one.user_id, one.function)
        for one in session.scalars(select(Membership).where(Membership.unit_id == into.id))
    }
    for one in rows:
        if (one.user_id, one.function) in there:
            session.delete(one)
        else:
            one.unit_id = into.id
    session.flush()
    people = sorted({one.user_id for one in rows})
    reindex(session, "person", people, conceals=False)
    return {"people": people}


def _children(session: Session, unit: Unit) -> Sequence[Unit]:
    below = select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.name, Unit.id)
    return session.scalars(below).all()


def _people(session: Session, unit_ids: Iterable[int]) -> set[int]:
    """The people with an open account in the units and below them."""
    below = with_descendants(session, unit_ids)
    return set(
        session.scalars(
            select(Membership.user_id)
            .join(User, User.id == Membership.user_id)
            .where(Membership.unit_id.in_(below), User.active)
        )
    )


def _sharing(session: Session, unit_ids: set[int], people: int) -> Sharing:
    if not unit_ids:
        return Sharing((), 0, 0)
    labels = [unit_label(one) for one in unit_ids]
    shared = select(Audience.kind, Audience.object_id).where(Audience.label.in_(labels)).distinct()
    things = session.scalar(select(func.count()).select_from(shared.subquery())) or 0
    names = session.scalars(select(Unit.name).where(Unit.id.in_(unit_ids)).order_by(Unit.name))
    return Sharing(tuple(names), things, people if things else 0)
