"""Making one unit of a file so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.errors import PortalError
from portal.roster.models import UnitCode
from portal.units.changing import change_unit, create_unit
from portal.units.models import Unit


def apply_unit(
    session: Session, actor: Actor, step: Mapping[str, Any], parent_id: int | None
) -> tuple[str, int]:
    """Makes, moves or renames the unit of a step; returns what happened and its id. Raises
    PortalError for what cannot be done."""
    name, kind, town = step["name"], step["kind"], step.get("town") or ""
    unit = session.get(Unit, step["unit"]) if step["unit"] else None
    if step["unit"] and unit is None:
        raise PortalError(_("The unit is no longer there."))
    if unit is None:
        unit = _there(session, name, parent_id)
    outcome = "same"
    if unit is None:
        unit = create_unit(session, actor, name=name, kind=kind, parent_id=parent_id, town=town)
        outcome = "new"
    elif change_unit(
        session, actor, unit, name=name, kind=kind, parent_id=parent_id, town=town or None
    ):
        outcome = "changed"
    if step.get("code") and _keep_code(session, unit, step["code"]) and outcome == "same":
        outcome = "changed"
    return outcome, unit.id


def _there(session: Session, name: str, parent_id: int | None) -> Unit | None:
    """The open unit of that name in that place: somebody else may have been faster."""
    beside = select(Unit).where(Unit.closed_at.is_(None), Unit.parent_id == parent_id)
    for unit in session.scalars(beside):
        if unit.name.casefold() == name.casefold():
            return unit
    return None


def _keep_code(session: Session, unit: Unit, code: str) -> bool:
    there = session.get(UnitCode, unit.id)
    if there is not None and there.code == code:
        return False
    # A code of a unit that is gone is free.
    gone = select(Unit.id)
    session.execute(
        delete(UnitCode).where(UnitCode.code == code, UnitCode.unit_id.not_in(gone)),
        execution_options={"synchronize_session": False},
    )
    other = session.scalar(
        select(UnitCode).where(UnitCode.code == code, UnitCode.unit_id != unit.id)
    )
    if other is not None:
        raise PortalError(_("Another unit has the code %(code)s.", code=code))
    if there is None:
        session.add(UnitCode(unit_id=unit.id, code=code))
    else:
        there.code = code
    session.flush()
    return True
