"""Wishing for a practice, and taking it back. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    FieldProblem,
    Membership,
    NotAllowed,
    Unit,
    User,
    name_key,
    now,
)

from ..models import PracticeWish
from ..sheets import fact

TITLE_MAX, TEXT_MAX, WISHES_MAX = 200, 500, 100


class InvalidWish(FieldProblem):
    """What was wished for cannot be kept; `field` is where it was written."""


def own_wish(session: Session, actor: Actor, sheet_id: int) -> PracticeWish | None:
    """The actor's wish for a sheet's practice."""
    if actor.user_id is None:
        return None
    return session.scalar(
        select(PracticeWish).where(
            PracticeWish.user_id == actor.user_id, PracticeWish.sheet_id == sheet_id
        )
    )


def own_wishes(session: Session, actor: Actor) -> list[PracticeWish]:
    """The actor's wishes, the newest first."""
    if actor.user_id is None:
        return []
    rows = select(PracticeWish).where(PracticeWish.user_id == actor.user_id)
    return list(session.scalars(rows.order_by(PracticeWish.id.desc())))


def make_wish(
    session: Session,
    actor: Actor,
    *,
    sheet_id: int | None = None,
    title: str = "",
    unit_id: int | None = None,
    text: str = "",
) -> PracticeWish:
    """Wishes for the practice of a published sheet the actor sees, or for one they describe; the
    same again is the same wish. Without `unit_id` it is for the actor's own education.

    Raises NotAllowed for somebody without an account or a sheet not to be seen, InvalidWish for
    what cannot be kept.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in to make a wish."))
    title = " ".join(title.replace("\x00", "").split())
    text = text.replace("\x00", "").strip()
    if sheet_id is not None:
        found = fact(session, actor, sheet_id)
        if found is None or not found.published:
            raise NotAllowed(_("There is no such fact sheet."))
        title = ""
    elif not name_key(title):
        raise InvalidWish("title", _("Write what you would like to try."))
    elif len(title) > TITLE_MAX:
        raise InvalidWish("title", _too_long(TITLE_MAX))
    if len(text) > TEXT_MAX:
        raise InvalidWish("text", _too_long(TEXT_MAX))
    own = own_units(session, actor)
    if unit_id is None:
        unit_id = own[0].id if own else None
    elif unit_id not in {unit.id for unit in own}:
        raise InvalidWish("unit_id", _("Choose a place of your own."))
    if len(own_wishes(session, actor)) >= WISHES_MAX:
        raise InvalidWish("title", _("You have many wishes already. Take one back first."))
    _insert(
        session,
        {
            "user_id": actor.user_id,
            "sheet_id": sheet_id or 0,
            "title": title,
            "title_key": name_key(title) if title else "",
            "unit_id": unit_id,
            "text": text,
            "created_at": now(),
        },
    )
    return session.scalars(
        select(PracticeWish).where(
            PracticeWish.user_id == actor.user_id,
            PracticeWish.sheet_id == (sheet_id or 0),
            PracticeWish.title_key == (name_key(title) if title else ""),
        )
    ).one()


def take_back(session: Session, actor: Actor, wish_id: int) -> PracticeWish | None:
    """Takes one of the actor's wishes back; None where there is none of theirs."""
    found = session.get(PracticeWish, wish_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        return None
    session.delete(found)
    session.flush()
    return found


def change_unit(session: Session, actor: Actor, wish: PracticeWish, unit_id: int | None) -> None:
    """Whom the wish is for. Raises InvalidWish for a place that is not the actor's."""
    if unit_id is not None and unit_id not in {unit.id for unit in own_units(session, actor)}:
        raise InvalidWish("unit_id", _("Choose a place of your own."))
    wish.unit_id = unit_id


def own_units(session: Session, actor: Actor) -> list[Unit]:
    """The places the actor belongs to, educations first, by name."""
    if actor.user_id is None:
        return []
    rows = session.scalars(
        select(Unit)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.user_id == actor.user_id, Unit.closed_at.is_(None))
        .distinct()
    )
    return sorted(rows, key=lambda unit: (unit.kind != "education", unit.name.casefold(), unit.id))


def follow_deleted(session: Session, sheet_id: int) -> None:
    """The sheet is gone: nobody can take its practice home from it."""
    session.execute(delete(PracticeWish).where(PracticeWish.sheet_id == sheet_id))


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """A person's wishes."""
    rows = select(PracticeWish).where(PracticeWish.user_id == user.id).order_by(PracticeWish.id)
    wishes = [
        {
            "sheet": row.sheet_id or None,
            "title": row.title,
            "unit": row.unit_id,
            "text": row.text,
            "made": row.created_at.isoformat(),
        }
        for row in session.scalars(rows)
    ]
    return {"practice_wishes": wishes}


def erase_user(session: Session, user: User) -> None:
    """Their wishes go with them."""
    session.execute(delete(PracticeWish).where(PracticeWish.user_id == user.id))


def move_unit_things(session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
    """Two places became one: the wishes are for that."""
    moved = update(PracticeWish).where(PracticeWish.unit_id == unit.id)
    session.execute(moved.values(unit_id=into.id))


def _insert(session: Session, values: dict[str, Any]) -> None:
    """Two clicks at once are one wish: who comes second changes nothing."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.flush()
    session.execute(dialect.insert(PracticeWish).values(**values).on_conflict_do_nothing())


def _too_long(most: int) -> str:
    return _("Make it shorter: at most %(number)s characters.", number=most)


def titles_of(session: Session, actor: Actor, wishes: Iterable[PracticeWish]) -> dict[int, Any]:
    """The facts of the wished sheets that the actor may still see, by id."""
    from ..sheets import sheets

    found = sheets()
    ids = {wish.sheet_id for wish in wishes if wish.sheet_id}
    return found.facts(session, actor, ids, texts=False) if found is not None and ids else {}
