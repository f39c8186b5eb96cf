"""Who takes over what: one person for all, for a kind, for a single thing; and who is likely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from portal.access.actors import with_ancestors
from portal.accounts.models import User
from portal.leaving.asking import group_name
from portal.leaving.holdings import Holding
from portal.units.models import Function, Membership, Unit
from portal.units.names import danish_order

DRAFTS_KEPT = 30  # days


@dataclass(frozen=True, slots=True)
class Plan:
    """Ids of successors: for everything, by group ('factsheet.responsible') and by thing
    ('factsheet.12.responsible'); 0 says 'nobody', also where somebody takes the rest.
    `drafts`: 'keep' or 'give' what was typed and not saved."""

    everything: int | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    things: Mapping[str, int] = field(default_factory=dict)
    drafts: str = "keep"

    def successor_of(self, thing: Holding) -> int | None:
        """Who takes this one; None for nobody."""
        for known, name in ((self.things, thing_name(thing)), (self.groups, group_name(thing))):
            if name in known:
                return known[name] or None
        return self.everything

    @property
    def successors(self) -> set[int]:
        """Everyone named."""
        named = {self.everything, *self.groups.values(), *self.things.values()}
        return {one for one in named if one}

    def as_json(self) -> dict[str, Any]:
        """What is kept in the database."""
        return {
            "everything": self.everything,
            "groups": dict(self.groups),
            "things": dict(self.things),
            "drafts": self.drafts,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """What was kept."""
        return cls(
            everything=data.get("everything"),
            groups=dict(data.get("groups") or {}),
            things=dict(data.get("things") or {}),
            drafts=str(data.get("drafts") or "keep"),
        )


def thing_name(thing: Holding) -> str:
    """A thing's name in a form and in a plan."""
    return f"{thing.kind}.{thing.id}.{thing.part}"


def candidates(session: Session, user: User) -> list[tuple[int, str]]:
    """(id, name) of everyone who can take over, the likely ones first, the others by name."""
    likely = [person.id for person, _unit in suggested(session, user)]
    rows = session.execute(
        select(User.id, User.name, User.title)
        .where(User.active, User.id != user.id)
        .order_by(danish_order(User.name), User.id)
    )
    found = {row.id: f"{row.name}, {row.title}" if row.title else row.name for row in rows}
    first = [one for one in likely if one in found]
    return [(one, found[one]) for one in dict.fromkeys([*first, *found])]


def suggested(session: Session, user: User, limit: int = 4) -> list[tuple[User, str]]:
    """Who is likely to take over: the leaders of the person's units and of those above, then
    colleagues of the same units; each with the unit's name."""
    own = [one.unit_id for one in user.memberships]
    if not own:
        return []
    above = with_ancestors(session, own)
    leads = Membership.function == Function.LEADER
    near = Membership.unit_id.in_(own)
    rank = case((leads & near, 0), (leads, 1), else_=2)
    rows = session.execute(
        select(User, Unit.name)
        .join(Membership, Membership.user_id == User.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            Membership.unit_id.in_(above),
            leads | (near & (Membership.function != Function.STUDENT)),
            User.active,
            User.id != user.id,
        )
        .order_by(rank, danish_order(User.name), User.id)
        .limit(limit * 3)
    )
    found: dict[int, tuple[User, str]] = {}
    for person, unit in rows:
        found.setdefault(person.id, (person, unit))
    return list(found.values())[:limit]


def active_people(session: Session, ids: Iterable[int]) -> dict[int, User]:
    """Those of the people who can take over now: an account closed meanwhile cannot."""
    rows = session.scalars(select(User).where(User.id.in_(set(ids)), User.active))
    return {user.id: user for user in rows}
