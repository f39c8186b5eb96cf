"""The headings of institutions, as editors keep them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, ConflictError, InvalidInput, PortalError, now, record

from ..importing import BOOKLET, DANISH, Headings, Profile, WrongProfile
from ..models import HeadingProfile
from ..models.importing import PROFILE_NAME_MAX
from .naming import clean_name, name_key

KIND = "heading_profile"
MAX_PROFILES = 100
BOOKLET_NAME = _l("The booklet of Uddannelseslaboratoriet")
#: What a heading can be, as people read it.
ROLE_WORDS: dict[str, Any] = {
    "marker": _l("Begins a sheet"),
    "institution": _l("Institution"),
    "programme": _l("Programme"),
    "track": _l("Track"),
    "concepts": _l("Concepts"),
    "summary": _l("In one sentence"),
    "challenge": _l("Challenge"),
    "hypothesis": _l("Hypothesis"),
    "actions": _l("Actions"),
    "findings": _l("Findings"),
    "elements": _l("What you can lift out"),
    "attention": _l("Pay attention to"),
    "target_group": _l("Whom it is for"),
    "ignore": _l("Left out"),
}

ROLE_HELP: dict[str, Any] = {
    "marker": _l(
        "The word over each sheet, such as Experiment. Leave it empty where a sheet begins with "
        "its title."
    ),
    "ignore": _l("Headings whose text is not taken along, such as Contact."),
}


class InvalidProfile(InvalidInput):
    """A profile that cannot be saved; `errors` says why, by the name of the field (`name`, a
    role, or `words` for the whole)."""


def all_profiles(session: Session) -> list[HeadingProfile]:
    """The profiles, by name."""
    return list(session.scalars(select(HeadingProfile).order_by(HeadingProfile.name)))


def headings_by_key(session: Session) -> dict[str, Headings]:
    """The headings of all profiles, the booklet's first; the keys are `BOOKLET` and ids."""
    found = {BOOKLET: DANISH}
    for row in all_profiles(session):
        if profile := usable(row):
            found[str(row.id)] = profile.headings
    return found


def usable(row: HeadingProfile) -> Profile | None:
    """What a profile says; None for one that a later version of the portal no longer reads."""
    try:
        return Profile.from_json(row.words)
    except WrongProfile:
        return None


def find_profile(session: Session, name: str) -> HeadingProfile | None:
    """The profile of that name, however it is spelt."""
    key = name_key(name)
    return session.scalar(select(HeadingProfile).where(HeadingProfile.key == key)) if key else None


def save_profile(
    session: Session,
    actor: Actor,
    row: HeadingProfile | None,
    name: str,
    words: Mapping[str, Any],
    version: int = 0,
) -> HeadingProfile:
    """Makes a profile, or changes one that was read at `version`. Raises InvalidProfile, and
    ConflictError when somebody changed it meanwhile."""
    if row is not None and row.version != version:
        raise ConflictError(_("Somebody else changed this while you were writing."))
    errors: dict[str, str] = {}
    name, profile = clean_name(name), None
    try:
        profile = Profile.of(words)
    except WrongProfile as problem:
        errors.update(profile_problem(problem))
    if not name_key(name):
        errors["name"] = _("Write a name.")
    elif len(name) > PROFILE_NAME_MAX:
        errors["name"] = _("Make it shorter: at most %(number)s characters.", number=80)
    else:
        twin = find_profile(session, name)
        taken = name_key(name) == name_key(BOOKLET) or (twin is not None and twin is not row)
        if taken:
            errors["name"] = _("There are headings of that name already. Choose another one.")
    if row is None and len(all_profiles(session)) >= MAX_PROFILES:
        errors["name"] = _("There are too many sets of headings. Delete one first.")
    if errors or profile is None:
        raise InvalidProfile(errors)
    made = row is None
    row = row or HeadingProfile(version=0)
    row.name, row.key, row.words = name, name_key(name), profile.to_json()
    row.version += 1
    row.updated_at = now()
    session.add(row)
    session.flush()
    record(session, actor, "headings.created" if made else "headings.changed", KIND, row.id)
    return row


def delete_profile(session: Session, actor: Actor, row: HeadingProfile) -> None:
    """Deletes it; imports that were read by it keep their copy."""
    record(session, actor, "headings.deleted", KIND, row.id, name=row.name)
    session.delete(row)
    session.flush()


def profile_problem(problem: WrongProfile) -> dict[str, str]:
    """What is wrong with a profile, by the field it is about."""
    if problem.code == "empty":
        return {"words": _("Say of at least one heading which section it is.")}
    if problem.code == "twice":
        return {
            "words": _('"%(heading)s" cannot be two things. Choose one.', heading=problem.words)
        }
    if problem.code == "too_long":
        return {"words": _('"%(heading)s…" is too long for a heading.', heading=problem.words)}
    if problem.code == "too_many":
        return {problem.words: _("Write fewer spellings: at most %(number)s.", number=20)}
    return {"words": _("This cannot be used as headings.")}


def profile_from_file(path: Path) -> Profile:
    """A profile that somebody wrote as TOML or JSON: for each role a list of spellings. Raises
    PortalError; for the command, so in English."""
    try:
        if path.stat().st_size > 100_000:
            raise PortalError(f"{path} is too large for a file of headings.")
        text = path.read_text("utf-8-sig")
    except (OSError, ValueError) as problem:
        raise PortalError(f"{path} cannot be read as text in UTF-8.") from problem
    try:
        data = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise PortalError(f"{path} is neither TOML nor JSON: {problem}") from problem
    try:
        return Profile.from_json(data)
    except WrongProfile as problem:
        sentence = {
            "empty": "it names no section",
            "twice": f'"{problem.words}" is two things at once',
            "too_long": f'"{problem.words}" is too long for a heading',
            "too_many": f'"{problem.words}" has too many spellings',
        }.get(problem.code, f"the keys are {', '.join(ROLE_WORDS)}, each with a list of words")
        raise PortalError(f"{path} holds no headings that can be used: {sentence}.") from problem
