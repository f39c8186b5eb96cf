"""Which fields of a profile have a history, for whom, and how an older version comes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, History, HistoryField, resolve

from ..models import Ambassador, Competence
from ..parts import PART_OF, PARTS
from ..vocabulary import CHOSEN, LEVELS, REACH, ROLES, STATUSES
from ..words import language_word
from .data import CHOICE_FIELDS, PROFILE_FIELDS, ProfileData, as_reference, profile_of
from .services import change_profile, hidden_parts, shown_to


def snapshot(ambassador: Ambassador) -> dict[str, Any]:
    """The profile as the history keeps it; levels as 'competence:level', in an order that no
    database changes."""
    data = profile_of(ambassador)
    found: dict[str, Any] = {name: getattr(data, name) for name in PROFILE_FIELDS}
    found |= {name: getattr(ambassador, name) for name in CHOICE_FIELDS}
    levels = sorted((row.competence_id, row.level) for row in ambassador.level_rows)
    found["levels"] = [f"{competence}:{level}" for competence, level in levels]
    found["hidden"] = sorted(hidden_parts(ambassador))
    found["status"] = ambassador.status
    return found


def restore(
    session: Session, actor: Actor, ambassador: Ambassador, data: Mapping[str, Any]
) -> None:
    """Writes what an older version said of the profile back, as the form would. Competences,
    choice, mandate and what is hidden stay as they are now; so does what the actor cannot see,
    and what that version refers to and is there no longer. Raises like `change_profile`."""
    wanted = ProfileData(**{name: data[name] for name in PROFILE_FIELDS if name in data})
    now = profile_of(ambassador)
    references = [one for text in wanted.works if (one := as_reference(text)) is not None]
    found = resolve(session, actor, references)
    kept = {f"{kind}:{number}" for (kind, number), one in found.items() if one.visible}
    works = [text for text in wanted.works if text in kept or text in now.works]
    change_profile(session, actor, ambassador, replace(wanted, works=works))


def _shown(field: str) -> Callable[[Session, Actor, Any], bool]:
    part = PART_OF[field]

    def visible(_session: Session, actor: Actor, ambassador: Ambassador) -> bool:
        return part in shown_to(actor, ambassador)

    return visible


def _field(name: str, title: Any, show: Any = "text", **more: Any) -> HistoryField:
    return HistoryField(title, show, visible=_shown(name), **more)


def _levels(session: Session, _actor: Actor, values: Collection[Any]) -> Mapping[Any, str]:
    parts = [str(value).partition(":") for value in values]
    ids = {int(one) for one, _mark, level in parts if one.isdigit() and level.isdigit()}
    rows = session.execute(select(Competence.id, Competence.name).where(Competence.id.in_(ids)))
    names: dict[int, str] = {row.id: row.name for row in rows}
    return {
        f"{one}:{level}": f"{names[int(one)]}: {LEVELS[int(level)].words}"
        for one, _mark, level in parts
        if one.isdigit() and level.isdigit() and int(one) in names and int(level) in LEVELS
    }


def _works(session: Session, actor: Actor, values: Collection[Any]) -> Mapping[Any, str]:
    references = {one: str(text) for text in values if (one := as_reference(str(text)))}
    found = resolve(session, actor, references)
    return {references[key]: one.title for key, one in found.items() if one.visible}


def _own(_session: Session, actor: Actor, ambassador: Ambassador) -> bool:
    return actor.user_id == ambassador.user_id


HISTORY = History(
    fields={
        "help_text": _field("help_text", _l("What I can help with"), "markdown"),
        "reach": _field(
            "reach",
            _l("How do you prefer to be reached?"),
            "choice",
            words=lambda value: REACH[value].words,
        ),
        "reach_note": _field("reach_note", _l("When and how")),
        "roles": _field("roles", _l("Roles"), "list", words=lambda value: ROLES[value].words),
        "levels": _field("levels", _l("Competences"), "reference", names=_levels, restores=False),
        "languages": _field("languages", _l("Languages"), "list", words=language_word),
        "communities": _field("communities", _l("Communities"), "list"),
        "works": _field("works", _l("Experiments and fact sheets"), "reference", names=_works),
        "chosen_how": _field(
            "chosen_how",
            _l("How chosen"),
            "choice",
            words=lambda value: CHOSEN[value].words,
            restores=False,
        ),
        "chosen_by_id": _field(
            "chosen_by_id", _l("Chosen by"), "reference", kind="person", restores=False
        ),
        "chosen_on": _field("chosen_on", _l("Chosen on"), "date", restores=False),
        "chosen_why": _field("chosen_why", _l("Why"), "markdown", restores=False),
        "mandate": _field("mandate", _l("Mandate"), "markdown", restores=False),
        "mandate_from": _field("mandate_from", _l("From"), "date", restores=False),
        "mandate_until": _field("mandate_until", _l("Until"), "date", restores=False),
        "status": HistoryField(
            _l("Status"), "choice", words=lambda value: STATUSES[value].words, restores=False
        ),
        # That something is hidden is hidden, too.
        "hidden": HistoryField(
            _l("Hidden from others"),
            "list",
            words=lambda value: PARTS[value].title,
            visible=_own,
            restores=False,
        ),
    },
    snapshot=snapshot,
    restore=restore,
)
