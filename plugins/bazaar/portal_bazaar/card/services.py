"""The dance card: what stands on it, and what may be done to it, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import now

from ..models import (
    Bazaar,
    CardDifference,
    CardEntry,
    CardOperation,
    Stand,
    Visitor,
)
from ..vocabulary import BazaarStatus, EntrySource, StandStatus
from . import merging, shortcodes
from .codes import WrongCode, read_stand
from .operations import Broken, Operation, Where

#: What was written in time may arrive so much later: a phone that found no net at the fair.
ARRIVES_WITHIN = dt.timedelta(days=2)


class Refused(Exception):
    """Not done; `reason` as in `words.REFUSALS`."""

    def __init__(self, reason: str, stand_id: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.stand_id = reason, stand_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an operation: `reason` is '' where it was done, now or before."""

    id: str
    reason: str = ""
    stand_id: int | None = None


def entries_of(session: Session, visitor: Visitor) -> Sequence[CardEntry]:
    """The lines of a card, the latest first, with their stands and differences."""
    return session.scalars(
        select(CardEntry)
        .where(CardEntry.visitor_id == visitor.id)
        .options(
            joinedload(CardEntry.stand).joinedload(Stand.unit), selectinload(CardEntry.differences)
        )
        .order_by(CardEntry.visited_at.desc(), CardEntry.id.desc())
    ).all()


def stands_of(session: Session, bazaar: Bazaar) -> Sequence[Stand]:
    """The stands that can be put on a card, by number."""
    return session.scalars(
        select(Stand)
        .where(Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED)
        .options(joinedload(Stand.unit))
        .order_by(Stand.number.is_(None), Stand.number, Stand.id)
    ).all()


def why_closed(visitor: Visitor, at: dt.datetime | None = None) -> str:
    """Why the visitor may not change the card with something written at `at`; '' if so.

    What was written before the card was handed in or the time was over still counts when it
    arrives within two days: nobody loses a word because the hall had no net.
    """
    at, moment, bazaar = at or now(), now(), visitor.bazaar
    if bazaar.status == BazaarStatus.CLOSED or visitor.forgotten_at is not None:
        return "closed"
    ends = {"handed_in": visitor.card_handed_in_at, "late": bazaar.cards_until}
    for reason, end in ends.items():
        if end is not None and (at >= end or moment > end + ARRIVES_WITHIN):
            return reason
    return ""


def find_stand(session: Session, bazaar: Bazaar, where: Where) -> tuple[Stand, str]:
    """The stand that was scanned, typed or chosen, and how (`EntrySource`). Raises Refused."""
    if where.code:
        try:
            stand = read_stand(session, where.code, bazaar)
        except WrongCode as wrong:
            raise Refused(wrong.reason) from None
        return _here(stand, bazaar), EntrySource.CODE
    if where.short:
        return _typed(session, bazaar, shortcodes.normal(where.short)), EntrySource.SHORT_CODE
    found = session.get(Stand, where.id)
    if found is None:
        raise Refused("gone", where.id)
    return _here(found, bazaar), EntrySource.LIST


def _typed(session: Session, bazaar: Bazaar, code: str) -> Stand:
    wanted = select(Stand).where(Stand.bazaar_id == bazaar.id, Stand.short_code == code)
    stand = session.scalar(wanted) if 0 < len(code) <= 8 else None
    if stand is None:
        slipped = code.isdigit() and len(code) == 4 and not shortcodes.is_whole(code)
        raise Refused("mistyped" if slipped else "unknown")
    return _here(stand, bazaar)


def _here(stand: Stand, bazaar: Bazaar) -> Stand:
    if stand.bazaar_id != bazaar.id:
        raise Refused("foreign")
    if stand.status != StandStatus.CONFIRMED:
        raise Refused("gone", stand.id)
    return stand


class Lines:
    """A visitor's lines while operations are done on them: read at once, for a phone sends
    twenty, and everybody's phone does so in the same ten minutes."""

    def __init__(self, session: Session, visitor: Visitor) -> None:
        self.session, self.visitor = session, visitor
        self._lines = {
            one.stand_id: one
            for one in session.scalars(
                select(CardEntry)
                .where(CardEntry.visitor_id == visitor.id)
                .options(selectinload(CardEntry.differences))
            )
        }

    def of(self, stand_id: int) -> CardEntry | None:
        """The line of a stand."""
        return self._lines.get(stand_id)

    def put(self, where: Where, at: int) -> CardEntry:
        """The line of that stand, made where there is none. Raises Refused."""
        # What stands on the card can be written on, also when the stand was withdrawn since.
        entry = self.of(where.id) if where.id else None
        if entry is not None:
            return entry
        stand, source = find_stand(self.session, self.visitor.bazaar, where)
        entry = self.of(stand.id)
        if entry is None:
            entry = new_entry(self.visitor, stand, source, _moment(self.visitor, at))
            self.session.add(entry)
            self._lines[stand.id] = entry
        return entry

    def remove(self, entry: CardEntry) -> None:
        """Takes a line off."""
        self.session.flush()  # it may have been made a moment ago
        self.session.delete(entry)
        self.session.flush()
        del self._lines[entry.stand_id]


