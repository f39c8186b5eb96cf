"""What the profile of a person has to do with their account: to have it, to erase it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Membership,
    User,
    actor_for,
    attachments_of,
    deleted,
    detach,
    narrow,
    reindex,
    resolve,
    with_descendants,
)

from ..facts import load
from ..models import Ambassador, Competence
from ..parts import PARTS
from ..vocabulary import CHOSEN, KIND, LEVELS, REACH, ROLES, STATUSES
from ..words import language_word
from .services import ambassador_of, hidden_parts, tell

#: What photos hang on, so that the core keeps their files. No kind is called so: the core gives
#: out nothing that hangs on it, and the pages of the profile do, to who may see the photo.
PHOTOS = "ambassador_photo"


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """The profile as it stands, hidden parts too, and whom the person chose."""
    found: dict[str, Any] = {}
    ambassador = ambassador_of(session, user.id)
    if ambassador is not None:
        found["ambassador"] = _profile(session, ambassador)
    chosen = session.scalars(
        select(User.name)
        .join(Ambassador, Ambassador.user_id == User.id)
        .where(Ambassador.chosen_by_id == user.id)
        .order_by(User.name)
    ).all()
    if chosen:
        found["chosen_ambassadors"] = list(chosen)
    return found


def _profile(session: Session, ambassador: Ambassador) -> dict[str, Any]:
    (one,) = load(session, SYSTEM, [ambassador.id])
    rows = session.scalars(select(Competence).where(Competence.id.in_(one.levels)))
    names: dict[int, str] = {row.id: row.name for row in rows}
    # Their own, but not a look behind what is no longer shared with them.
    works = resolve(session, actor_for(session, ambassador.user), one.works).values()
    days = {
        name: value.isoformat()
        for name in ("chosen_on", "mandate_from", "mandate_until", "ended_on")
        if (value := getattr(one, name)) is not None
    }
    return {
        "status": str(STATUSES[one.status].words) if one.status in STATUSES else one.status,
        "hidden": [
            str(PARTS[part].title) for part in sorted(hidden_parts(ambassador)) if part in PARTS
        ],
        "photo": bool(one.photo),
        "help": one.help_text,
        "reach": str(REACH[one.reach].words) if one.reach in REACH else "",
        "reach_note": one.reach_note,
        "roles": [str(ROLES[role].words) for role in one.roles if role in ROLES],
        "competences": {
            names[key]: str(LEVELS[level].words)
            for key, level in one.levels.items()
            if key in names
        },
        "languages": [language_word(code) for code in one.languages],
        "communities": list(one.communities),
        "works": [work.title for work in works if work.title],
        "chosen": str(CHOSEN[one.chosen_how].words) if one.chosen_how in CHOSEN else "",
        "why": one.chosen_why,
        "mandate": one.mandate,
        "confirmed": one.confirmed_at.date().isoformat(),
        **days,
    }


def erase_user(session: Session, user: User) -> None:
    """Deletes the profile, and takes the name from what the person chose."""
    ambassador = ambassador_of(session, user.id)
    if ambassador is not None:
        drop_photo_files(session, ambassador.id)
        object_id = ambassador.id
        session.delete(ambassador)
        session.flush()
        deleted(session, KIND, object_id)
    session.execute(
        update(Ambassador).where(Ambassador.chosen_by_id == user.id).values(chosen_by_id=None)
    )


def drop_photo_files(session: Session, ambassador_id: int) -> None:
    """The uploaded photos hang no longer; the core's sweep deletes them."""
    for row in attachments_of(session, PHOTOS, [ambassador_id])[ambassador_id]:
        detach(session, SYSTEM, row)


def follow_person(session: Session, user_id: int) -> None:
    """The account was changed: who sees the profile, and what the search knows."""
    ambassador = ambassador_of(session, user_id)
    if ambassador is not None:
        tell(session, None, ambassador)


def reindex_unit(session: Session, unit_id: int) -> None:
    """The ambassadors of a unit and those below stand elsewhere now."""
    ids = session.scalars(
        select(Ambassador.id)
        .join(Membership, Membership.user_id == Ambassador.user_id)
        .where(Membership.unit_id.in_(with_descendants(session, [unit_id])))
        .distinct()
    ).all()
    reindex(session, KIND, ids, conceals=False)


def find_ambassador(session: Session, actor: Any, ambassador_id: int) -> Ambassador | None:
    """The ambassador, if `actor` may see them."""
    statement = select(Ambassador).where(Ambassador.id == ambassador_id)
    return session.scalar(narrow(statement, actor, Ambassador))
