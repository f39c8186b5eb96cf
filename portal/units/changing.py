"""Changing the tree: making, renaming, moving, closing and deleting units.

Everything here raises NotAllowed without the permission units.manage, and UnitProblem, which
names the field it is about, when something cannot be done.
"""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor, unit_label, with_ancestors, with_descendants
from portal.access.models import Audience
from portal.audit.trail import record
from portal.database import Base, now
from portal.errors import FieldProblem, NotAllowed
from portal.jobs.queue import reindex
from portal.runtime import portal
from portal.units.models import Membership, Unit, UnitKind, UnitMerge

MANAGE = "units.manage"
MAX_NAME, MAX_TOWN = 160, 80
#: Levels of the tree; more could neither be shown nor understood.
MAX_DEPTH = 10


class UnitProblem(FieldProblem):
    """A change that cannot be made, and the field that says why ('' for none)."""


def require_manager(session: Session, actor: Actor) -> None:
    """Raises NotAllowed for who may not change units."""
    if not portal().access.may(session, actor, MANAGE):
        raise NotAllowed(_("Only those who maintain the units may do this."))


def create_unit(
    session: Session, actor: Actor, *, name: str, kind: str, parent_id: int | None, town: str = ""
) -> Unit:
    """Makes a unit under `parent_id`, or at the top."""
    require_manager(session, actor)
    _lock_tree(session)
    name = _checked(session, name, kind, parent_id, None)
    unit = Unit(name=name, kind=kind, parent_id=parent_id, town=_clean_town(town))
    session.add(unit)
    session.flush()
    record(session, actor, "unit.created", "unit", unit.id, name=name)
    return unit


def change_unit(
    session: Session,
    actor: Actor,
    unit: Unit,
    *,
    name: str,
    kind: str,
    parent_id: int | None,
    town: str | None = None,
) -> bool:
    """Renames, moves or changes the kind or the town of a unit (None leaves the town as it is);
    says whether anything changed."""
    require_manager(session, actor)
    _lock_tree(session)
    name = _checked(session, name, kind, parent_id, unit)
    town = unit.town if town is None else _clean_town(town)
    before = {"name": unit.name, "kind": unit.kind, "parent": unit.parent_id, "town": unit.town}
    after = {"name": name, "kind": kind, "parent": parent_id, "town": town}
    changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if not changed:
        return False
    if "parent" in changed:
        changed["parent"] = [_name_of(session, value) for value in changed["parent"]]
    unit.name, unit.kind, unit.parent_id, unit.town = name, kind, parent_id, town
    session.flush()
    session.expire(unit, ["parent"])
    record(session, actor, "unit.changed", "unit", unit.id, changes=changed)
    _tell(session, unit)
    return True


def close_unit(session: Session, actor: Actor, unit: Unit) -> int:
    """Takes a unit and the open ones below it out of every choice; what names them goes on
    naming them, and their people keep their functions. Returns how many were closed."""
    require_manager(session, actor)
    if unit.closed_at is not None:
        raise UnitProblem("", _("%(unit)s is closed already.", unit=unit.name))
    closing = [one for one in _with_below(session, unit) if one.closed_at is None]
    # One moment for all of them: who opens the unit again opens those that closed with it.
    moment = now()
    for one in closing:
        one.closed_at = moment
    session.flush()
    record(session, actor, "unit.closed", "unit", unit.id, name=unit.name, units=len(closing))
    _tell(session, unit)
    return len(closing)


def reopen_unit(session: Session, actor: Actor, unit: Unit) -> int:
    """Opens a unit again, with those below it that closed in the same moment. Returns how many."""
    require_manager(session, actor)
    moment: dt.datetime | None = unit.closed_at
    if moment is None:
        raise UnitProblem("", _("%(unit)s is open.", unit=unit.name))
    if session.scalar(select(UnitMerge.id).where(UnitMerge.unit_id == unit.id)) is not None:
        raise UnitProblem("", _("%(unit)s is part of another unit now.", unit=unit.name))
    if unit.parent is not None and unit.parent.closed_at is not None:
        raise UnitProblem("", _("Open %(unit)s first.", unit=unit.parent.name))
    _check_free(session, unit.name, unit.parent_id, unit)
    opening = [one for one in _with_below(session, unit) if one.closed_at == moment]
    for one in opening:
        one.closed_at = None
    session.flush()
    record(session, actor, "unit.opened", "unit", unit.id, name=unit.name, units=len(opening))
    _tell(session, unit)
    return len(opening)


def why_not_delete(session: Session, unit: Unit) -> str:
    """Why a unit cannot be deleted; empty when nothing stands in the way."""
    below = session.scalar(select(func.count()).where(Unit.parent_id == unit.id)) or 0
    if below:
        return ngettext("%(num)s unit lies below it.", "%(num)s units lie below it.", below)
    people = (
        session.scalar(
            select(func.count(Membership.user_id.distinct())).where(Membership.unit_id == unit.id)
        )
        or 0
    )
    if people:
        return ngettext(
            "%(num)s person has a function in it, disabled accounts included.",
            "%(num)s people have a function in it, disabled accounts included.",
            people,
        )
    shared = session.scalar(
        select(Audience.kind).where(Audience.label == unit_label(unit.id)).limit(1)
    )
    if shared or _is_named(session, unit.id):
        return _("Something is shared with it or names it.")
    return ""


