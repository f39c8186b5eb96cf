"""People: what a plugin keeps about one can be exported, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM
from portal.accounts.models import User
from portal.database import db
from portal.leaving.holdings import Holding, Key
from portal.plugins.answers import checked
from portal.references.finding import with_addresses
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.rows import RowProblem, make_rows
from portal.testing.contract.subject import Subject
from portal.testing.factories import Factory
from portal.testing.sessions import Person


def person(subject: Subject, role: str) -> Person:
    """A signed-in browser of somebody new with this role."""
    assert subject.app is not None
    user = Factory(db.session()).user(roles=[role])
    found = Person(subject.app, user)
    db.session.commit()  # an open transaction would hold the lock against the requests
    return found


@rule("P1", "P2", "P3", stage="on")
def what_is_kept_about_a_person_can_be_taken_and_erased(subject: Subject) -> Iterator[Finding]:
    """Rows that refer to a person are in the export, and refer to nobody after the erasure."""
    columns = [column for table in subject.tables for column in user_columns(table)]
    if not columns and subject.fill is None:
        return
    session = db.session()
    user = Factory(session).user("Inger Eksempel")
    try:
        (subject.fill or _made_up(subject))(session, user)
        session.flush()
        kept = [column for column in columns if _holds(session, column, user)]
        if kept or subject.fill is not None:
            yield from _export(subject, session, user, kept)
            yield from _erase(subject, session, user, kept)
    except RowProblem as problem:
        yield subject.finding("P2", str(problem), subject.root / "models.py")
    finally:
        session.rollback()


def _export(
    subject: Subject, session: Session, user: User, kept: list[Column[int]]
) -> Iterator[Finding]:
    names = ", ".join(map(str, kept))
    if not subject.core.plugins.has("export_user", subject.name):
        yield subject.finding("P1", f"{names} refer to people, and export_user is missing")
        return
    try:
        data = subject.answer("export_user", session=session, user=user)
        json.dumps(data)
    except Exception as problem:
        yield subject.finding("P2", f"export_user fails: {type(problem).__name__}: {problem}")
        return
    if kept and not any(data.values() if data else ()):
        yield subject.finding("P1", f"export_user says nothing, though {names} refer to the person")


def _erase(
    subject: Subject, session: Session, user: User, kept: list[Column[int]]
) -> Iterator[Finding]:
    names = ", ".join(map(str, kept))
    if not subject.core.plugins.has("erase_user", subject.name):
        if kept:
            yield subject.finding("P3", f"{names} refer to people, and erase_user is missing")
        return
    try:
        subject.answer("erase_user", session=session, user=user)
        session.flush()
    except Exception as problem:
        yield subject.finding("P3", f"erase_user fails: {type(problem).__name__}: {problem}")
        return
    for column in kept:
        if _holds(session, column, user):
            text = f"{column} still refers to the person after erase_user"
            yield subject.finding("P3", text, subject.model_of(column.table))


#: Says of a column why it is in no export: `mapped_column(..., info={"not_exported": "..."})`.
NOT_EXPORTED = "not_exported"


@rule("P4", stage="on")
def every_column_about_a_person_is_in_the_export(subject: Subject) -> Iterator[Finding]:
    """Each column on its own makes the export another one, or says why it does not."""
    columns = [column for table in subject.tables for column in user_columns(table)]
    wanted = [column for column in columns if not column.info.get(NOT_EXPORTED)]
    if not wanted or not subject.core.plugins.has("export_user", subject.name):
        return
    session = db.session()

    def export(user: User) -> str:
        try:
            data = subject.answer("export_user", session=session, user=user)
        except Exception as problem:  # of a row that was made up; whether it fails is P2's affair
            return f"{type(problem).__name__}: {problem}"
        return json.dumps(data, default=str)

    try:
        fill = subject.fill or _made_up(subject)
        for column in silent_columns(session, wanted, fill, export):
            text = f"{column} refers to a person, and export_user says nothing of it"
            yield subject.finding("P4", text, subject.model_of(column.table))
    except RowProblem as problem:
        yield subject.finding("P2", str(problem), subject.root / "models.py")
    finally:
        session.rollback()


def silent_columns(
    session: Session,
    columns: Sequence[Column[int]],
    fill: Callable[[Session, User], None],
    export: Callable[[User], str],
) -> Iterator[Column[int]]:
    """The columns that may refer to a person without the export saying anything of it.

    `fill` writes rows about somebody; then each column is made to refer to somebody else, who is
    in nothing but that. A column that no row fills is left out: nothing is kept there.
    """
    subject_of_rows = Factory(session).user("Inger Eksempel")
    nothing = export(subject_of_rows)
    fill(session, subject_of_rows)
    session.flush()
    if len(columns) == 1 and export(subject_of_rows) == nothing:
        return  # silent about everything, which is P1
    for number, column in enumerate(columns):
        user = _somebody(session, number)
        if not _holds(session, column, subject_of_rows):
            continue
        before = export(user)
        with session.begin_nested() as point:
            rows = column.table.update().where(column == subject_of_rows.id)
            session.execute(rows.values({column.key: user.id}))
            session.expire_all()
            after = export(user)
            point.rollback()
        session.expire_all()
        if before == after:
            yield column


@rule("P5", stage="on")
def what_a_person_keeps_can_be_handed_over(subject: Subject) -> Iterator[Finding]:
    """`holdings` and `hand_over` come together, and what is handed over is the successor's."""
    has = subject.core.plugins.has
    if has("holdings", subject.name) != has("hand_over", subject.name):
        yield subject.finding("P5", "holdings and hand_over come together or not at all")
        return
    if not has("holdings", subject.name):
        return
    session = db.session()
    user, successor = Factory(session).user("Inger Eksempel"), Factory(session).user("Bo Eksempel")
    try:
        (subject.fill or _made_up(subject))(session, user)
        session.flush()
        yield from _hand_over(subject, session, user, successor)
    except RowProblem as problem:
        yield subject.finding("P2", str(problem), subject.root / "models.py")
    finally:
        session.rollback()


