"""People: what a plugin keeps about one can be exported, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.database import db
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


def user_columns(table: Table) -> list[Column[int]]:
    """The columns of a table that refer to people."""
    return [
        column
        for column in table.columns
        if any(key.target_fullname.startswith("portal_user.") for key in column.foreign_keys)
    ]


def _holds(session: Session, column: Column[int], user: User) -> bool:
    return session.scalar(select(column).where(column == user.id).limit(1)) is not None


def _made_up(subject: Subject) -> Callable[[Session, User], None]:
    return lambda session, user: make_rows(session, subject.tables, user)
