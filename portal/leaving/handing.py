"""Handing things over: plugin by plugin, chunk by chunk, and what did not go is left behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.audit.trail import record
from portal.database import now
from portal.leaving.asking import Answers, Held, holdings_of
from portal.leaving.holdings import Key
from portal.leaving.models import Departure, LeftThing
from portal.leaving.planning import Plan, active_people
from portal.references.finding import with_addresses
from portal.runtime import portal

#: So many things change hands in one go; more are left to jobs, so that nobody waits for the lock.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What a chunk did: how many changed hands by successor, and whether more wait."""

    given: dict[int, int]
    more: bool


def hand_over(
    session: Session, actor: Actor, departure: Departure, *, after: Key | None = None
) -> tuple[Result, Key | None]:
    """Gives away the next chunk of what the plan has successors for, in the order of the things'
    keys, beginning after `after`; returns what it did and where it came to.

    What a plugin refuses or fails at stays the leaver's and is left behind.
    """
    user, plan = departure.user, Plan.from_json(departure.plan)
    answers = holdings_of(session, user)
    people = active_people(session, plan.successors)
    wanted = [
        (one, successor)
        for one in sorted(answers.held, key=_order)
        if one.thing.needs_successor
        and (after is None or _order(one) > _order_of(after))
        and (successor := people.get(plan.successor_of(one.thing) or 0)) is not None
    ]
    now_, later = wanted[:CHUNK], wanted[CHUNK:]
    given = give(session, actor, departure, now_)
    look_again(session, departure)
    return Result(given, bool(later)), now_[-1][0].thing.key if now_ else None


def give(
    session: Session,
    actor: Actor,
    departure: Departure,
    wanted: Sequence[tuple[Held, User]],
) -> dict[int, int]:
    """Hands over, and notes who has what; returns how many by successor. Asks the plugins again
    afterwards: only what they no longer hold to be the leaver's counts as given."""
    core, user = portal(), departure.user
    batches: dict[tuple[str, int], list[Held]] = {}
    people = {successor.id: successor for _one, successor in wanted}
    for one, successor in wanted:
        batches.setdefault((one.owner, successor.id), []).append(one)
    for (owner, successor_id), things in batches.items():
        with with_addresses(), core.dispatch.guard(owner, "hand_over", session):
            core.plugins.call_one(
                "hand_over",
                owner,
                {
                    "session": session,
                    "actor": actor,
                    "user": user,
                    "successor": people[successor_id],
                    "holdings": [one.thing for one in things],
                },
            )
    session.flush()
    if not batches:
        return {}
    answers = holdings_of(session, user)
    still = {one.thing.key for one in answers.held}
    given: dict[int, int] = {}
    there = _rows(session, departure)
    for (owner, successor_id), things in batches.items():
        if owner in answers.unasked:
            continue
        for one in things:
            if one.thing.key in still:
                continue
            row = there.get(one.thing.key) or _row(session, departure, one)
            row.successor_id, row.given_at = successor_id, now()
            given[successor_id] = given.get(successor_id, 0) + one.thing.count
    for successor_id, count in sorted(given.items()):
        detail = {"successor": people[successor_id].name, "things": count}
        record(session, actor, "person.handed_over", "person", user.id, **detail)
    session.flush()
    return given


def look_again(session: Session, departure: Departure) -> int:
    """Brings the list of what is left behind up to date with what the plugins say; returns how
    much there is. What a plugin that is off answered earlier stays in it."""
    answers = holdings_of(session, departure.user)
    write_left(session, departure, answers)
    return sum(1 for row in _rows(session, departure).values() if row.successor_id is None)


def write_left(session: Session, departure: Departure, answers: Answers) -> None:
    """As `look_again`, from answers that are there already."""
    there = _rows(session, departure)
    held = {one.thing.key: one for one in answers.ownerless}
    for key, one in held.items():
        row = there.get(key)
        if row is None:
            _row(session, departure, one)
        else:
            # It may have come back: a successor handed it to the one who has left since.
            row.title, row.url, row.unit_id = (
                one.thing.title[:300],
                one.thing.url,
                one.thing.unit_id,
            )
            row.successor_id = row.given_at = None
    gone = [
        row.id
        for key, row in there.items()
        if row.successor_id is None and key not in held and row.owner not in answers.unasked
    ]
    if gone:
        session.execute(delete(LeftThing).where(LeftThing.id.in_(gone)))
    departure.unasked = list(answers.unasked)
    session.flush()


def _rows(session: Session, departure: Departure) -> dict[Key, LeftThing]:
    rows = session.scalars(select(LeftThing).where(LeftThing.departure_id == departure.id))
    return {(row.kind, row.object_id, row.part): row for row in rows}


def _row(session: Session, departure: Departure, one: Held) -> LeftThing:
    thing = one.thing
    row = LeftThing(
        departure_id=departure.id,
        owner=one.owner,
        kind=thing.kind,
        object_id=thing.id,
        part=str(thing.part),
        title=thing.title[:300],
        url=thing.url[:500],
        words=str(thing.words)[:80],
        count=thing.count,
        unit_id=thing.unit_id,
    )
    session.add(row)
    return row


def given_to(session: Session, departure: Departure) -> dict[int, list[LeftThing]]:
    """What each successor has taken over."""
    found: dict[int, list[LeftThing]] = {}
    rows = session.scalars(
        select(LeftThing)
        .where(LeftThing.departure_id == departure.id, LeftThing.successor_id.is_not(None))
        .order_by(LeftThing.kind, LeftThing.title, LeftThing.id)
    )
    for row in rows:
        assert row.successor_id is not None
        found.setdefault(row.successor_id, []).append(row)
    return found


def _order(one: Held) -> Key:
    return _order_of(one.thing.key)


def _order_of(key: Iterable[str | int]) -> Key:
    kind, object_id, part = key
    return str(kind), int(object_id), str(part)
