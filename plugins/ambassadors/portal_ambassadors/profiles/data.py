"""What a form says of a profile, tidied and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    InvalidInput,
    Reference,
    User,
    clean_name,
    name_key,
    narrow,
    resolve,
)

from ..models import Ambassador
from ..parts import PART_OF
from ..vocabulary import (
    CHOSEN,
    COMMUNITIES_MAX,
    KIND,
    LANGUAGES,
    NAME_MAX,
    NOTE_MAX,
    REACH,
    ROLES,
    TEXT_MAX,
    WORKS_MAX,
)

#: Kinds that cannot be what somebody was part of.
NO_WORKS = (KIND, "person")


class InvalidProfile(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileData:
    """What is the ambassador's to say. `works` are 'kind:id'."""

    help_text: str = ""
    reach: str = ""
    reach_note: str = ""
    roles: Collection[str] = ()
    languages: Collection[str] = ()
    communities: Collection[str] = ()
    works: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceData:
    """What is the coordinator's to say: how and why somebody was chosen, and for what."""

    chosen_how: str = ""
    chosen_by_id: int | None = None
    chosen_on: dt.date | None = None
    chosen_why: str = ""
    mandate: str = ""
    mandate_from: dt.date | None = None
    mandate_until: dt.date | None = None


PROFILE_FIELDS = tuple(one.name for one in fields(ProfileData))
CHOICE_FIELDS = tuple(one.name for one in fields(ChoiceData))


def as_reference(text: str) -> Reference | None:
    """'factsheet:12' as a reference; None for what is none."""
    kind, _mark, number = text.partition(":")
    if not (kind and number.isascii() and number.isdigit() and len(number) < 10 and int(number)):
        return None
    return (kind[:40], int(number))


def as_text(reference: Reference) -> str:
    """The reference as 'factsheet:12'."""
    return f"{reference[0]}:{reference[1]}"


def profile_of(ambassador: Ambassador) -> ProfileData:
    """What the profile says now; ask what the reader may see of it (`shown_parts`) before it is
    shown."""
    return ProfileData(
        help_text=ambassador.help_text,
        reach=ambassador.reach,
        reach_note=ambassador.reach_note,
        roles=[role for role in ROLES if role in {row.role for row in ambassador.role_rows}],
        languages=sorted(row.code for row in ambassador.language_rows),
        communities=sorted(row.name for row in ambassador.community_rows),
        works=sorted(as_text((row.kind, row.object_id)) for row in ambassador.work_rows),
    )


def choice_of(ambassador: Ambassador) -> ChoiceData:
    """How it came that they are an ambassador."""
    return ChoiceData(**{name: getattr(ambassador, name) for name in CHOICE_FIELDS})


def tidied(data: ProfileData) -> ProfileData:
    """The same as it is kept: no blanks around, no community twice, in an order of its own."""
    names: dict[str, str] = {}
    for name in map(clean_name, data.communities):
        if name_key(name):
            names.setdefault(name_key(name), name)
    return ProfileData(
        help_text=_plain(data.help_text),
        reach=data.reach,
        reach_note=" ".join(_plain(data.reach_note).split()),
        roles=[role for role in ROLES if role in data.roles],
        languages=sorted(set(data.languages)),
        communities=sorted(names.values()),
        works=sorted(set(data.works)),
    )


def profile_problems(
    session: Session, actor: Actor, data: ProfileData, before: ProfileData
) -> dict[str, str]:
    """What must be changed before it can be saved, by field. What stands there already may stay:
    a language that is no longer offered, a sheet the actor cannot see."""
    found: dict[str, str] = {}
    if len(data.help_text) > TEXT_MAX:
        found["help_text"] = _too_long(TEXT_MAX)
    if data.reach and data.reach not in REACH:
        found["reach"] = _("Choose one from the list.")
    if len(data.reach_note) > NOTE_MAX:
        found["reach_note"] = _too_long(NOTE_MAX)
    if not set(data.languages) <= {*LANGUAGES, *before.languages}:
        found["languages"] = _("Choose from the list.")
    if any(len(name) > NAME_MAX for name in data.communities):
        found["communities"] = _too_long(NAME_MAX)
    elif len(data.communities) > COMMUNITIES_MAX:
        found["communities"] = _("Write at most %(number)s.", number=COMMUNITIES_MAX)
    new = set(data.works) - set(before.works)
    if len(data.works) > WORKS_MAX:
        found["works"] = _("Choose at most %(number)s.", number=WORKS_MAX)
    elif new and not _seen(session, actor, new):
        found["works"] = _("Choose from what was found.")
    return found


def choice_problems(
    session: Session, actor: Actor, data: ChoiceData, before: ChoiceData
) -> dict[str, str]:
    """What must be changed before the choice can be saved, by field."""
    found: dict[str, str] = {}
    if data.chosen_how not in CHOSEN:
        found["chosen_how"] = _("Say how it came about.")
    for name in ("chosen_why", "mandate"):
        if len(getattr(data, name)) > TEXT_MAX:
            found[name] = _too_long(TEXT_MAX)
    if data.mandate_from and data.mandate_until and data.mandate_until < data.mandate_from:
        found["mandate_until"] = _("Choose a day after the first.")
    if data.chosen_by_id is not None and data.chosen_by_id != before.chosen_by_id:
        there = narrow(select(User.id).where(User.id == data.chosen_by_id), actor, User)
        if session.scalar(there) is None:
            found["chosen_by_id"] = _("Choose somebody from the list.")
    return found


def _seen(session: Session, actor: Actor, works: Iterable[str]) -> bool:
    references = [as_reference(text) for text in works]
    if any(one is None or one[0] in NO_WORKS for one in references):
        return False
    found = resolve(session, actor, [one for one in references if one is not None])
    return all(one.visible for one in found.values())


def hidden_fields(shown: Collection[str]) -> set[str]:
    """The fields of the parts that are not among `shown`."""
    return {field for field, part in PART_OF.items() if part not in shown}


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _too_long(limit: int) -> str:
    return _("Make it shorter: at most %(max)d characters.", max=limit)
