"""The coverage of one bazaar as the organisers see it: read in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.api import Function, Membership, Unit, User, leaders_of, natural_order

from ..models import Bazaar, InvitedEducation, Reminder, Visitor
from .belonging import asks_for
from .coverage import MISSING, Covered, Functions, Invited, Person, Status, coverage
from .names import name_of
from .whom import Recipient, whom


@dataclass(frozen=True, slots=True)
class Row:
    """One education on the board. `people` are its visitors who did not cancel, by id."""

    education: InvitedEducation
    unit: Unit
    group: str
    covered: Covered
    people: Mapping[int, Visitor] = field(default_factory=dict)
    #: Who cancelled and was not replaced.
    cancelled: tuple[Visitor, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    reminded_at: dt.datetime | None = None
    #: Who asks to come for it and has no answer: they take no seat.
    asking: tuple[Visitor, ...] = ()

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.covered.status

    @property
    def id(self) -> int:
        """Of the invitation."""
        return self.education.id

    def names(self, ids: Iterable[int]) -> list[str]:
        """The visitors' names."""
        return [name_of(self.people[one]) for one in ids if one in self.people]

    @property
    def empty_seat(self) -> Visitor | None:
        """Somebody who cancelled, and whose seat nobody is named for: a stand-in is missing."""
        if self.status not in MISSING:
            return None
        empty = {
            "leader": not self.covered.has_leader and not self.covered.named_leaders,
            "teacher": not self.covered.has_teacher and not self.covered.named_teachers,
        }
        return next((one for one in self.cancelled if empty.get(one.function)), None)

    @property
    def seats(self) -> list[tuple[str, str]]:
        """('leader', how) and ('teacher', how): 'there', 'missing', 'unknown' or 'away'."""
        return [
            ("leader", self._seat(self.covered.has_leader)),
            ("teacher", self._seat(self.covered.has_teacher)),
        ]

    def _seat(self, there: bool) -> str:
        if there:
            return "there"
        if self.status in (Status.DECLINED, Status.CLOSED):
            return "away"
        return "unknown" if self.status == Status.NO_ANSWER else "missing"


@dataclass(frozen=True, slots=True)
class Board:
    """All of them."""

    rows: list[Row]

    def by_status(self, *statuses: str) -> list[Row]:
        """Those that stand so."""
        return [row for row in self.rows if row.status in statuses]

    @property
    def expected(self) -> list[Row]:
        """All but the closed ones: what counts."""
        return [row for row in self.rows if row.status != Status.CLOSED]

    @property
    def complete(self) -> int:
        """How many are complete."""
        return len(self.by_status(Status.COMPLETE))

    @property
    def missing(self) -> list[Row]:
        """Those somebody has to be reminded of, the barest first."""
        order = list(MISSING)
        found = [row for row in self.rows if row.status in MISSING]
        return sorted(found, key=lambda row: order.index(row.status))

    @property
    def asking(self) -> list[tuple[Row, Visitor]]:
        """Everybody who asks to come for an education, with its row."""
        return [(row, one) for row in self.rows for one in row.asking]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """By institution, in the order of the alphabet."""
        return grouped(self.rows)