def synchronise(
    session: Session, visitor: Visitor, operations: Sequence[Operation | Broken], skew: int = 0
) -> list[Outcome]:
    """Does each operation once, in their order, and says of each what became of it. `skew`:
    milliseconds that the server's clock is ahead of the phone's. Flushes; the caller commits.

    One that was done before is not done again; one that is refused leaves nothing behind, and may
    be sent again.
    """
    # Two tabs of one phone take turns, where the database does not make everybody take turns.
    # What was handed in while we waited is handed in: the row is read anew.
    # Who was erased while we waited has nothing written down of them any more.
    fresh_fields = ["card_handed_in_at", "forgotten_at", "version"]
    session.refresh(visitor, fresh_fields, with_for_update=True)
    before = session.execute(
        select(CardOperation.client_id, CardOperation.stand_id).where(
            CardOperation.visitor_id == visitor.id,
            CardOperation.client_id.in_([one.id for one in operations]),
        )
    )
    known: dict[str, int | None] = {one.client_id: one.stand_id for one in before}
    fresh = any(one.id not in known for one in operations)
    lines = Lines(session, visitor) if fresh else None
    # Held so that each is found where it is: not asked for one by one.
    stands = stands_of(session, visitor.bazaar) if fresh else ()
    outcomes, done = [], []
    with session.no_autoflush:
        for operation in operations:
            if isinstance(operation, Broken):
                outcomes.append(Outcome(operation.id, operation.reason))
                continue
            if operation.id not in known and lines is not None:
                try:
                    known[operation.id] = _do(lines, operation, skew)
                except Refused as refused:
                    outcomes.append(Outcome(operation.id, refused.reason, refused.stand_id))
                    continue
                done.append(operation.id)
            outcomes.append(Outcome(operation.id, stand_id=known[operation.id]))
    session.flush()
    if done:
        session.execute(insert(CardOperation), [_done(visitor, one, known[one]) for one in done])
    del stands
    return outcomes


def _done(visitor: Visitor, name: str, stand_id: int | None) -> dict[str, Any]:
    return {"visitor_id": visitor.id, "client_id": name, "stand_id": stand_id, "at": now()}


def _do(lines: Lines, operation: Operation, skew: int) -> int | None:
    visitor = lines.visitor
    moment = _moment(visitor, operation.at + skew)
    reason = why_closed(visitor, moment)
    if reason:
        raise Refused(reason, operation.where.id or None)
    if operation.verb == "hand_in":
        visitor.card_handed_in_at = moment
        visitor.version += 1
        return None
    if operation.verb == "settle":
        return _settle(lines, operation, skew)
    if operation.verb == "remove":
        return _remove(lines, operation)
    entry = lines.put(operation.where, operation.at + skew)
    edits = {
        name: type(one)(one.value, _clamped(one.at + skew)) for name, one in operation.edits.items()
    }
    merging.merge(entry, edits, operation.device, operation.base)
    return entry.stand_id


def new_entry(visitor: Visitor, stand: Stand, source: str, visited_at: dt.datetime) -> CardEntry:
    """A line with nothing on it but that the stand was visited."""
    return CardEntry(
        visitor_id=visitor.id,
        stand_id=stand.id,
        stand=stand,
        visited_at=visited_at,
        source=source,
        interest=None,
        expectation="",
        wants_workshop=False,
        note="",
        edits={},
        version=1,
    )


def _remove(lines: Lines, operation: Operation) -> int | None:
    where = operation.where
    stand_id = where.id or find_stand(lines.session, lines.visitor.bazaar, where)[0].id
    entry = lines.of(stand_id)
    if entry is not None and not (operation.base and _written_since(entry, operation)):
        lines.remove(entry)
    return stand_id


def _written_since(entry: CardEntry, operation: Operation) -> bool:
    """Whether somebody wrote on it elsewhere, and who removes it has not seen that."""
    return any(
        device != operation.device and version > operation.base
        for _at, device, version in entry.edits.values()
    )


def _settle(lines: Lines, operation: Operation, skew: int) -> int:
    found = lines.session.execute(
        select(CardDifference, CardEntry)
        .join(CardEntry, CardEntry.id == CardDifference.entry_id)
        .where(CardDifference.id == operation.difference, CardEntry.visitor_id == lines.visitor.id)
    ).first()
    if found is None:
        raise Refused("settled")
    difference, entry = found
    at = _clamped(operation.at + skew)
    merging.settle(entry, difference, operation.use, operation.device, at)
    return int(entry.stand_id)


def _clamped(milliseconds: int) -> int:
    """Not in the future: a phone whose clock runs ahead would win for ever."""
    return max(0, min(milliseconds, int(now().timestamp() * 1000)))


def _moment(visitor: Visitor, milliseconds: int) -> dt.datetime:
    """Nor before there was such a visitor."""
    moment = dt.datetime.fromtimestamp(_clamped(milliseconds) / 1000, dt.UTC)
    return max(moment, visitor.created_at)
