"""The cards of an education, side by side: what each expected of which stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ..attendance.names import name_of
from ..models import CardEntry, Commitment, InvitedEducation, Stand, Visitor


@dataclass(frozen=True, slots=True)
class Line:
    """What one of them put on the card at a stand. The note is theirs alone and is not here."""

    entry: CardEntry
    name: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A stand with what everybody of the education wrote there."""

    stand: Stand
    lines: Sequence[Line]
    taken: bool

    @property
    def is_wanted(self) -> bool:
        """Whether somebody wrote what they expect, wants a workshop, or said 'gladly' or more."""
        return any(
            line.entry.expectation or line.entry.wants_workshop or (line.entry.interest or 0) > 1
            for line in self.lines
        )

    @property
    def wish(self) -> tuple[int, int]:
        """How much they want it, together: what is on top of the list."""
        points = sum((line.entry.interest or 0) + 1 for line in self.lines)
        return (-points, self.stand.number or 0)


def side_by_side(
    session: Session, education: InvitedEducation, commitments: Sequence[Commitment]
) -> list[Shared]:
    """The stands that somebody of the education has on the card, the most wanted first."""
    rows = session.execute(
        select(CardEntry, Visitor)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(Visitor.education_id == education.id, Visitor.cancelled_at.is_(None))
        .options(joinedload(CardEntry.stand), joinedload(Visitor.user))
        .order_by(Visitor.id)
    )
    practices = {(one.stand_id, one.practice) for one in commitments}
    stands = {one.stand_id for one in commitments}
    found: dict[int, list[Line]] = {}
    for entry, visitor in rows:
        practice = entry.expectation.strip() or entry.stand.title
        line = Line(entry, name_of(visitor), (entry.stand_id, practice) in practices)
        found.setdefault(entry.stand_id, []).append(line)
    shared = [
        Shared(lines[0].entry.stand, lines, stand_id in stands) for stand_id, lines in found.items()
    ]
    return sorted(shared, key=lambda one: one.wish)
