"""The life of a stand: proposed or invited, confirmed with a number, moved, withdrawn.

Sessions and actors are given; nothing here commits. Whoever may not is told with NotAllowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.api import Actor, ConflictError, NotAllowed, PortalError, now, record

from ..card.codes import give_short_code
from ..models import Bazaar, Stand
from ..permissions import LIVE_STANDS, bazaar_saved, keeps, organises
from ..vocabulary import BazaarStatus, StandStatus
from . import mails, undo
from .data import PLACE_MAX as PLACE_MAX
from .data import StandData, StandProblem, fill
from .words import STAND

NUMBER_MAX = 9999


def may_edit(session: Session, actor: Actor, stand: Stand) -> bool:
    """Whether the actor may change what is said of the stand: its keepers and the organisers."""
    if organises(session, actor, stand.bazaar):
        return True
    return is_open(stand.bazaar) and stand.status in LIVE_STANDS and keeps(session, actor, stand)


def is_open(bazaar: Bazaar) -> bool:
    """Whether stands can be proposed and answered for."""
    return bazaar.status in (BazaarStatus.PLANNED, BazaarStatus.ANNOUNCED)


def propose(session: Session, actor: Actor, bazaar: Bazaar, data: StandData) -> Stand:
    """A colleague proposes a stand and is its keeper. Raises StandProblem, PortalError."""
    if actor.user_id is None or not is_open(bazaar):
        raise PortalError(_("Stands can no longer be proposed for this bazaar."))
    people = list(dict.fromkeys([actor.user_id, *data.keeper_ids]))
    stand = _new(session, actor, bazaar, data, StandStatus.PROPOSED, people)
    mails.proposed(session, actor, stand)
    return stand


def invite(
    session: Session, actor: Actor, bazaar: Bazaar, data: StandData, message: str = ""
) -> Stand:
    """An organiser asks people to keep a stand. Raises StandProblem, NotAllowed."""
    _require_organiser(session, actor, bazaar)
    if not data.keeper_ids and not data.guests:
        raise StandProblem("keeper_ids", _("Choose whom to invite."))
    stand = _new(session, actor, bazaar, data, StandStatus.INVITED, data.keeper_ids)
    stand.invitation = message
    mails.invited(session, actor, stand)
    return stand


def add(session: Session, actor: Actor, bazaar: Bazaar, data: StandData) -> Stand:
    """An organiser adds a stand that is agreed already: it is confirmed at once. Raises
    StandProblem, NotAllowed."""
    _require_organiser(session, actor, bazaar)
    stand = _new(session, actor, bazaar, data, StandStatus.PROPOSED, data.keeper_ids)
    confirm(session, actor, [stand])
    if data.number is not None:
        set_number(session, actor, stand, data.number)
    return stand


def change(
    session: Session, actor: Actor, stand: Stand, data: StandData, version: int | None = None
) -> None:
    """Saves what a form says; `version` is what it was made from. Raises StandProblem, NotAllowed,
    and ConflictError where somebody else saved meanwhile."""
    if not may_edit(session, actor, stand):
        raise NotAllowed
    session.refresh(stand, with_for_update={"of": Stand})
    if version is not None and version != stand.version:
        raise ConflictError(_("Somebody else changed the stand meanwhile."))
    before = {one.id for one in stand.keepers}
    fill(session, actor, stand, data)
    if data.number is not None and data.number != stand.number:
        set_number(session, actor, stand, data.number)
    session.flush()
    new = [one for one in stand.keepers if one.id not in before]
    if stand.status == StandStatus.INVITED:
        mails.invited(session, actor, stand, new)
    elif stand.status == StandStatus.CONFIRMED:
        mails.confirmed(session, actor, stand, new)
    _saved(session, actor, stand, "changed")


def confirm(session: Session, actor: Actor, stands: Iterable[Stand]) -> list[Stand]:
    """The stands take part: each gets a number and its codes, and its keepers are told. Those that
    are confirmed are left alone. Raises NotAllowed."""
    done = []
    before = {}
    for stand in stands:
        _require_organiser(session, actor, stand.bazaar)
        before[stand.id] = str(stand.status), stand.number
        if stand.status == StandStatus.CONFIRMED:
            continue
        _take_part(session, actor, stand)
        mails.confirmed(session, actor, stand)
        done.append(stand)
    if len(done) > 1:
        rows = [[one.id, *before[one.id], one.version] for one in done]
        undo.keep(session, done[0].bazaar, undo.CONFIRM, stands=rows)
    return done


def accept(session: Session, actor: Actor, stand: Stand) -> None:
    """A keeper says yes to an invitation. The view has seen to it that it is theirs."""
    _answerable(stand)
    _take_part(session, actor, stand)
    mails.answered(session, actor, stand, accepted=True)


def decline(session: Session, actor: Actor, stand: Stand, reason: str = "") -> None:
    """A keeper says no to an invitation, or an organiser to a proposal."""
    if stand.status == StandStatus.PROPOSED:
        _require_organiser(session, actor, stand.bazaar)
        told = mails.turned_down
    else:
        _answerable(stand)
        told = mails.turned_down_by_keeper
    stand.status, stand.reason = StandStatus.DECLINED, reason
    told(session, actor, stand)
    _saved(session, actor, stand, "declined")


def withdraw(session: Session, actor: Actor, stand: Stand, reason: str = "") -> None:
    """The stand does not take part after all. It keeps its number, which nobody else gets: a
    printed one must not lead elsewhere. Raises NotAllowed."""
    if not may_edit(session, actor, stand):
        raise NotAllowed
    if stand.status not in LIVE_STANDS:
        return
    stand.status, stand.reason = StandStatus.WITHDRAWN, reason
    mails.withdrawn(session, actor, stand)
    _saved(session, actor, stand, "withdrawn")


def move(
    session: Session,
    actor: Actor,
    stand: Stand,
    *,
    x: int | None,
    y: int | None,
    place: str | None = None,
    tell: bool = False,
) -> None:
    """Puts the stand elsewhere on the plan, in thousandths; its number stays. `tell`: on the day,
    whoever looks for it is told. Raises NotAllowed, StandProblem."""
    _require_organiser(session, actor, stand.bazaar)
    for name, value in (("x", x), ("y", y)):
        if value is not None and not 0 <= value <= 1000:
            raise StandProblem(name, _("Write a number from 0 to 1000."))
    if (x is None) != (y is None):
        raise StandProblem("x", _("Write both numbers, or none."))
    changed = (x, y, stand.place if place is None else place) != (stand.x, stand.y, stand.place)
    stand.x, stand.y = x, y
    if place is not None:
        stand.place = place
    if not changed:
        return
    stand.moved_at = now()
    if tell:
        mails.moved(session, actor, stand)
    _saved(session, actor, stand, "moved")


def set_number(session: Session, actor: Actor, stand: Stand, number: int) -> None:
    """Gives the stand a number of the organiser's choice. Raises NotAllowed, StandProblem."""
    _require_organiser(session, actor, stand.bazaar)
    if not 1 <= number <= NUMBER_MAX:
        raise StandProblem("number", _("Write a number from 1 to %(most)s.", most=NUMBER_MAX))
    lock(session, stand.bazaar)
    other = session.scalar(
        select(Stand).where(
            Stand.bazaar_id == stand.bazaar_id, Stand.number == number, Stand.id != stand.id
        )
    )
    if other is not None:
        words = _("%(number)s is the number of %(title)s.", number=number, title=other.title)
        raise StandProblem("number", words)
    stand.number = number
    session.flush()


