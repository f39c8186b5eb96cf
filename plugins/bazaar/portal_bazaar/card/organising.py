"""What organisers do to visitors' cards: everything leaves a trace that the visitor sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import Actor, now, record

from ..models import Bazaar, CardChange, CardDifference, CardEntry, PaperCard, Stand, Visitor
from ..vocabulary import EntrySource, StandStatus
from . import merging, shortcodes
from .operations import FIELDS, NOTE, Edit
from .services import Refused, new_entry, stands_of

KIND = "bazaar_visitor"


def visitor_of(session: Session, bazaar: Bazaar, visitor_id: int) -> Visitor | None:
    """One of this bazaar's visitors."""
    return session.scalar(_visitors(bazaar).where(Visitor.id == visitor_id))


def by_badge(session: Session, bazaar: Bazaar, number: int) -> Visitor | None:
    """Whose badge, and with that whose paper card, bears the number."""
    return session.scalar(_visitors(bazaar).where(Visitor.badge == number))


def _visitors(bazaar: Bazaar) -> Any:
    wanted = select(Visitor).where(Visitor.bazaar_id == bazaar.id)
    return wanted.options(joinedload(Visitor.user))


def line_of(session: Session, visitor: Visitor, stand_id: int) -> CardEntry | None:
    """The visitor's line of a stand."""
    return session.scalar(
        select(CardEntry)
        .where(CardEntry.visitor_id == visitor.id, CardEntry.stand_id == stand_id)
        .options(selectinload(CardEntry.differences))
    )


def change(
    session: Session,
    actor: Actor,
    visitor: Visitor,
    entry: CardEntry,
    values: Mapping[str, Any],
    base: int,
) -> list[str]:
    """Changes fields of a line; the names of those that were changed. What the visitor wrote
    since `base` stays beside it as a difference."""
    before = {name: getattr(entry, name) for name in FIELDS}
    at = int(now().timestamp() * 1000)
    edits = {name: Edit(value, at) for name, value in values.items()}
    merging.merge(entry, edits, f"organiser-{actor.user_id}", base)
    changed = [name for name in FIELDS if getattr(entry, name) != before[name]]
    for name in changed:
        _trace(session, actor, visitor, entry.stand_id, name, before[name], getattr(entry, name))
    if changed:
        _record(session, actor, visitor, fields=changed, stand=entry.stand_id)
    return changed


def add_line(session: Session, actor: Actor, visitor: Visitor, stand: Stand) -> CardEntry:
    """Puts a stand on the card; the line that is there, where it is there."""
    entry = line_of(session, visitor, stand.id)
    if entry is None:
        entry = new_entry(visitor, stand, EntrySource.ORGANISER, now())
        session.add(entry)
        session.flush()
        _trace(session, actor, visitor, stand.id, "visited", False, True)
        _record(session, actor, visitor, fields=["visited"], stand=stand.id)
    return entry


def remove_line(session: Session, actor: Actor, visitor: Visitor, entry: CardEntry) -> None:
    """Takes a stand off the card. What stood there is in the trace: it can be written again."""
    for name in FIELDS:
        value = getattr(entry, name)
        if not merging.is_empty(value):
            empty = "" if isinstance(value, str) else None
            _trace(session, actor, visitor, entry.stand_id, name, value, empty)
    _trace(session, actor, visitor, entry.stand_id, "visited", True, False)
    _record(session, actor, visitor, fields=["visited"], stand=entry.stand_id)
    session.delete(entry)


def settle(
    session: Session, actor: Actor, visitor: Visitor, difference_id: int, use: str
) -> CardEntry | None:
    """Settles what was written twice; None where there is no such thing on this card. Two notes
    are for the visitor to settle: they are theirs alone."""
    found = session.execute(
        select(CardDifference, CardEntry)
        .join(CardEntry, CardEntry.id == CardDifference.entry_id)
        .where(CardDifference.id == difference_id, CardEntry.visitor_id == visitor.id)
        .where(CardDifference.field != NOTE)
    ).first()
    if found is None:
        return None
    difference, entry = found
    name, before = difference.field, getattr(entry, difference.field)
    at = int(now().timestamp() * 1000)
    merging.settle(entry, difference, use, f"organiser-{actor.user_id}", at)
    if getattr(entry, name) != before:
        _trace(session, actor, visitor, entry.stand_id, name, before, getattr(entry, name))
        _record(session, actor, visitor, fields=[name], stand=entry.stand_id)
    return entry


def hand_in(session: Session, actor: Actor, visitor: Visitor) -> None:
    """Hands the card in for the visitor."""
    if visitor.card_handed_in_at is None:
        visitor.card_handed_in_at = now()
        visitor.version += 1
        _trace(session, actor, visitor, None, "handed_in", False, True)
        _record(session, actor, visitor, fields=["handed_in"])


