"""The parts of the day, and the themes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import Actor, PortalError, local, moment_at, record

from ..models import Bazaar, ProgrammePart, Theme
from ..vocabulary import KIND, PARTS
from .data import (
    PART_NOTE_MAX,
    PART_PLACE_MAX,
    PART_TITLE_MAX,
    PARTS_MOST,
    THEME_MAX,
    THEMES_MOST,
    InvalidPlan,
    line,
    text,
    too_long,
)
from .services import require, touched


def write_part(
    session: Session,
    actor: Actor,
    bazaar: Bazaar,
    part: ProgrammePart | None,
    data: Mapping[str, Any],
) -> ProgrammePart:
    """A new part of the day, or changes one; `data` has kind, title, starts, ends, place, note.
    Raises NotAllowed and InvalidPlan."""
    require(session, actor, bazaar)
    values = _checked(bazaar, part, data)
    if part is None:
        part = ProgrammePart()
        bazaar.parts.append(part)
    for name, value in values.items():
        setattr(part, name, value)
    session.flush()
    session.expire(bazaar, ["parts"])
    record(session, actor, "bazaar.programme", KIND, bazaar.id, title=part.title)
    touched(session, actor, bazaar)
    return part


def mark_of(part: ProgrammePart) -> str:
    """Changes when somebody changes the part."""
    values = (part.kind, part.title, part.starts_at, part.ends_at, part.place, part.note)
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def remove_part(session: Session, actor: Actor, bazaar: Bazaar, part: ProgrammePart) -> None:
    """Takes one out; pitches in it are without a round then. Raises NotAllowed."""
    require(session, actor, bazaar)
    bazaar.parts.remove(part)
    session.flush()
    record(session, actor, "bazaar.programme", KIND, bazaar.id, title=part.title)
    touched(session, actor, bazaar)


def overlapping(bazaar: Bazaar) -> set[int]:
    """The ids of parts that begin before another has ended."""
    found = set[int]()
    for one in bazaar.parts:
        for other in bazaar.parts:
            if (
                one.id < other.id
                and one.starts_at < other.ends_at
                and other.starts_at < one.ends_at
            ):
                found |= {one.id, other.id}
    return found


def add_theme(session: Session, actor: Actor, bazaar: Bazaar, name: str) -> Theme:
    """One more, at the end. Raises NotAllowed and InvalidPlan."""
    require(session, actor, bazaar)
    if len(bazaar.themes) >= THEMES_MOST:
        words = _("There are %(most)d themes already. That is enough.", most=THEMES_MOST)
        raise InvalidPlan({"name": words})
    theme = Theme(name=_theme_name(bazaar, None, name))
    theme.position = max((one.position for one in bazaar.themes), default=-1) + 1
    bazaar.themes.append(theme)
    session.flush()
    touched(session, actor, bazaar)
    return theme


def rename_theme(session: Session, actor: Actor, bazaar: Bazaar, theme: Theme, name: str) -> None:
    """Its stands stay under it. Raises NotAllowed and InvalidPlan."""
    require(session, actor, bazaar)
    theme.name = _theme_name(bazaar, theme, name)
    session.flush()
    touched(session, actor, bazaar)


def move_theme(session: Session, actor: Actor, bazaar: Bazaar, theme: Theme, up: bool) -> None:
    """Changes places with the one above or below. Raises NotAllowed."""
    require(session, actor, bazaar)
    row = sorted(bazaar.themes, key=lambda one: (one.position, one.id))
    at = row.index(theme)
    to = at - 1 if up else at + 1
    if 0 <= to < len(row):
        row[at], row[to] = row[to], row[at]
    for position, one in enumerate(row):
        one.position = position
    session.flush()
    session.expire(bazaar, ["themes"])
    touched(session, actor, bazaar)


def remove_theme(session: Session, actor: Actor, bazaar: Bazaar, theme: Theme) -> None:
    """Its stands are without a theme then. Raises NotAllowed."""
    require(session, actor, bazaar)
    bazaar.themes.remove(theme)
    session.flush()
    touched(session, actor, bazaar)


def _theme_name(bazaar: Bazaar, theme: Theme | None, name: str) -> str:
    name = line(name)
    if not name:
        raise InvalidPlan({"name": _("Write what it is called.")})
    if len(name) > THEME_MAX:
        raise InvalidPlan({"name": too_long(THEME_MAX)})
    if any(one is not theme and one.name.casefold() == name.casefold() for one in bazaar.themes):
        raise InvalidPlan({"name": _("There is a theme of that name already.")})
    return name


def _checked(bazaar: Bazaar, part: ProgrammePart | None, data: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, str] = {}
    values = {
        "kind": data["kind"] or "",
        "title": line(data["title"] or ""),
        "place": line(data["place"] or ""),
        "note": text(data["note"] or ""),
    }
    limits = (("title", PART_TITLE_MAX), ("place", PART_PLACE_MAX), ("note", PART_NOTE_MAX))
    for name, most in limits:
        if len(values[name]) > most:
            errors[name] = too_long(most)
    if values["kind"] not in PARTS:
        errors["kind"] = _("Choose one from the list.")
    elif not values["title"]:
        values["title"] = str(PARTS[values["kind"]].words)
    if part is None and len(bazaar.parts) >= PARTS_MOST:
        errors["title"] = _("There are %(most)d parts already.", most=PARTS_MOST)
    day = local(bazaar.starts_at).date()
    for name, key in (("starts_at", "starts"), ("ends_at", "ends")):
        time: dt.time | None = data[key]
        try:
            values[name] = moment_at(day, time) if time is not None else None
        except PortalError as problem:
            errors[key] = str(problem)
    if data["starts"] is None:
        errors["starts"] = _("Write when it begins.")
    if data["ends"] is None or (data["starts"] is not None and data["ends"] <= data["starts"]):
        errors["ends"] = _("Choose a time after the beginning.")
    if errors:
        raise InvalidPlan(errors)
    return values
