"""Taking back what an upload has added, as far as nobody has built on it since.

What it changed stays changed, and so does what somebody was told of or has worked with: a mail
cannot be taken back. Doing it says how much went and how much stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from portal.api import Actor, Model, lists, record

from ...models import InvitedEducation, Keeper, Reminder, SetupImport, Stand, Theme, Visitor
from ...permissions import bazaar_saved
from ...vocabulary import KIND, StandStatus
from ..services import lock, require
from .states import DONE, UNDONE

#: As they lean on each other: those that lean first.
ORDER: Mapping[str, type[Any]] = {
    "visitor": Visitor,
    "stand": Stand,
    "theme": Theme,
    "education": InvitedEducation,
}
#: Databases take so many values at once.
_CHUNK = 500


def added(one: SetupImport, what: str) -> dict[int, str]:
    """What it added of one sort: id -> how it was then."""
    return {row[1]: row[2] for row in one.result.get("made", ()) if row[0] == what}


def can_be_undone(one: SetupImport) -> bool:
    """Whether it is over and added anything; what it added before it kept count is not known."""
    return one.state == DONE and bool(one.result.get("made"))


def how_it_is(thing: Any) -> str:
    """A digest of what must still be so for the thing to be taken back: no names are kept. The
    number and the place on the plan are the organisers' own arranging, and go with a stand."""
    text = json.dumps(_facts(thing), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _facts(thing: Any) -> list[Any]:
    if isinstance(thing, Stand):
        people = sorted([one.user_id or 0, one.name, one.email] for one in thing.keepers)
        words = [thing.title, thing.summary, thing.hands_on, thing.needs]
        return [*words, thing.status, thing.sheet_id, thing.unit_id, thing.code_version, people]
    if isinstance(thing, InvitedEducation):
        return [thing.delegate_id, thing.note, thing.answer]
    if isinstance(thing, Theme):
        return [thing.name]
    return [thing.version, thing.badge_version]


def take_back(session: Session, actor: Actor, one: SetupImport) -> tuple[int, int]:
    """(how many things went, how many stay because something was done with them). Raises
    NotAllowed, and ListProblem where there is nothing to take back."""
    require(session, actor, one.bazaar)
    lock(session, one.bazaar)
    session.refresh(one)
    if not can_be_undone(one):
        raise lists.ListProblem(_("This can no longer be undone."))
    gone: dict[str, int] = {}
    kept: dict[str, int] = {}
    for what, model in ORDER.items():
        then = added(one, what)
        things = _there(session, one, model, then)
        held = _held(session, what, list(things))
        free = [
            thing
            for number, thing in things.items()
            if number not in held and how_it_is(thing) == then[number] and _untold(one, thing)
        ]
        for thing in free:
            session.delete(thing)
        session.flush()
        if free:
            gone[what] = len(free)
        if len(things) > len(free):
            kept[what] = len(things) - len(free)
    one.state = UNDONE
    one.result = {**one.result, "gone": gone, "kept": kept}
    facts = {"gone": sum(gone.values()), "kept": sum(kept.values())}
    record(session, actor, "bazaar.import_undone", KIND, one.bazaar_id, **facts)
    bazaar_saved(session, one.bazaar, actor)
    return facts["gone"], facts["kept"]


def _there(
    session: Session, one: SetupImport, model: type[Any], ids: Collection[int]
) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in _parts(ids):
        wanted = select(model).where(model.id.in_(part), model.bazaar_id == one.bazaar_id)
        found |= {thing.id: thing for thing in session.scalars(wanted)}
    return found


def _untold(one: SetupImport, thing: Any) -> bool:
    """Whether nobody has been written to about it."""
    if isinstance(thing, Stand):
        told = one.options.get("mail_keepers") and thing.keepers
        return thing.status == StandStatus.CONFIRMED and not told
    if isinstance(thing, InvitedEducation):
        return thing.invited_at is None
    if isinstance(thing, Visitor):
        return thing.asked_at is None and thing.wish_education_id is None
    return True


def _held(session: Session, what: str, ids: Collection[int]) -> set[int]:
    """Those that something else leans on: a card, a pitch, a link that was sent."""
    model = ORDER[what]
    own = {Keeper.__table__} if model is Stand else set()
    held = _referred_to(session, model.__table__, ids, own)
    if model is Stand:
        keepers = dict[int, int]()
        for part in _parts(ids):
            wanted = select(Keeper.id, Keeper.stand_id).where(Keeper.stand_id.in_(part))
            keepers |= {row.id: row.stand_id for row in session.execute(wanted)}
        busy = _referred_to(session, Keeper.__table__, keepers, set())
        held |= {keepers[one] for one in busy}
    elif model is Visitor:
        for part in _parts(ids):
            keys = {f"visitor:{one}": one for one in part}
            told = session.scalars(select(Reminder.to_key).where(Reminder.to_key.in_(keys)))
            held |= {keys[key] for key in told}
    return held


def _referred_to(session: Session, table: Any, ids: Collection[int], without: set[Any]) -> set[int]:
    """Which of the rows any other table refers to, whoever's table it is."""
    found: set[int] = set()
    for other in Model.metadata.sorted_tables:
        if other in without:
            continue
        for column in _columns(other, table):
            for part in _parts(ids):
                found |= set(session.scalars(select(column).where(column.in_(part))))
    return found


def _columns(other: Table, table: Any) -> Iterable[Any]:
    return [key.parent for key in other.foreign_keys if key.column.table is table]


def _parts(ids: Collection[int]) -> Iterable[list[int]]:
    numbers = list(ids)
    return (numbers[at : at + _CHUNK] for at in range(0, len(numbers), _CHUNK))
