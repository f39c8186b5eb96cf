"""From visited to in use: what is counted, as pure functions over plain rows.

What is counted is a practice that somebody took: a pair of a taker and a stand. The taker is the
education, or a visitor of none. However many of its people had the stand on their card, an
education counts once. Each stage holds those of the later ones: who has a practice in use was
committed to it, and saw it. These are commitments that people made openly, so small numbers are
shown as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from ..vocabulary import Became
from .states import LIVES

INTERESTED = 2


@dataclass(frozen=True, slots=True)
class EntryFact:
    """A line of a card. `said`: an expectation was written; `became`: the answer, or ''."""

    id: int
    visitor_id: int
    education_id: int | None
    stand_id: int
    interest: int | None = None
    said: bool = False
    wants_workshop: bool = False
    became: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    """What an education handed in; `stand_id` None: a practice of no stand."""

    id: int
    education_id: int
    stand_id: int | None
    became: str = ""


@dataclass(slots=True)
class Taken:
    """A practice that somebody took, and how far it came."""

    education_id: int | None
    stand_id: int | None
    interested: bool = False
    committed: bool = False
    workshop: bool = False
    adopted: bool = False
    answers: list[str] = field(default_factory=list)
    unanswered: int = 0

    @property
    def lives(self) -> bool:
        """Whether it is in use: by their own answer, and without one by the local practice that a
        workshop ended in."""
        if self.answers:
            return any(Became(one) in LIVES for one in self.answers)
        return self.adopted


@dataclass(slots=True)
class Stages:
    """The numbers of a group, and how the answers fell."""

    visited: int = 0
    interested: int = 0
    committed: int = 0
    workshop: int = 0
    in_use: int = 0
    became: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0

    def add(self, one: Taken) -> None:
        """Counts one practice that was taken."""
        self.visited += 1
        self.interested += one.interested
        self.committed += one.committed
        self.workshop += one.workshop
        self.in_use += one.lives
        self.became.update(one.answers)
        self.unanswered += one.unanswered

    def plus(self, other: Stages) -> None:
        """Adds the numbers of another group."""
        self.visited += other.visited
        self.interested += other.interested
        self.committed += other.committed
        self.workshop += other.workshop
        self.in_use += other.in_use
        self.became.update(other.became)
        self.unanswered += other.unanswered

    @property
    def numbers(self) -> tuple[int, int, int, int, int]:
        """The five stages."""
        return self.visited, self.interested, self.committed, self.workshop, self.in_use

    @property
    def answered(self) -> int:
        """How many answers there are."""
        return sum(self.became.values())

    @property
    def asked(self) -> int:
        """Of how many."""
        return self.answered + self.unanswered


def taken(
    entries: Iterable[EntryFact],
    commitments: Iterable[CommitmentFact],
    workshops: Collection[str] = (),
    adopted: Collection[str] = (),
) -> list[Taken]:
    """Each practice that somebody took. `workshops`: keys of wishes ('card:12',
    'commitment:5') that led to a workshop; `adopted`: to a local practice that is in use."""
    found: dict[Hashable, Taken] = {}

    def at(key: Hashable, education_id: int | None, stand_id: int | None) -> Taken:
        return found.setdefault(key, Taken(education_id, stand_id))

    for entry in entries:
        who: Hashable = ("education", entry.education_id)
        if entry.education_id is None:
            who = ("visitor", entry.visitor_id)
        one = at((who, entry.stand_id), entry.education_id, entry.stand_id)
        one.interested |= (entry.interest or 0) >= INTERESTED or entry.wants_workshop
        one.committed |= entry.said
        one.workshop |= f"card:{entry.id}" in workshops
        one.adopted |= f"card:{entry.id}" in adopted
        if entry.said:
            _answered(one, entry.became)
    for commitment in commitments:
        practice: Hashable = commitment.stand_id or ("commitment", commitment.id)
        key = (("education", commitment.education_id), practice)
        one = at(key, commitment.education_id, commitment.stand_id)
        one.committed = True
        one.workshop |= f"commitment:{commitment.id}" in workshops
        one.adopted |= f"commitment:{commitment.id}" in adopted
        _answered(one, commitment.became)
    for one in found.values():
        one.committed |= one.lives
        one.interested |= one.committed or one.workshop
    return list(found.values())


def stages(found: Iterable[Taken]) -> Stages:
    """The numbers of all of it."""
    total = Stages()
    for one in found:
        total.add(one)
    return total


def grouped(found: Iterable[Taken], key: Callable[[Taken], Hashable]) -> Mapping[Hashable, Stages]:
    """The numbers of each group."""
    groups: dict[Hashable, Stages] = {}
    for one in found:
        groups.setdefault(key(one), Stages()).add(one)
    return groups


def per_cent(part: int, whole: int) -> int:
    """A share in whole per cent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def _answered(one: Taken, became: str) -> None:
    if not became:
        one.unanswered += 1
        return
    one.answers.append(became)
