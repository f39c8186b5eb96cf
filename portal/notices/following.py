"""Following an object, or everything with a tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.errors import PortalError
from portal.notices.models import Follow

TAG = "tag"
MAX_TAG, MAX_FOLLOWED = 80, 500


def follow(session: Session, actor: Actor, kind: str, object_id: int) -> None:
    """`actor` wants to hear of an object; the caller has made sure that they see it."""
    _add(session, actor, kind, object_id, "")


def unfollow(session: Session, actor: Actor, kind: str, object_id: int) -> None:
    """`actor` wants to hear no more of it."""
    _remove(session, actor, kind, object_id, "")


def follow_tag(session: Session, actor: Actor, tag: str) -> str:
    """`actor` wants to hear of everything with a tag; returns the tag as it is kept. Raises
    PortalError for one that is empty or too long."""
    plain = clean_tag(tag)
    if not plain:
        raise PortalError(_("Write a tag."))
    if len(plain) > MAX_TAG:
        raise PortalError(_("Write at most %(number)s characters.", number=MAX_TAG))
    _add(session, actor, TAG, 0, plain)
    return plain


def unfollow_tag(session: Session, actor: Actor, tag: str) -> None:
    """`actor` wants to hear no more of a tag."""
    _remove(session, actor, TAG, 0, clean_tag(tag))


def clean_tag(tag: str) -> str:
    """A tag whatever its case and spaces."""
    return " ".join(tag.replace("\x00", "").split()).casefold()


def follows(session: Session, actor: Actor, kind: str, object_id: int) -> bool:
    """Whether `actor` follows an object."""
    statement = select(Follow.id).where(
        Follow.user_id == actor.user_id, Follow.kind == kind, Follow.object_id == object_id
    )
    return session.scalar(statement) is not None


def followed_by(session: Session, actor: Actor) -> Sequence[Follow]:
    """All that `actor` follows, the newest first."""
    return session.scalars(
        select(Follow).where(Follow.user_id == actor.user_id).order_by(Follow.id.desc())
    ).all()


def followers_of(session: Session, kind: str, object_id: int, tags: Iterable[str] = ()) -> set[int]:
    """The ids of those who follow an object or one of the tags."""
    targets: list[ColumnElement[bool]] = [
        and_(Follow.kind == kind, Follow.object_id == object_id, Follow.tag == "")
    ]
    plain = {clean_tag(tag) for tag in tags} - {""}
    if plain:
        targets.append(and_(Follow.kind == TAG, Follow.object_id == 0, Follow.tag.in_(plain)))
    return set(session.scalars(select(Follow.user_id).where(or_(*targets))))


def forget_follows(session: Session, kind: str, object_id: int) -> None:
    """The object is gone."""
    session.execute(delete(Follow).where(Follow.kind == kind, Follow.object_id == object_id))


def _add(session: Session, actor: Actor, kind: str, object_id: int, tag: str) -> None:
    assert actor.user_id is not None
    there = followed_by(session, actor)
    if any((one.kind, one.object_id, one.tag) == (kind, object_id, tag) for one in there):
        return
    if len(there) >= MAX_FOLLOWED:
        words = _("You follow %(number)s things. Let go of one first.", number=len(there))
        raise PortalError(words)
    row = Follow(user_id=actor.user_id, kind=kind, object_id=object_id, tag=tag)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # pressed twice at once
        pass


def _remove(session: Session, actor: Actor, kind: str, object_id: int, tag: str) -> None:
    session.execute(
        delete(Follow).where(
            Follow.user_id == actor.user_id,
            Follow.kind == kind,
            Follow.object_id == object_id,
            Follow.tag == tag,
        )
    )
