"""Telling people what concerns them; marking it read; choosing how to be told."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.holders import who_sees
from portal.access.models import Audience
from portal.accounts.models import User
from portal.database import now, own_session, rows_changed
from portal.errors import PortalError
from portal.jobs.queue import enqueue
from portal.notices.following import followers_of
from portal.notices.hours import digest_before
from portal.notices.models import Channel, Notice, NoticeChoice
from portal.notices.topics import topics
from portal.references.models import Tombstone
from portal.runtime import portal

log = logging.getLogger("portal.notices")
MAIL = "notices.mail"
#: Read notices go after this, unread ones after twice as long.
KEPT = dt.timedelta(days=90)


def notify(
    session: Session,
    actor: Actor,
    topic: str,
    users: Iterable[User | int],
    kind: str,
    object_id: int,
    *,
    key: str = "",
    coalesce: bool = False,
    **params: Any,
) -> int:
    """Tells people of something about an object, in the transaction of the change; call it after
    `saved`, which says who may see the object. Returns how many were told.

    Never told: who did it (`actor`), who may not see the object, whose account is disabled, and
    who has switched the topic off. `key` and `params` (JSON-able) are for the topic's words.
    With `coalesce`, the same again before the next digest is counted on the notice that is
    there, if it has not been read. Raises LookupError for a topic that nobody has declared.
    """
    declared = topics().get(topic)
    if declared is None:
        raise LookupError(f"nobody has declared the notices {topic}")
    session.flush()
    wanted = {user if isinstance(user, int) else user.id for user in users} - {actor.user_id}
    wanted = who_sees(session, kind, object_id, wanted) if wanted else set()
    channels = channels_of(session, topic, wanted, declared.topic.default)
    told = [user_id for user_id in sorted(wanted) if channels[user_id] != Channel.NONE]
    shared = {
        "topic": topic,
        "kind": kind,
        "object_id": object_id,
        "key": key,
        "params": params,
        "actor_id": actor.user_id,
    }
    counted = _counted(session, told, shared) if coalesce and told else set()
    rows = [{"user_id": user_id, **shared} for user_id in told if user_id not in counted]
    made = insert(Notice).returning(Notice.id, Notice.user_id)
    for notice_id, user_id in session.execute(made, rows) if rows else ():
        if channels[user_id] == Channel.MAIL:
            enqueue(session, MAIL, {"notice": notice_id}, key=str(notice_id))
    return len(told)


def _counted(session: Session, user_ids: Collection[int], shared: Mapping[str, Any]) -> set[int]:
    """Counts it on the notices that wait for the next digest; returns whose they are."""
    same = [getattr(Notice, name) == shared[name] for name in ("topic", "kind", "object_id", "key")]
    at = now()
    waiting = session.scalars(
        select(Notice).where(
            *same,
            Notice.user_id.in_(user_ids),
            Notice.read_at.is_(None),
            Notice.mailed_at.is_(None),
            Notice.created_at >= digest_before(at),
        )
    )
    found = set()
    for notice in waiting:
        if notice.params != shared["params"] or notice.user_id in found:
            continue
        notice.count, notice.created_at = notice.count + 1, at
        if notice.actor_id != shared["actor_id"]:
            notice.actor_id = None  # several people
        found.add(notice.user_id)
    session.flush()
    return found


def notify_followers(
    session: Session,
    actor: Actor,
    topic: str,
    kind: str,
    object_id: int,
    *,
    tags: Iterable[str] = (),
    but: Iterable[User | int] = (),
    key: str = "",
    **params: Any,
) -> int:
    """`notify` for who follows the object or one of its `tags`, each person once, without those
    in `but`, who have been told otherwise. Several of one day are one notice with a count."""
    left_out = {user if isinstance(user, int) else user.id for user in but}
    users = followers_of(session, kind, object_id, tags) - left_out
    return notify(session, actor, topic, users, kind, object_id, key=key, coalesce=True, **params)


def shown_to(actor: Actor, *, tombstones: bool = False) -> ColumnElement[bool]:
    """The condition on notices: one's own, of topics and kinds that are on, about objects that
    one may see at this moment; with `tombstones`, those about deleted objects too."""
    seen = (
        select(Audience.kind)
        .where(
            Audience.kind == Notice.kind,
            Audience.object_id == Notice.object_id,
            Audience.label.in_(actor.labels),
        )
        .exists()
    )
    if tombstones:
        gone = select(Tombstone.kind).where(
            Tombstone.kind == Notice.kind, Tombstone.object_id == Notice.object_id
        )
        seen = or_(seen, gone.exists())  # type: ignore[assignment]
    kinds = [kind.name for kind in portal().kinds.all()]
    return and_(
        Notice.user_id == actor.user_id,
        Notice.topic.in_(list(topics())),
        Notice.kind.in_(kinds),
        seen,
    )


def my_notices(actor: Actor) -> Select[Any]:
    """One's notices, unread first, newest first."""
    return (
        select(Notice)
        .where(shown_to(actor, tombstones=True))
        .order_by(Notice.read_at.is_not(None), Notice.created_at.desc(), Notice.id.desc())
    )


