"""The tree of units: reading it as options, paths and a tree with its people counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.runtime import portal
from portal.units.leading import unit_rows
from portal.units.models import Membership, Unit
from portal.units.names import danish_key


@dataclass(slots=True)
class Branch:
    """A unit in the tree, with what is below it. `people` counts everyone here and below, each
    person once."""

    unit: Unit
    children: list[Branch] = field(default_factory=list)
    people: int = 0


def _by_parent(session: Session) -> dict[int | None, list[Unit]]:
    children: dict[int | None, list[Unit]] = {}
    for unit in sorted(
        session.scalars(select(Unit)), key=lambda unit: (danish_key(unit.name), unit.id)
    ):
        children.setdefault(unit.parent_id, []).append(unit)
    return children


def tree(session: Session, *, closed: bool = False) -> list[tuple[int, Unit]]:
    """Every unit with its depth, in the order of the tree; closed ones only if asked for."""
    children = _by_parent(session)
    found: list[tuple[int, Unit]] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for unit in children.get(parent_id, []):
            if closed or unit.closed_at is None:
                found.append((depth, unit))
                walk(unit.id, depth + 1)

    walk(None, 0)
    return found


def branches(session: Session, actor: Actor, *, closed: bool = False) -> list[Branch]:
    """The tree from its tops down, with the people `actor` may see counted. Two queries."""
    children = _by_parent(session)
    here: dict[int, set[int]] = {}
    people: Any = select(Membership.unit_id, Membership.user_id).join(
        User, User.id == Membership.user_id
    )
    for unit_id, user_id in session.execute(portal().access.narrow(people, actor, User)):
        here.setdefault(unit_id, set()).add(user_id)

    def grow(unit: Unit) -> tuple[Branch, set[int]]:
        branch, found = Branch(unit), set(here.get(unit.id, ()))
        for child in children.get(unit.id, []):
            if closed or child.closed_at is None:
                twig, more = grow(child)
                branch.children.append(twig)
                found |= more
        branch.people = len(found)
        return branch, found

    return [grow(unit)[0] for unit in children.get(None, []) if closed or unit.closed_at is None]


def find_branch(found: Iterable[Branch], unit_id: int) -> Branch | None:
    """The branch of one unit, wherever it is."""
    for branch in found:
        hit = branch if branch.unit.id == unit_id else find_branch(branch.children, unit_id)
        if hit is not None:
            return hit
    return None


def unit_options(session: Session) -> list[tuple[int, str]]:
    """(id, name) of the open units for a choice, indented by their depth."""
    return [(unit.id, "\u2003" * depth + unit.name) for depth, unit in tree(session)]


def ancestors(session: Session, unit: Unit) -> list[Unit]:
    """The units above, from the top down."""
    units = {one.id: one for one in session.scalars(select(Unit))}
    found: list[Unit] = []
    above = units.get(unit.parent_id or 0)
    while above is not None:
        found.insert(0, above)
        above = units.get(above.parent_id or 0)
    return found


def unit_paths(session: Session, unit_ids: Iterable[int]) -> dict[int, str]:
    """'Education, Institution': the name of each unit with the top of its tree."""
    units = unit_rows(session)
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
