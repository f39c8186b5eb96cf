"""What labs, programmes, tracks and concepts are called on the pages, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .models import Programme
from .services.gathering import Overview


@dataclass(frozen=True, slots=True)
class Words:
    """One kind of entry, in the sentences of the pages."""

    title: Any
    plural: Any
    new: Any
    edit: Any
    icon: str
    lead: Any


WORDS: dict[str, Words] = {
    "lab": Words(
        _l("Lab"),
        _l("Labs"),
        _l("New lab"),
        _l("Edit the lab"),
        "boxes",
        _l("A development lab stands above the programmes."),
    ),
    "programme": Words(
        _l("Programme"),
        _l("Programmes"),
        _l("New programme"),
        _l("Edit the programme"),
        "collection",
        _l("A programme bundles tracks."),
    ),
    "track": Words(
        _l("Track"),
        _l("Tracks"),
        _l("New track"),
        _l("Edit the track"),
        "layers",
        _l("A track bundles experiments that look into the same thing."),
    ),
    "concept": Words(
        _l("Concept"),
        _l("Concepts"),
        _l("New concept"),
        _l("Edit the concept"),
        "award",
        _l("A tested way of working that others can take home."),
    ),
}
#: What an entry stands under.
PARENT_KINDS = {"programme": "lab", "track": "programme"}

#: The texts of an entry with their headings, in the order in which they are read.
HEADINGS: dict[str, Any] = {
    "summary": _l("In a sentence or two"),
    "description": _l("Description"),
    "theory": _l("Theory of change"),
    "purpose": _l("Purpose"),
    "audience": _l("Whom it is for"),
    "parts": _l("Phases or parts"),
    "success": _l("What makes it succeed"),
    "attention": _l("Points of attention"),
    "findings": _l("Findings"),
    "other": _l("What else contributed"),
}


def export_columns() -> list[str]:
    """The columns of the catalogue as a file."""
    return [_("Kind"), _("Name"), _("Belongs to"), _("Also called"), _("Fact sheets")]


def export_rows(found: Overview) -> Iterable[list[Any]]:
    """Its rows, in the order of the overview; the counts are the reader's."""

    def row(kind: str, entry: Any, parent: str, count: int | str) -> list[Any]:
        return [str(WORDS[kind].title), entry.name, parent, ", ".join(entry.other_names), count]

    def programme_rows(programme: Programme, lab: str) -> Iterable[list[Any]]:
        yield row("programme", programme, lab, found.by_programme.get(programme.id, 0))
        for track in programme.tracks:
            yield row("track", track, programme.name, found.by_track.get(track.id, 0))

    for lab in found.labs:
        total = sum(found.by_programme.get(programme.id, 0) for programme in lab.programmes)
        yield row("lab", lab, "", total)
        for programme in lab.programmes:
            yield from programme_rows(programme, lab.name)
    for programme in found.loose:
        yield from programme_rows(programme, "")
    for concept in found.concepts:
        yield row("concept", concept, "", found.by_concept.get(concept.id, 0))