def _hand_over(
    subject: Subject, session: Session, user: User, successor: User
) -> Iterator[Finding]:
    def held(who: User) -> dict[Key, Holding]:
        found = checked("holdings", subject.answer("holdings", session=session, user=who))
        return {one.key: one for one in found or () if one.needs_successor}

    try:
        with with_addresses():
            things = held(user)
            arguments: dict[str, Any] = {
                "actor": SYSTEM,
                "user": user,
                "successor": successor,
                "holdings": list(things.values()),
            }
            subject.answer("hand_over", session=session, **arguments)
            session.flush()
            left, taken = held(user), held(successor)
            # Two may hand over at once: the second finds that nothing is the leaver's any more.
            subject.answer("hand_over", session=session, **{**arguments, "successor": user})
    except Exception as problem:
        text = f"holdings or hand_over fails: {type(problem).__name__}: {problem}"
        yield subject.finding("P5", text)
        return
    for kind, object_id, part in sorted(set(things) & set(left)):
        yield subject.finding("P5", f"{kind} {object_id} ({part}) is the leaver's after hand_over")
    ids = {(kind, object_id) for kind, object_id, _part in taken}
    for kind, object_id, _part in sorted(set(things) - set(left)):
        if (kind, object_id) not in ids:
            yield subject.finding("P5", f"{kind} {object_id} is nobody's after hand_over")


def user_columns(table: Table) -> list[Column[int]]:
    """The columns of a table that refer to people."""
    return [
        column
        for column in table.columns
        if any(key.target_fullname.startswith("portal_user.") for key in column.foreign_keys)
    ]


def _somebody(session: Session, number: int) -> User:
    """Not the factory's person: that one is committed, and the rows with them."""
    user = User(email=f"column{number}@contract.example", name=f"Person Eksempel {number}")
    session.add(user)
    session.flush()
    return user


def _holds(session: Session, column: Column[int], user: User) -> bool:
    return session.scalar(select(column).where(column == user.id).limit(1)) is not None


def _made_up(subject: Subject) -> Callable[[Session, User], None]:
    return lambda session, user: make_rows(session, subject.tables, user)
