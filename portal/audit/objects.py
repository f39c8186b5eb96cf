"""What the entries of the trail are about, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.models import Role
from portal.access.permissions import role_name
from portal.accounts.models import User
from portal.audit.words import subject_word
from portal.references.kinds import Reference
from portal.runtime import portal
from portal.units.models import Unit


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about. Without a title the reader may not see it, or it is `gone`;
    `open` says whether the entry's details may be shown."""

    kind: Any
    title: str = ""
    url: str = ""
    gone: bool = False
    open: bool = False


def subjects(
    session: Session, actor: Actor, references: Iterable[Reference]
) -> Mapping[Reference, Subject]:
    """What each (kind, id) is, in a handful of queries a kind."""
    wanted = set(references)
    found: dict[Reference, Subject] = {}
    found |= _units(session, {one for one in wanted if one[0] == "unit"})
    found |= _roles(session, actor, {one for one in wanted if one[0] == "role"})
    rest = wanted - set(found)
    accounts = portal().access.may(session, actor, "accounts.manage")
    disabled = _disabled(session, rest) if accounts else {}
    for reference, resolved in portal().kinds.resolve(session, actor, rest).items():
        name = reference[0]
        words = subject_word(name)
        if resolved.visible:
            found[reference] = Subject(words, resolved.title, resolved.url, open=True)
        elif reference in disabled:
            url = url_for("people.page", user_id=reference[1])
            found[reference] = Subject(words, disabled[reference], url, open=True)
        else:
            # What was noted about an object may name it, so the details stay closed as well.
            found[reference] = Subject(words, gone=resolved.gone)
    return found


def kind_words(names: Iterable[str]) -> dict[str, str]:
    """What kinds are called, for a choice; one that is away by its code."""
    return {name: str(subject_word(name)) for name in names}


def _units(session: Session, references: set[Reference]) -> dict[Reference, Subject]:
    if not references:
        return {}
    rows = session.scalars(select(Unit).where(Unit.id.in_([one[1] for one in references])))
    units = {unit.id: unit for unit in rows}
    return {
        one: Subject(
            subject_word("unit"),
            units[one[1]].name,
            url_for("units.page", unit_id=one[1]),
            open=True,
        )
        if one[1] in units
        else Subject(subject_word("unit"), gone=True, open=True)
        for one in references
    }


def _roles(session: Session, actor: Actor, references: set[Reference]) -> dict[Reference, Subject]:
    if not references:
        return {}
    rows = session.scalars(select(Role).where(Role.id.in_([one[1] for one in references])))
    roles = {role.id: str(role_name(role)) for role in rows}
    manages = portal().access.may(session, actor, "roles.manage")
    return {
        one: Subject(
            subject_word("role"),
            roles[one[1]],
            url_for("roles.page", role_id=one[1]) if manages else "",
            open=True,
        )
        if one[1] in roles
        else Subject(subject_word("role"), gone=True, open=True)
        for one in references
    }


def _disabled(session: Session, references: set[Reference]) -> dict[Reference, str]:
    """People without an open account are in no audience; who manages accounts sees them."""
    ids = [object_id for kind, object_id in references if kind == "person"]
    if not ids:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids), ~User.active))
    return {("person", user_id): name for user_id, name in rows}