def unread(session: Session, actor: Actor) -> int:
    """How many there are to read; one query."""
    if actor.user_id is None:
        return 0
    statement = select(func.count(Notice.id)).where(shown_to(actor), Notice.read_at.is_(None))
    return session.scalar(statement) or 0


def mark_read(session: Session, actor: Actor, notice_ids: Collection[int] | None = None) -> int:
    """Marks some, or all, of one's notices read; returns how many were not."""
    statement = update(Notice).where(Notice.user_id == actor.user_id, Notice.read_at.is_(None))
    if notice_ids is not None:
        statement = statement.where(Notice.id.in_(notice_ids))
    statement = statement.values(read_at=now())
    return rows_changed(session, statement.execution_options(synchronize_session=False))


def mark_read_aside(actor: Actor, notice_id: int) -> None:
    """Marks a notice read outside a reading request; a busy database costs the mark, not the
    page."""
    try:
        with own_session() as session:
            mark_read(session, actor, [notice_id])
    except OperationalError as problem:
        log.info("the notice %s was not marked read: %s", notice_id, problem)


def mark_object_read(session: Session, actor: Actor, kind: str, object_id: int) -> None:
    """For a page that answers what its notices asked: they are read by that."""
    session.execute(
        update(Notice)
        .where(
            Notice.user_id == actor.user_id,
            Notice.kind == kind,
            Notice.object_id == object_id,
            Notice.read_at.is_(None),
        )
        .values(read_at=now())
    )


def channels_of(
    session: Session, topic: str, user_ids: Collection[int], default: str
) -> dict[int, str]:
    """How each of the people wants the notices of a topic."""
    found = dict.fromkeys(user_ids, default)
    chosen = session.execute(
        select(NoticeChoice.user_id, NoticeChoice.channel).where(
            NoticeChoice.topic == topic, NoticeChoice.user_id.in_(user_ids)
        )
    )
    for user_id, channel in chosen:
        found[user_id] = channel
    return found


def choices_of(session: Session, user_id: int) -> dict[str, str]:
    """How a person wants the notices of every topic there is."""
    found = {name: declared.topic.default for name, declared in topics().items()}
    chosen = session.execute(
        select(NoticeChoice.topic, NoticeChoice.channel).where(NoticeChoice.user_id == user_id)
    )
    for topic, channel in chosen:
        if topic in found:
            found[topic] = channel
    return found


def choose(session: Session, actor: Actor, wanted: Mapping[str, str]) -> None:
    """Sets how one wants the notices of some topics; topics that are not there are left out.
    Raises PortalError for a channel that is none."""
    known = set(topics())
    for topic, channel in wanted.items():
        if channel not in set(Channel):
            raise PortalError(_("Choose one of the ways."))
        if topic not in known or actor.user_id is None:
            continue
        row = session.get(NoticeChoice, (actor.user_id, topic))
        if row is None:
            session.add(NoticeChoice(user_id=actor.user_id, topic=topic, channel=channel))
        else:
            row.channel = channel


def forget_old(session: Session) -> None:
    """Notices that were read long ago, or never will be."""
    session.execute(
        delete(Notice).where(
            or_(Notice.read_at < now() - KEPT, Notice.created_at < now() - 2 * KEPT)
        )
    )