def grouped(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by institution."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return sorted(found.items(), key=lambda one: natural_order(one[0]))


def read_board(session: Session, bazaar: Bazaar, only: int | None = None) -> Board:
    """The board of a bazaar; with `only` the row of that one education alone, by the same rule."""
    educations = list(
        session.scalars(
            select(InvitedEducation)
            .where(InvitedEducation.bazaar_id == bazaar.id)
            .options(joinedload(InvitedEducation.unit), joinedload(InvitedEducation.delegate))
        )
    )
    visitors = list(
        session.scalars(
            select(Visitor)
            .where(Visitor.bazaar_id == bazaar.id)
            .options(joinedload(Visitor.user))
            .order_by(Visitor.id)
        )
    )
    units = {one.id: one for one in session.execute(select(Unit.id, Unit.parent_id, Unit.name))}
    parents = {unit_id: one.parent_id for unit_id, one in units.items()}
    covered = coverage(
        [_invited(one) for one in educations],
        [_person(one) for one in visitors],
        functions_of(session, [one.user_id for one in visitors if one.user_id is not None]),
        parents,
    )
    leading = leaders_of(session, [one.unit_id for one in educations])
    unit_leaders = leaders_in(session, [one.unit_id for one in educations])
    names = _people(
        session, {user for chain in leading.values() for some in chain for user in some}
    )
    reminded = _reminded(session, bazaar)
    by_id = {one.id: one for one in visitors}
    rows = []
    for education in educations:
        if only is not None and education.id != only:
            continue
        how = covered[education.id]
        own = [one for one in visitors if one.education_id == education.id]
        also = [by_id[one] for one in (*how.leaders, *how.teachers)]
        replaced = {one.substitute_for_id for one in own}
        gone = [one for one in own if one.cancelled_at is not None and one.id not in replaced]
        rows.append(
            Row(
                education,
                education.unit,
                _top(education.unit_id, units),
                how,
                {one.id: one for one in [*own, *also] if one.cancelled_at is None},
                tuple(gone),
                tuple(
                    whom(
                        education,
                        how,
                        by_id,
                        leading.get(education.unit_id, []),
                        names,
                        unit_leaders.get(education.unit_id, frozenset()),
                    )
                ),
                reminded.get(education.id),
                tuple(one for one in visitors if asks_for(one, education)),
            )
        )
    rows.sort(key=lambda row: natural_order(row.unit.name))
    return Board(rows)


def functions_of(session: Session, user_ids: Iterable[int]) -> Functions:
    """What people are, and where."""
    found: dict[int, dict[int, set[str]]] = {}
    wanted = select(Membership.user_id, Membership.unit_id, Membership.function)
    for user_id, unit_id, function in session.execute(
        wanted.where(Membership.user_id.in_(set(user_ids)))
    ):
        found.setdefault(user_id, {}).setdefault(unit_id, set()).add(function)
    return {
        user: {unit: frozenset(some) for unit, some in units.items()}
        for user, units in found.items()
    }


def _invited(education: InvitedEducation) -> Invited:
    closed = education.unit.closed_at is not None
    return Invited(education.id, education.unit_id, education.answer, closed)


def _person(visitor: Visitor) -> Person:
    # Who has left since does not come, unless they were there.
    left = visitor.user is not None and not visitor.user.active and not visitor.checked_in_at
    return Person(
        visitor.id,
        visitor.user_id,
        visitor.education_id,
        visitor.function,
        visitor.asked_at is not None,
        left or visitor.cancelled_at is not None,
    )


def leaders_in(session: Session, unit_ids: list[int]) -> dict[int, frozenset[int]]:
    """Who leads the very units."""
    found: dict[int, set[int]] = {}
    wanted = select(Membership.unit_id, Membership.user_id).where(
        Membership.unit_id.in_(unit_ids), Membership.function == Function.LEADER
    )
    for unit_id, user_id in session.execute(wanted):
        found.setdefault(unit_id, set()).add(user_id)
    return {unit_id: frozenset(some) for unit_id, some in found.items()}


def _people(session: Session, ids: set[int]) -> dict[int, User]:
    return {one.id: one for one in session.scalars(select(User).where(User.id.in_(ids)))}


def _reminded(session: Session, bazaar: Bazaar) -> dict[int, dt.datetime]:
    rows = session.execute(
        select(Reminder.education_id, func.max(Reminder.at))
        .join(InvitedEducation, InvitedEducation.id == Reminder.education_id)
        .where(InvitedEducation.bazaar_id == bazaar.id)
        .group_by(Reminder.education_id)
    )
    return {one[0]: one[1] for one in rows}


def _top(unit_id: int, units: Mapping[int, Any]) -> str:
    """The name of the institution."""
    seen: set[int] = set()
    at = units.get(unit_id)
    while at is not None and at.parent_id is not None and at.id not in seen:
        seen.add(at.id)
        at = units.get(at.parent_id) or at
    return at.name if at is not None else ""
