"""Reading the history: who may, the list of versions, two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.accounts.models import User
from portal.history.declaring import PROSE, History, HistoryField
from portal.history.differences import Piece, item_pieces, shortened, word_pieces
from portal.history.models import Revision
from portal.history.seeing import seen_versions
from portal.history.wording import Wording
from portal.references.kinds import ObjectKind
from portal.runtime import portal

READ = "history.read"


@dataclass(frozen=True, slots=True)
class Subject:
    """An object whose history one may read; `fields` are those one may see, `seen` the numbers
    of the versions, None for all."""

    kind: ObjectKind
    history: History
    obj: Any
    object_id: int
    fields: Mapping[str, HistoryField]
    may_edit: bool
    seen: frozenset[int] | None = None

    @property
    def title(self) -> str:
        """What the object is called now."""
        return self.kind.label(self.obj)

    @property
    def may_restore(self) -> bool:
        """Whether an older version can be brought back by this person."""
        return self.may_edit and self.history.restore is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in the list. `changed`: the titles of the fields that it changed."""

    revision: Revision
    who: User | None
    changed: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A field in which two versions differ."""

    name: str
    title: Any
    prose: bool
    pieces: Sequence[Piece]


def find_subject(
    session: Session, actor: Actor, kind_name: str, object_id: int, *, lock: bool = False
) -> Subject | None:
    """The object, if it has a history and `actor` may read it: who may edit the object, or may
    see it and holds the permission. `lock` is for whoever is going to change it."""
    kind = portal().kinds.get(kind_name)
    if kind is None or kind.history is None:
        return None
    access = portal().access
    statement = select(kind.model).where(kind.model.id == object_id)
    if lock:
        statement = statement.with_for_update(of=kind.model)
    obj = session.scalar(access.narrow(statement, actor, kind.model))
    if obj is None:
        return None
    may_edit = access.may(session, actor, "edit", obj)
    if not may_edit and not access.may(session, actor, READ):
        return None
    fields = kind.history.visible_fields(session, actor, obj)
    seen = seen_versions(session, actor, kind, obj)
    return Subject(kind, kind.history, obj, object_id, fields, may_edit, seen)


def versions(subject: Subject) -> Select[Any]:
    """The versions of an object that the reader may see, newest first."""
    statement = select(Revision).where(
        Revision.kind == subject.kind.name, Revision.object_id == subject.object_id
    )
    if subject.seen is not None:
        statement = statement.where(Revision.number.in_(subject.seen))
    return statement.order_by(Revision.number.desc())


def find_version(session: Session, subject: Subject, number: int) -> Revision | None:
    """One version by its number, if the reader may see it."""
    return session.scalar(versions(subject).where(Revision.number == number))


def version_before(session: Session, subject: Subject, number: int) -> Revision | None:
    """The last version before this number that the reader may see."""
    return session.scalar(versions(subject).where(Revision.number < number).limit(1))


def version_after(session: Session, subject: Subject, number: int) -> Revision | None:
    """The first version after this number that the reader may see."""
    later = versions(subject).where(Revision.number > number).order_by(None)
    return session.scalar(later.order_by(Revision.number).limit(1))


def entries(session: Session, subject: Subject, page: Sequence[Revision]) -> list[Entry]:
    """The versions of a page of the list, with who made them and what they changed."""
    if not page:
        return []
    before = version_before(session, subject, page[-1].number)
    older: list[Revision | None] = [*page[1:], before]
    people = people_of(session, page)
    return [
        Entry(one, people.get(one.actor_id or 0), _changed(subject, previous, one))
        for one, previous in zip(page, older, strict=True)
    ]


def people_of(session: Session, revisions: Sequence[Revision]) -> dict[int, User]:
    """Who made these versions, by id."""
    ids = {one.actor_id for one in revisions if one.actor_id is not None}
    if not ids:
        return {}
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}


def compare(
    session: Session, actor: Actor, subject: Subject, older: Revision | None, newer: Revision
) -> list[Change]:
    """The fields that differ, as the reader may see them; from nothing without `older`."""
    before = older.data if older is not None else {}
    wording = Wording(session, actor, subject.fields, [before, newer.data])
    found = []
    for name, field in subject.fields.items():
        if not _differs(name, before, newer.data, older is None):
            continue
        pieces = pieces_between(wording, name, before.get(name), newer.data.get(name))
        if any(piece.state in ("added", "removed") for piece in pieces):
            found.append(Change(name, field.title, field.show in PROSE, pieces))
    return found


def pieces_between(wording: Wording, name: str, old: Any, new: Any) -> list[Piece]:
    """What changed in one field, in words."""
    if wording.fields[name].show in PROSE:
        return shortened(word_pieces(wording.text(name, old), wording.text(name, new)))
    return item_pieces(wording.items(name, old), wording.items(name, new))


def _changed(subject: Subject, older: Revision | None, newer: Revision) -> tuple[Any, ...]:
    if older is None:
        return ()
    return tuple(
        field.title
        for name, field in subject.fields.items()
        if _differs(name, older.data, newer.data, False)
    )


def _differs(name: str, old: Mapping[str, Any], new: Mapping[str, Any], from_nothing: bool) -> bool:
    """A field that was declared later did not change: nobody knows what it said before."""
    if not from_nothing and (name not in old or name not in new):
        return False
    return old.get(name) != new.get(name)
