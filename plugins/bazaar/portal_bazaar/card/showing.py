"""The card as its page shows it, in so many queries whatever stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from ..models import CardChange, CardDifference, CardEntry, Stand, Visitor
from ..vocabulary import INTEREST_WORDS
from .operations import NOTE
from .services import entries_of, stands_of, why_closed
from .state import changes_of
from .words import FIELD_WORDS

#: The steps of interest with their pictures, from left to right.
STEPS = tuple(
    (value, INTEREST_WORDS[value], icon)
    for value, icon in enumerate(("dash-circle", "question-circle", "star", "stars"))
)


def value_words(name: str, value: Any) -> str:
    """The value of a field in words."""
    if name == "interest":
        return str(INTEREST_WORDS.get(value, _l("Not said")))
    if isinstance(value, bool) or value is None:
        return str(_l("Yes") if value else _l("No"))
    return str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """Something an organiser did to the card."""

    change: CardChange
    stand: str
    by: str

    @property
    def field(self) -> Any:
        """What was changed."""
        return FIELD_WORDS.get(self.change.field, self.change.field)

    @property
    def before(self) -> str:
        """What stood there."""
        return value_words(self.change.field, self.change.before)

    @property
    def after(self) -> str:
        """What stands there since."""
        return value_words(self.change.field, self.change.after)


@dataclass(frozen=True)
class CardView:
    """A visitor's card: its lines, the stands that are not on it, and whether it is open.

    `organising`: as an organiser sees it, to whom it is never closed. The visitor's notes are
    theirs alone: organisers see neither them nor what became of them.
    """

    visitor: Visitor
    entries: Sequence[CardEntry]
    stands: Sequence[Stand]
    closed: str
    changes: list[Change] = field(default_factory=list)
    organising: bool = False

    @classmethod
    def of(cls, session: Session, visitor: Visitor, organising: bool = False) -> CardView:
        """Reads it."""
        changes = [Change(*row) for row in changes_of(session, visitor)]
        if organising:
            changes = [one for one in changes if one.change.field != NOTE]
        return cls(
            visitor,
            entries_of(session, visitor),
            stands_of(session, visitor.bazaar),
            "" if organising else why_closed(visitor),
            changes,
            organising,
        )

    def url(self, verb: str, **ids: Any) -> str:
        """Where a form of the card goes: 'save', 'remove' (`stand_id`), 'settle'
        (`difference_id`), 'add'."""
        bazaar_id = self.visitor.bazaar_id
        if self.organising:
            values: dict[str, Any] = {"bazaar_id": bazaar_id, "visitor_id": self.visitor.id, **ids}
            return url_for(f"bazaar_card.organiser_{verb}", **values)
        return url_for(f"bazaar_card.{verb}", bazaar_id=bazaar_id, **ids)

    @property
    def others(self) -> list[Stand]:
        """What can still be put on it."""
        here = {entry.stand_id for entry in self.entries}
        return [stand for stand in self.stands if stand.id not in here]

    @property
    def wishes(self) -> int:
        """How many workshops are wanted."""
        return sum(entry.wants_workshop for entry in self.entries)

    def open_differences(self, entry: CardEntry) -> list[CardDifference]:
        """What else was written and is not settled."""
        return [
            one
            for one in entry.differences
            if one.settled_at is None and not (self.organising and one.field == NOTE)
        ]
