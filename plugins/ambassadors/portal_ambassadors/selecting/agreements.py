"""What an ambassador and the organisation expect of each other, in versions. Nothing here
commits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.api import (
    Actor,
    NotAllowed,
    PortalError,
    User,
    may,
    narrow,
    notify,
    now,
    record,
)

from ..models import Agreement, Ambassador
from ..permissions import COORDINATE
from ..profiles import services as profiles
from ..profiles.data import InvalidProfile
from ..rounds.leaders import leaders_of, leads
from ..vocabulary import KIND, TEXT_MAX

TOLD = "ambassadors.agreement"
TEXTS = {
    "purpose": _l("Purpose"),
    "tasks": _l("Tasks"),
    "time": _l("Time each month"),
    "mandate": _l("Mandate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementData:
    """What a version says."""

    purpose: str = ""
    tasks: str = ""
    time: str = ""
    mandate: str = ""
    contact_id: int | None = None


def data_of(agreement: Agreement | None) -> AgreementData:
    """What a version says; nothing where there is none."""
    if agreement is None:
        return AgreementData()
    texts = {name: getattr(agreement, name) for name in TEXTS}
    return AgreementData(**texts, contact_id=agreement.contact_id)


def versions(session: Session, ambassador: Ambassador) -> Sequence[Agreement]:
    """All versions, the newest first. Ask `side` before they are shown."""
    people = (Agreement.contact, Agreement.made_by, Agreement.other_yes_by)
    return session.scalars(
        select(Agreement)
        .where(Agreement.ambassador_id == ambassador.id)
        .order_by(Agreement.number.desc())
        .options(*(joinedload(one) for one in people))
    ).all()


def latest(session: Session, ambassador: Ambassador) -> Agreement | None:
    """The newest version."""
    return session.scalar(
        select(Agreement)
        .where(Agreement.ambassador_id == ambassador.id)
        .order_by(Agreement.number.desc())
        .limit(1)
    )


def side(session: Session, actor: Actor, ambassador: Ambassador) -> str:
    """'own' for the ambassador, 'other' for coordinators and the leader, '' for everybody else,
    who only sees that there is an agreement."""
    if actor.user_id is None:
        return ""
    if actor.user_id == ambassador.user_id:
        return "own"
    if not may(session, actor, "view", ambassador):
        return ""
    other = COORDINATE in actor.permissions or leads(session, actor, ambassador.user_id)
    return "other" if other else ""


def draft(session: Session, actor: Actor, ambassador: Ambassador) -> Agreement:
    """The version to begin with; who becomes an ambassador again begins anew on what there was."""
    there = latest(session, ambassador)
    data = data_of(there)
    if there is None:
        data = AgreementData(
            purpose=_("To carry experiments that worked into your own department."),
            tasks=_("Help colleagues who want to try something. Take part in the meetings."),
            time=_("About four hours."),
            mandate=ambassador.mandate,
            contact_id=actor.user_id,
        )
    return _write(session, actor, ambassador, data)


def change(
    session: Session, actor: Actor, ambassador: Ambassador, data: AgreementData, based_on: int
) -> Agreement | None:
    """A further version, which both sides confirm anew; None where nothing changed. `based_on` is
    the number the writer read (0: none). Raises NotAllowed, InvalidProfile with the errors by
    field, and PortalError when there is a newer one."""
    _require(session, actor, ambassador)
    profiles.lock(session, ambassador)
    there = latest(session, ambassador)
    if based_on != (there.number if there else 0):
        raise PortalError(_("There is a newer version by now. Read it, then save again."))
    before = data_of(there)
    texts = {name: _plain(getattr(data, name)) for name in TEXTS}
    errors = {
        name: _("Make it shorter: at most %(max)d characters.", max=TEXT_MAX)
        for name, text in texts.items()
        if len(text) > TEXT_MAX
    }
    if not texts["purpose"]:
        errors["purpose"] = _("Write what it is for.")
    if data.contact_id is not None and data.contact_id != before.contact_id:
        wanted = select(User.id).where(User.id == data.contact_id, User.active)
        if session.scalar(narrow(wanted, actor, User)) is None:
            errors["contact_id"] = _("Choose somebody from the list.")
    if errors:
        raise InvalidProfile(errors)
    wanted_data = AgreementData(**texts, contact_id=data.contact_id)
    if there is not None and wanted_data == before:
        return None
    return _write(session, actor, ambassador, wanted_data)


def confirm(session: Session, actor: Actor, ambassador: Ambassador, number: int) -> Agreement:
    """One side says yes to the version it has read. Raises NotAllowed, and PortalError when that
    is no longer the newest."""
    which = _require(session, actor, ambassador)
    profiles.lock(session, ambassador)
    there = latest(session, ambassador)
    if there is None or there.number != number:
        raise PortalError(_("There is a newer version by now. Read it first."))
    if which == "own" and there.own_yes_at is None:
        there.own_yes_at = now()
        people = others(session, ambassador)
    elif which == "other" and there.other_yes_at is None:
        there.other_yes_at, there.other_yes_by_id = now(), actor.user_id
        people = {ambassador.user_id}
    else:
        return there
    record(session, actor, "ambassador.agreed", KIND, ambassador.id)
    notify(session, actor, TOLD, people, KIND, ambassador.id, key="confirmed")
    return there


def give_contact(session: Session, actor: Actor, ambassador: Ambassador, to: User) -> None:
    """Somebody else is the one the ambassador turns to, in a version of its own."""
    there = latest(session, ambassador)
    if there is not None:
        texts = {name: getattr(there, name) for name in TEXTS}
        _write(session, actor, ambassador, AgreementData(**texts, contact_id=to.id))


def others(session: Session, ambassador: Ambassador) -> set[int]:
    """Who speaks for the other side: the contact, the nearest leaders."""
    there = latest(session, ambassador)
    found = leaders_of(session, [ambassador.user_id]).get(ambassador.user_id, set())
    contact = there.contact_id if there is not None else None
    return {*found, *([contact] if contact else [])} - {ambassador.user_id}


Change = tuple[str, str]


def differences(old: Agreement, new: Agreement) -> dict[str, list[Change]]:
    """What is different in each text: field -> ('same' | 'out' | 'in', words)."""
    found = {}
    for name in TEXTS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found[name] = _words(before, after)
    return found


def _words(before: str, after: str) -> list[Change]:
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    found: list[Change] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if len(old) * len(new) > 4_000_000:  # too long to look at every word
        return [("out", before), ("in", after)]
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[first:last])))
            continue
        if last > first:
            found.append(("out", "".join(old[first:last])))
        if end > start:
            found.append(("in", "".join(new[start:end])))
    return found


def _write(
    session: Session, actor: Actor, ambassador: Ambassador, data: AgreementData
) -> Agreement:
    newest = session.scalar(
        select(func.max(Agreement.number)).where(Agreement.ambassador_id == ambassador.id)
    )
    texts = {name: getattr(data, name) for name in TEXTS}
    made = Agreement(
        ambassador_id=ambassador.id,
        number=(newest or 0) + 1,
        contact_id=data.contact_id,
        made_by_id=actor.user_id,
        **texts,
    )
    session.add(made)
    session.flush()
    record(session, actor, "ambassador.agreement", KIND, ambassador.id)
    people = {ambassador.user_id, *others(session, ambassador)}
    notify(session, actor, TOLD, people, KIND, ambassador.id, key="changed")
    return made


def _require(session: Session, actor: Actor, ambassador: Ambassador) -> str:
    found = side(session, actor, ambassador)
    if not found:
        raise NotAllowed(_("Only the ambassador and the other side of the agreement can do this."))
    return found


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