def open_again(session: Session, actor: Actor, visitor: Visitor) -> None:
    """Lets the visitor change the card again."""
    if visitor.card_handed_in_at is not None:
        visitor.card_handed_in_at = None
        visitor.version += 1
        _trace(session, actor, visitor, None, "handed_in", True, False)
        _record(session, actor, visitor, fields=["handed_in"])


@dataclass
class PaperRow:
    """A line of a paper card as it was keyed in; `problem` names what is wrong with it."""

    stand: str = ""
    interest: str = ""
    workshop: bool = False
    expectation: str = ""
    problem: str = ""
    found: Stand | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was keyed in."""
        return not (self.stand or self.interest or self.workshop or self.expectation)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the line; steps are numbered from 1 on paper."""
        return {
            "interest": int(self.interest) - 1 if self.interest else None,
            "expectation": self.expectation,
            "wants_workshop": self.workshop,
        }


@dataclass
class Keyed:
    """What keying a card in did: so many new lines, so many with a difference to settle."""

    lines: int = 0
    new: int = 0
    differing: list[Stand] = field(default_factory=list)


def check_rows(session: Session, bazaar: Bazaar, rows: Sequence[PaperRow]) -> bool:
    """Finds the stand of each row, by short code or number, and says in each what is wrong;
    whether all is well."""
    stands = stands_of(session, bazaar)
    by_code = {one.short_code: one for one in stands if one.short_code}
    by_number = {str(one.number): one for one in stands if one.number is not None}
    seen: set[int] = set()
    for row in rows:
        row.problem, text = "", shortcodes.normal(row.stand)
        if row.is_blank:
            continue
        row.found = by_code.get(text) or by_number.get(text.lstrip("0"))
        if row.found is None:
            row.problem = "stand"
        elif row.found.id in seen:
            row.problem = "twice"
        elif row.interest not in ("", "1", "2", "3", "4"):
            row.problem = "interest"
        if row.found is not None:
            seen.add(row.found.id)
    return not any(row.problem for row in rows)


def key_in(
    session: Session,
    actor: Actor,
    visitor: Visitor,
    rows: Sequence[PaperRow],
    handed_in: bool = True,
) -> Keyed:
    """Brings a paper card into the visitor's: what the phone says otherwise stays, and the
    paper's word stands beside it. Keyed in again it changes nothing. Call `check_rows` first."""
    keyed, at = Keyed(), int(now().timestamp() * 1000)
    already_in = visitor.card_handed_in_at is not None
    for row in rows:
        if row.found is None:
            continue
        keyed.lines += 1
        entry = line_of(session, visitor, row.found.id)
        if entry is None:
            entry = new_entry(visitor, row.found, EntrySource.PAPER, now())
            session.add(entry)
            session.flush()
            keyed.new += 1
            if already_in:
                _trace(session, actor, visitor, row.found.id, "visited", False, True)
        before = {name: getattr(entry, name) for name in FIELDS}
        merging.merge_paper(entry, row.values, at)
        for name in FIELDS if already_in else ():
            after = getattr(entry, name)
            if after != before[name]:
                _trace(session, actor, visitor, entry.stand_id, name, before[name], after)
        if any(one.settled_at is None for one in entry.differences):
            keyed.differing.append(row.found)
    paper = session.get(PaperCard, visitor.id)
    if paper is None:
        session.add(PaperCard(visitor_id=visitor.id, keyed_at=now(), keyed_by_id=actor.user_id))
    else:
        paper.keyed_at, paper.keyed_by_id = now(), actor.user_id
    if handed_in and not already_in:
        visitor.card_handed_in_at = now()
        visitor.version += 1
    record(session, actor, "bazaar.card_keyed", KIND, visitor.id, lines=keyed.lines)
    return keyed


def count_keyed(session: Session, bazaar: Bazaar) -> int:
    """How many paper cards were keyed in."""
    return (
        session.scalar(
            select(func.count())
            .select_from(PaperCard)
            .join(Visitor, Visitor.id == PaperCard.visitor_id)
            .where(Visitor.bazaar_id == bazaar.id)
        )
        or 0
    )


def find_stand(session: Session, bazaar: Bazaar, text: str) -> Stand:
    """The stand with that short code or number. Raises Refused."""
    row = PaperRow(stand=text)
    check_rows(session, bazaar, [row])
    if row.found is None or row.found.status != StandStatus.CONFIRMED:
        raise Refused("unknown")
    return row.found


def _trace(
    session: Session,
    actor: Actor,
    visitor: Visitor,
    stand_id: int | None,
    name: str,
    before: Any,
    after: Any,
) -> None:
    session.add(
        CardChange(
            visitor_id=visitor.id,
            stand_id=stand_id,
            field=name,
            before=before,
            after=after,
            at=now(),
            by_id=actor.user_id,
        )
    )


def _record(session: Session, actor: Actor, visitor: Visitor, **detail: Any) -> None:
    record(session, actor, "bazaar.card_changed", KIND, visitor.id, **detail)
