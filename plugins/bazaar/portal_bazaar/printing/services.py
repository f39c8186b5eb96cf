"""Who may print what, what was printed already, and the box."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import get_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, enqueue, now, record

from ..models import Bazaar, PrintBox, Printed
from ..permissions import moderates, organises
from . import kinds
from .things import Print, Thing

BOX_JOB = "bazaar.box"
#: So long a box can be fetched.
KEPT = dt.timedelta(days=3)
ALL, MISSING = "all", "missing"


@dataclass(frozen=True)
class Shelf:
    """A kind of print on the page: how much of it there is, and how much is left to print."""

    print: Print
    done: Mapping[int, str]

    @property
    def new(self) -> list[Thing]:
        """Never printed."""
        return [one for one in self.print.things if one.id not in self.done]

    @property
    def changed(self) -> list[Thing]:
        """Printed, and different since."""
        return [
            one
            for one in self.print.things
            if one.id in self.done and self.done[one.id] != self.print.digest(one)
        ]

    @property
    def missing(self) -> list[Thing]:
        """What is to be printed, in the order of the print."""
        wanted = {one.id for one in self.new} | {one.id for one in self.changed}
        return [one for one in self.print.things if one.id in wanted]

    @property
    def pages(self) -> int | None:
        """How many pages all of it is; None where only the print tells."""
        each = self.print.kind.each
        return -(-len(self.print.things) // each) if each else None

    def chosen(self, which: str) -> Sequence[Thing]:
        """The things that a form's choice names: all, missing, or one by its id."""
        if which == ALL:
            return self.print.things
        if which == MISSING:
            return self.missing
        return [one for one in self.print.things if str(one.id) == which]


def kinds_for(session: Session, actor: Actor, bazaar: Bazaar) -> list[kinds.Kind]:
    """What the actor may print of all the bazaar: organisers everything, moderators their cards
    and the plan."""
    if organises(session, actor, bazaar):
        return list(kinds.KINDS.values())
    if moderates(session, actor, bazaar):
        return [one for one in kinds.KINDS.values() if one.name in kinds.FOR_MODERATORS]
    return []


def printed(session: Session, bazaar: Bazaar) -> dict[str, dict[int, str]]:
    """What was printed, by kind and thing, with its digest."""
    found: dict[str, dict[int, str]] = {}
    rows = session.scalars(select(Printed).where(Printed.bazaar_id == bazaar.id))
    for row in rows:
        found.setdefault(row.kind, {})[row.thing_id] = row.digest
    return found


def note_printed(session: Session, bazaar_id: int, one: Print, things: Iterable[Thing]) -> None:
    """Remembers how these things looked when they were printed."""
    name = one.kind.name
    known = {
        row.thing_id: row
        for row in session.scalars(
            select(Printed).where(Printed.bazaar_id == bazaar_id, Printed.kind == name)
        )
    }
    for thing in things:
        row = known.get(thing.id)
        if row is None:
            row = Printed(bazaar_id=bazaar_id, kind=name, thing_id=thing.id)
            session.add(row)
        row.digest, row.at = one.digest(thing), now()


def wish_box(session: Session, actor: Actor, bazaar: Bazaar, names: Collection[str]) -> PrintBox:
    """Has a box of these kinds made by the worker; it takes the place of an earlier one."""
    box = session.get(PrintBox, bazaar.id)
    if box is None:
        box = PrintBox(bazaar_id=bazaar.id)
        session.add(box)
    box.wish = str(uuid.uuid4())
    box.kinds = " ".join(one for one in kinds.KINDS if one in names)
    box.language = str(get_locale() or "da")
    box.state, box.wished_at, box.wished_by_id = "waiting", now(), actor.user_id
    box.made_at, box.content, box.size = None, None, 0
    enqueue(session, BOX_JOB, {"bazaar": bazaar.id, "wish": box.wish})
    record(session, actor, "bazaar.box_wished", "bazaar", bazaar.id, title=bazaar.title)
    return box


def forget_boxes(session: Session) -> None:
    """Deletes boxes that were there to be fetched long enough: there are names in them."""
    for box in session.scalars(select(PrintBox).where(PrintBox.wished_at < now() - KEPT)):
        session.delete(box)
