"""Reading the trail: which entries are wanted, and each of them in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.objects import Subject, subjects
from portal.audit.words import describe, facts
from portal.clock import midnight
from portal.web.addresses import as_id

#: The choice for what was done without a person: commands, jobs, erased accounts.
NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; made from an address, in which nonsense asks for nothing."""

    who: str = ""  # a person's id, or NOBODY
    action: str = ""
    kind: str = ""
    object_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @classmethod
    def from_args(cls, args: Any) -> Wanted:
        """`who`, `action`, `kind`, `object`, `from` and `to` of a query string."""
        who = args.get("who", "")
        kind = _code(args.get("kind"))
        return cls(
            who=who if who == NOBODY else str(as_id(who) or ""),
            action=_code(args.get("action")),
            kind=kind,
            object_id=as_id(args.get("object")) if kind else None,
            since=_date(args.get("from")),
            until=_date(args.get("to")),
        )

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """The query string's arguments again, with some of them changed."""
        one = replace(self, **changed)
        found = {
            "who": one.who,
            "action": one.action,
            "kind": one.kind,
            "object": one.object_id if one.kind else None,
            "from": one.since,
            "to": one.until,
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words. `who` is None for what was done without a person."""

    at: dt.datetime
    who: User | None
    action: str
    words: str
    reference: tuple[str, int] | None
    subject: Subject | None
    facts: list[tuple[str, str]]


def entries(wanted: Wanted) -> Select[Any]:
    """The select of the entries wanted, newest first."""
    statement = select(AuditEntry)
    if wanted.who == NOBODY:
        statement = statement.where(AuditEntry.actor_id.is_(None))
    elif wanted.who:
        statement = statement.where(AuditEntry.actor_id == int(wanted.who))
    if wanted.action:
        statement = statement.where(AuditEntry.action == wanted.action)
    if wanted.kind:
        statement = statement.where(AuditEntry.kind == wanted.kind)
    if wanted.object_id is not None:
        statement = statement.where(AuditEntry.object_id == wanted.object_id)
    if wanted.since:
        statement = statement.where(AuditEntry.at >= midnight(wanted.since))
    if wanted.until and wanted.until < dt.date.max:
        following = wanted.until + dt.timedelta(days=1)
        statement = statement.where(AuditEntry.at < midnight(following))
    return statement.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def lines(session: Session, actor: Actor, found: Sequence[AuditEntry]) -> list[Line]:
    """The entries in words, with what they are about as far as `actor` may see it."""
    ids = {entry.actor_id for entry in found if entry.actor_id is not None}
    people = {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}
    known = subjects(session, actor, filter(None, map(_reference, found)))
    result = []
    for entry in found:
        reference = _reference(entry)
        subject = known[reference] if reference else None
        result.append(
            Line(
                at=entry.at,
                who=people.get(entry.actor_id or 0),
                action=entry.action,
                words=describe(entry.action),
                reference=reference,
                subject=subject,
                facts=facts(entry.detail) if subject is None or subject.open else [],
            )
        )
    return result


def people_in_trail(session: Session) -> list[tuple[int, str]]:
    """(id, name) of everyone who did something, by name."""
    doers = select(AuditEntry.actor_id).distinct()
    rows = session.execute(
        select(User.id, User.name).where(User.id.in_(doers)).order_by(User.name, User.id)
    )
    return [(user_id, name) for user_id, name in rows]


def codes_in_trail(session: Session, column: Any) -> list[str]:
    """The different actions, or kinds, that there are entries of."""
    return [code for code in session.scalars(select(column).distinct()) if code]


def _reference(entry: AuditEntry) -> tuple[str, int] | None:
    if entry.kind is None or entry.object_id is None:
        return None
    return (entry.kind, entry.object_id)


def _code(text: str | None) -> str:
    return (text or "").replace("\x00", "").strip()[:80]


def _date(text: str | None) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    # A day before there were portals, or after there will be any, has no use and no midnight.
    return day if 1970 <= day.year <= 9000 else None


def by_words(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(action, words) in the order of the words."""
    return sorted(((code, describe(code)) for code in codes), key=lambda pair: pair[1].casefold())
