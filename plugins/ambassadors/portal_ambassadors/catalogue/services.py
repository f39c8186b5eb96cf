"""Keeping the list of competences: groups, names, synonyms; merging two, retiring one.

Sessions and actors are given; nothing here commits. Everything that changes raises NotAllowed
without the permission, and InvalidEntry with the errors by field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.api import (
    Actor,
    InvalidInput,
    NotAllowed,
    PortalError,
    clean_name,
    danish_order,
    may,
    name_key,
    now,
    record,
    reindex,
)

from ..models import Ambassador, AmbassadorLevel, Competence, CompetenceGroup
from ..permissions import CATALOGUE
from ..vocabulary import DESCRIPTION_MAX, KIND, NAME_MAX, SYNONYMS_MAX

TRAIL = "ambassador_competence"


class InvalidEntry(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


def groups(session: Session) -> list[CompetenceGroup]:
    """The groups with their competences, in their order."""
    return list(
        session.scalars(
            select(CompetenceGroup)
            .options(selectinload(CompetenceGroup.competences))
            .order_by(CompetenceGroup.position, CompetenceGroup.name)
        )
    )


def save_group(
    session: Session, actor: Actor, name: str, group: CompetenceGroup | None = None
) -> CompetenceGroup:
    """A new group at the end, or another name for `group`."""
    _require(session, actor)
    name = clean_name(name)
    taken = session.scalar(select(CompetenceGroup).where(CompetenceGroup.key == name_key(name)))
    _check_name(name, taken.name if taken is not None and taken is not group else "")
    if group is None:
        group = CompetenceGroup(position=_next(session, CompetenceGroup))
        session.add(group)
    group.name, group.key = name, name_key(name)
    session.flush()
    record(session, actor, "competences.group", TRAIL, group.id, name=name)
    return group


def delete_group(session: Session, actor: Actor, group: CompetenceGroup) -> None:
    """Deletes an empty group; PortalError for one that is not."""
    _require(session, actor)
    session.refresh(group)
    if group.competences:
        raise PortalError(_("Move the competences of %(name)s first.", name=group.name))
    session.delete(group)
    session.flush()


def save_competence(
    session: Session,
    actor: Actor,
    *,
    name: str,
    group_id: int | None,
    synonyms: Sequence[str] = (),
    description: str = "",
    competence: Competence | None = None,
) -> Competence:
    """A new competence at the end of its group, or changes of `competence`. A name or synonym
    that belongs to another competence is refused: the search could not tell them apart."""
    _require(session, actor)
    name, description = clean_name(name), " ".join(description.replace("\x00", "").split())
    words = _words(name, synonyms)
    errors = _problems(session, name, words, description, competence)
    if group_id is None or session.get(CompetenceGroup, group_id) is None:
        errors["group_id"] = _("Choose a group.")
    if errors:
        raise InvalidEntry(errors)
    if competence is None:
        competence = Competence(position=_next(session, Competence))
        session.add(competence)
        action = "competences.created"
    else:
        competence.version += 1
        action = "competences.changed"
    competence.name, competence.key, competence.group_id = name, name_key(name), group_id or 0
    competence.synonyms, competence.description = words, description
    competence.updated_at = now()
    session.flush()
    session.expire(competence, ["group"])
    record(session, actor, action, TRAIL, competence.id, name=name)
    _tell(session, [competence.id])
    return competence


def retire(session: Session, actor: Actor, competence: Competence, *, again: bool = False) -> None:
    """No longer offered, and kept by those who have it; `again` offers it once more."""
    _require(session, actor)
    competence.retired_at = None if again else competence.retired_at or now()
    competence.version += 1
    session.flush()
    action = "competences.offered" if again else "competences.retired"
    record(session, actor, action, TRAIL, competence.id, name=competence.name)


def merge(session: Session, actor: Actor, one: Competence, into: Competence) -> int:
    """Makes one competence of two: everyone who has `one` has `into`, at the higher level where
    they had both; its name and synonyms become synonyms. Returns how many people it concerned.
    PortalError for merging into itself."""
    _require(session, actor)
    if one.id == into.id:
        raise PortalError(_("Choose another competence."))
    rows = session.scalars(
        select(AmbassadorLevel)
        .where(AmbassadorLevel.competence_id.in_([one.id, into.id]))
        .with_for_update()
    ).all()
    there = {row.ambassador_id: row for row in rows if row.competence_id == into.id}
    moving = [row for row in rows if row.competence_id == one.id]
    for row in moving:
        kept = there.get(row.ambassador_id)
        if kept is None:
            session.add(
                AmbassadorLevel(
                    ambassador_id=row.ambassador_id,
                    competence_id=into.id,
                    level=row.level,
                    changed_at=row.changed_at,
                )
            )
        else:
            kept.level = max(kept.level, row.level)
        session.delete(row)
    # Nothing is lost: where there are too many words, the oldest synonyms of `one` go.
    into.synonyms = _words(into.name, [*into.synonyms, one.name, *one.synonyms])[:SYNONYMS_MAX]
    into.version += 1
    into.updated_at = now()
    name, gone = one.name, one.id
    session.flush()
    session.delete(one)
    session.flush()
    session.expire_all()
    record(session, actor, "competences.merged", TRAIL, gone, name=name, into_name=into.name)
    _tell(session, [into.id])
    return len(moving)


def delete_competence(session: Session, actor: Actor, competence: Competence) -> None:
    """Deletes a competence nobody has; PortalError for one that somebody has."""
    _require(session, actor)
    used = select(AmbassadorLevel.ambassador_id).where(
        AmbassadorLevel.competence_id == competence.id
    )
    if session.scalar(used.limit(1)) is not None:
        raise PortalError(_("Somebody has it. Retire it, or merge it into another."))
    record(session, actor, "competences.deleted", TRAIL, competence.id, name=competence.name)
    session.delete(competence)
    session.flush()


def move(session: Session, actor: Actor, row: Competence | CompetenceGroup, up: bool) -> None:
    """Changes places with the neighbour above or below; at the end nothing happens."""
    _require(session, actor)
    if isinstance(row, Competence):
        line: list[Any] = next(
            list(group.competences) for group in groups(session) if group.id == row.group_id
        )
    else:
        line = groups(session)
    ids = [one.id for one in line]
    at = ids.index(row.id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(line):
        line[at], line[to] = line[to], line[at]
    for position, one in enumerate(line, start=1):
        one.position = position
    session.flush()


def used(session: Session) -> Counter[int]:
    """How many ambassadors have each competence, ended and hidden ones too: for who keeps the
    list and wants to know whether it can go. Says nothing of who."""
    return Counter(session.scalars(select(AmbassadorLevel.competence_id)))


def words_of(competence: Competence) -> list[str]:
    """The name and everything else it is called."""
    return [competence.name, *competence.synonyms]


def _words(name: str, synonyms: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in map(clean_name, synonyms):
        key = name_key(word)
        if key and key != name_key(name):
            found.setdefault(key, word)
    return list(found.values())


def _problems(
    session: Session,
    name: str,
    synonyms: Sequence[str],
    description: str,
    competence: Competence | None,
) -> dict[str, str]:
    errors: dict[str, str] = {}
    taken: dict[str, str] = {}
    for other in session.scalars(select(Competence)):
        if competence is None or other.id != competence.id:
            taken |= {name_key(word): other.name for word in words_of(other)}
    try:
        _check_name(name, taken.get(name_key(name), ""))
    except InvalidEntry as problem:
        errors |= problem.errors
    if any(len(word) > NAME_MAX for word in synonyms):
        errors["synonyms"] = _("Write at most %(number)s characters a line.", number=NAME_MAX)
    elif len(synonyms) > SYNONYMS_MAX:
        errors["synonyms"] = _("Write at most %(number)s.", number=SYNONYMS_MAX)
    else:
        for word in synonyms:
            if name_key(word) in taken:
                errors["synonyms"] = _(
                    "'%(word)s' belongs to %(other)s.", word=word, other=taken[name_key(word)]
                )
    if len(description) > DESCRIPTION_MAX:
        errors["description"] = _(
            "Make it shorter: at most %(max)d characters.", max=DESCRIPTION_MAX
        )
    return errors


def _check_name(name: str, other: str) -> None:
    if not name_key(name):
        raise InvalidEntry({"name": _("Write what it is called.")})
    if len(name) > NAME_MAX:
        text = _("Make it shorter: at most %(max)d characters.", max=NAME_MAX)
        raise InvalidEntry({"name": text})
    if other:
        raise InvalidEntry({"name": _("There is %(name)s already.", name=other)})


def _next(session: Session, model: type[Competence] | type[CompetenceGroup]) -> int:
    return max(session.scalars(select(model.position)), default=0) + 1


def _tell(session: Session, ids: Sequence[int]) -> None:
    """The words stand in the search documents of those who have the competence."""
    people = session.scalars(
        select(AmbassadorLevel.ambassador_id)
        .join(Ambassador, Ambassador.id == AmbassadorLevel.ambassador_id)
        .where(AmbassadorLevel.competence_id.in_(ids))
        .distinct()
    ).all()
    reindex(session, KIND, people, conceals=False)


def _require(session: Session, actor: Actor) -> None:
    if not may(session, actor, CATALOGUE):
        raise NotAllowed(_("Only those who keep the list of competences may do this."))


def in_order(rows: Iterable[Competence]) -> list[Competence]:
    """By name, as Danes sort."""
    return sorted(rows, key=lambda row: (danish_order(row.name), row.id))