def delete_unit(session: Session, actor: Actor, unit: Unit) -> None:
    """Deletes a unit that is empty and that nothing names; for good."""
    require_manager(session, actor)
    _lock_tree(session)
    reason = why_not_delete(session, unit)
    if reason:
        raise UnitProblem(
            "", _("%(unit)s cannot be deleted. %(reason)s", unit=unit.name, reason=reason)
        )
    record(session, actor, "unit.deleted", "unit", unit.id, name=unit.name)
    session.delete(unit)
    session.flush()


def _checked(
    session: Session, name: str, kind: str, parent_id: int | None, unit: Unit | None
) -> str:
    name = " ".join(name.split())
    if not name:
        raise UnitProblem("name", _("Write what the unit is called."))
    if len(name) > MAX_NAME:
        raise UnitProblem(
            "name", _("Write a shorter name, %(number)s characters at most.", number=MAX_NAME)
        )
    if kind not in set(UnitKind):
        raise UnitProblem("kind", _("Choose what kind of unit it is."))
    if parent_id is not None and (unit is None or parent_id != unit.parent_id):
        _check_parent(session, parent_id, unit)
    _check_free(session, name, parent_id, unit)
    return name


def _clean_town(town: str) -> str:
    town = " ".join(town.replace("\x00", "").split())
    if len(town) > MAX_TOWN:
        raise UnitProblem(
            "town", _("Write a shorter name, %(number)s characters at most.", number=MAX_TOWN)
        )
    return town


def _check_parent(session: Session, parent_id: int, unit: Unit | None) -> None:
    parent = session.get(Unit, parent_id)
    if parent is None:
        raise UnitProblem("parent", _("Choose one of the units in the list."))
    if parent.closed_at is not None:
        raise UnitProblem("parent", _("%(unit)s is closed. Choose an open unit.", unit=parent.name))
    if unit is not None and parent_id in with_descendants(session, [unit.id]):
        raise UnitProblem(
            "parent",
            _("A unit cannot lie under itself or under a unit below it. Choose another place."),
        )
    if _depth(session, parent_id) + _height(session, unit) > MAX_DEPTH:
        raise UnitProblem(
            "parent",
            _("That is too far down: a tree has %(number)s levels at most.", number=MAX_DEPTH),
        )


def _depth(session: Session, unit_id: int) -> int:
    """On which level a unit is, 1 for the top."""
    return len(with_ancestors(session, [unit_id]))


def _height(session: Session, unit: Unit | None) -> int:
    """How many levels a unit takes with those below it."""
    if unit is None:
        return 1
    above = _depth(session, unit.id) - 1
    return max(_depth(session, below) for below in with_descendants(session, [unit.id])) - above


def _check_free(session: Session, name: str, parent_id: int | None, unit: Unit | None) -> None:
    """Two open units of one name side by side could not be told apart."""
    beside = select(Unit).where(Unit.closed_at.is_(None), Unit.parent_id == parent_id)
    for other in session.scalars(beside):
        if (unit is None or other.id != unit.id) and other.name.casefold() == name.casefold():
            raise UnitProblem(
                "name", _("There is a unit called %(name)s there already.", name=other.name)
            )


def _with_below(session: Session, unit: Unit) -> list[Unit]:
    ids = with_descendants(session, [unit.id])
    return list(session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id)))


def _name_of(session: Session, unit_id: int | str | None) -> str:
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    return unit.name if unit else ""


def _is_named(session: Session, unit_id: int) -> bool:
    """Whether a row of anyone's refers to the unit; the core knows no plugin, only the tables
    that say so themselves."""
    counted_already = {Unit.__tablename__, Membership.__tablename__}
    there = set(inspect(session.connection()).get_table_names()) - counted_already
    for table in Base.metadata.tables.values():
        for column in table.columns if table.name in there else ():
            refers = any(key.target_fullname == "portal_unit.id" for key in column.foreign_keys)
            naming = select(column).where(column == unit_id).limit(1)
            if refers and session.execute(naming).first():
                return True
    return False


def _lock_tree(session: Session) -> None:
    """Two moves at once could make a cycle that neither sees; SQLite has one writer anyway."""
    session.execute(select(Unit.id).order_by(Unit.id).with_for_update())


def _tell(session: Session, unit: Unit) -> None:
    """What names the unit is indexed again; nobody sees less of it meanwhile."""
    below = with_descendants(session, [unit.id])
    people = session.scalars(
        select(Membership.user_id).where(Membership.unit_id.in_(below)).distinct()
    )
    reindex(session, "person", people, conceals=False)
    for _name in portal().dispatch.each("unit_changed", session, unit_id=unit.id):
        pass
