"""How far a sheet is: what must be there before it is published, and which parts are ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..vocabulary import SheetKind
from .data import SheetData

#: The parts of the form with the fields in each, in the form's order.
FIELDS: dict[str, tuple[str, ...]] = {
    "what": ("title", "summary", "other_titles", "kind", "unit_id", "institution"),
    "challenge": ("challenge",),
    "hypothesis": ("hypothesis_if", "hypothesis_then", "hypothesis"),
    "actions": ("actions",),
    "progress": ("phase", "outcome", "period_start", "period_end"),
    "found": ("findings", "elements", "ready"),
    "others": ("attention", "target_group"),
    "belongs": ("belongs", "concept_ids", "tags", "links", "builds_on_id"),
    "keeping": (
        "responsible_id",
        "review_due",
        "visibility",
        "visible_units",
        "visible_people",
    ),
}
TITLES: dict[str, Any] = {
    "what": _l("Title and place"),
    "challenge": _l("Challenge"),
    "hypothesis": _l("Hypothesis"),
    "actions": _l("Actions"),
    "progress": _l("Phase and outcome"),
    "found": _l("Findings"),
    "others": _l("For those who come after"),
    "belongs": _l("Where it belongs"),
    "keeping": _l("Who keeps it, who sees it"),
}
CAN_WAIT = {"found", "others", "belongs"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form: `name` is its anchor. Readers can do without one that can wait."""

    name: str
    title: Any
    ready: bool
    can_wait: bool


def missing(data: SheetData) -> dict[str, str]:
    """What readers need and the sheet does not say yet, by the name of the field; empty when it
    can be published. A project that is no experiment needs no hypothesis and no phase."""
    found: dict[str, str] = {}
    if not data.title:
        found["title"] = _("Write a title.")
    if not data.summary:
        found["summary"] = _("Write a sentence about what you did.")
    if not data.challenge:
        found["challenge"] = _("Write what was difficult before you began.")
    if data.kind == SheetKind.EXPERIMENT and not data.hypothesis:
        if not data.hypothesis_if:
            found["hypothesis_if"] = _("Write what you wanted to do differently.")
        if not data.hypothesis_then:
            found["hypothesis_then"] = _("Write what you expected to happen.")
    if not data.actions:
        found["actions"] = _("Write what you did.")
    if data.kind == SheetKind.EXPERIMENT and data.phase is None:
        found["phase"] = _("Choose how far you are.")
    if data.outcome is None:
        found["outcome"] = _("Choose how it went.")
    return found


def parts(data: SheetData) -> list[Part]:
    """How far each part of the form is."""
    lacks = set(missing(data))
    ready = {name: not lacks & set(fields) for name, fields in FIELDS.items()}
    ready["what"] &= bool(data.unit_id or data.institution)
    ready["found"] = bool(data.findings or data.elements)
    ready["others"] = bool(data.attention or data.target_group)
    ready["belongs"] = bool(data.programme_id or data.concept_ids or data.tags)
    ready["keeping"] = data.responsible_id is not None
    return [Part(name, TITLES[name], ready[name], name in CAN_WAIT) for name in FIELDS]