def number_anew(session: Session, actor: Actor, bazaar: Bazaar) -> int:
    """Numbers the confirmed stands from 1, theme by theme, by title; how many there are. What was
    printed is out of date then. Raises NotAllowed."""
    _require_organiser(session, actor, bazaar)
    lock(session, bazaar)
    stands = session.scalars(
        select(Stand).where(Stand.bazaar_id == bazaar.id).order_by(Stand.id)
    ).all()
    places = {one.id: one.position for one in bazaar.themes}
    confirmed = [one for one in stands if one.status == StandStatus.CONFIRMED]
    last = len(places) + 1
    confirmed.sort(key=lambda one: (places.get(one.theme_id or 0, last), one.title.casefold()))
    before = {one.id: one.number for one in stands}
    for stand in stands:
        stand.number = None
    session.flush()
    for number, stand in enumerate(confirmed, start=1):
        stand.number = number
        stand.version += 1
    session.flush()
    numbers = [[one.id, before[one.id], one.number] for one in stands]
    undo.keep(session, bazaar, undo.NUMBERS, stands=numbers)
    record(session, actor, "bazaar_stand.numbered", "bazaar", bazaar.id)
    return len(confirmed)


def lock(session: Session, bazaar: Bazaar) -> None:
    """Nobody else gives numbers in this bazaar before our commit."""
    session.flush()
    session.refresh(bazaar, ["version"], with_for_update={"of": Bazaar})


def _new(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    data: StandData,
    status: str,
    keeper_ids: Iterable[int],
) -> Stand:
    stand = Stand(bazaar_id=bazaar.id, status=status, proposed_by_id=None, keepers=[])
    stand.bazaar = bazaar
    if status == StandStatus.PROPOSED and not organises(session, actor, bazaar):
        stand.proposed_by_id = actor.user_id
    with session.no_autoflush:
        fill(session, actor, stand, replace(data, keeper_ids=list(keeper_ids)))
    session.add(stand)
    _saved(session, actor, stand, str(status))
    return stand


def _take_part(session: Session, actor: Actor, stand: Stand) -> None:
    if stand.number is None:
        lock(session, stand.bazaar)
        last = session.scalar(
            select(func.max(Stand.number)).where(Stand.bazaar_id == stand.bazaar_id)
        )
        stand.number = (last or 0) + 1
    stand.status, stand.reason = StandStatus.CONFIRMED, ""
    give_short_code(session, stand)
    _saved(session, actor, stand, "confirmed")


def _answerable(stand: Stand) -> None:
    if stand.status != StandStatus.INVITED or not is_open(stand.bazaar):
        raise PortalError(_("The invitation has been answered already."))


def _require_organiser(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    if not organises(session, actor, bazaar):
        raise NotAllowed


def _saved(session: Session, actor: Actor, stand: Stand, action: str) -> None:
    stand.updated_at = now()
    stand.version = (stand.version or 0) + 1
    session.flush()
    record(session, actor, f"bazaar_stand.{action}", STAND, stand.id, title=stand.title)
    # Keepers see a bazaar that others do not see yet.
    bazaar_saved(session, stand.bazaar, actor)
