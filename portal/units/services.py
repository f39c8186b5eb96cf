"""The tree of units: reading it as options and paths."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.units.models import Unit


def tree(session: Session, *, closed: bool = False) -> list[tuple[int, Unit]]:
    """Every unit with its depth, in the order of the tree."""
    units = list(session.scalars(select(Unit).order_by(Unit.name, Unit.id)))
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    found: list[tuple[int, Unit]] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for unit in children.get(parent_id, []):
            if closed or unit.closed_at is None:
                found.append((depth, unit))
            walk(unit.id, depth + 1)

    walk(None, 0)
    return found


def unit_options(session: Session) -> list[tuple[int, str]]:
    """(id, name) of the open units for a choice, indented by their depth."""
    return [(unit.id, "\u2003" * depth + unit.name) for depth, unit in tree(session)]


def unit_paths(session: Session, unit_ids: Iterable[int]) -> dict[int, str]:
    """'Education, Institution': the name of each unit with the top of its tree."""
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    found = {}
    for unit_id in unit_ids:
        unit = top = units.get(unit_id)
        if unit is None:
            continue
        while top is not None and top.parent_id is not None:
            top = units.get(top.parent_id)
        same = top is None or top is unit
        found[unit_id] = unit.name if same else f"{unit.name}, {top.name}"  # type: ignore[union-attr]
    return found
