"""A found sheet as the list of an import shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.api import Badge, Unit, db, plain_text

from ..models import Concept, FactSheet, FoundSheet, Programme, Track
from ..services.columns import COLUMNS
from ..services.imports.matching import Match
from ..services.imports.runs import KEPT, OPEN, SKIPPED, TAKEN
from .importing_words import remark_words, status_badge

#: The parts of the list, by the states of their sheets.
PARTS: Mapping[str, tuple[str, ...]] = {
    "open": (OPEN,),
    "skipped": (SKIPPED,),
    "taken": (TAKEN, KEPT),
}
TEXTS = (
    "summary",
    "challenge",
    "hypothesis_if",
    "hypothesis_then",
    "hypothesis",
    "actions",
    "findings",
    "elements",
    "attention",
    "target_group",
)
EXCERPT = 180


@dataclass(frozen=True, slots=True)
class Card:
    """`facts` are (term, words, is it new to the catalogue); `texts` (heading, Markdown)."""

    found: FoundSheet
    match: Match
    title: str
    place: str
    badge: Badge
    corrected: bool
    excerpt: str
    facts: list[tuple[str, str, bool]]
    texts: list[tuple[str, str]]
    remarks: list[str]
    sheet: FactSheet | None


def card_of(match: Match, sheets: Mapping[int, FactSheet]) -> Card:
    """The card of a found sheet."""
    found, data = match.found, match.wanted.data
    texts = [
        (str(COLUMNS[name]), str(getattr(data, name))) for name in TEXTS if getattr(data, name)
    ]
    told = data.summary or data.challenge or data.hypothesis or data.actions or data.findings
    return Card(
        found=found,
        match=match,
        title=data.title or found.title,
        place=data.institution or _unit_name(data.unit_id, found),
        badge=status_badge(found.state, match.status),
        corrected=bool(found.changes),
        excerpt=_short(plain_text(told)),
        facts=_facts(match),
        texts=texts,
        remarks=[remark_words(code, words) for code, words in found.remarks]
        + [str(text) for text in match.errors.values()],
        sheet=sheets.get(found.sheet_id or 0) or match.there,
    )


def _facts(match: Match) -> list[tuple[str, str, bool]]:
    session, wanted = db.session(), match.wanted
    data = wanted.data
    facts: list[tuple[str, str, bool]] = []
    if wanted.new_programme:
        facts.append((_("Programme"), wanted.new_programme, True))
    elif data.programme_id and (programme := session.get(Programme, data.programme_id)):
        facts.append((_("Programme"), programme.name, False))
    if wanted.new_track:
        facts.append((_("Track"), wanted.new_track, True))
    elif data.track_id and (track := session.get(Track, data.track_id)):
        facts.append((_("Track"), track.name, False))
    for concept_id in data.concept_ids:
        if concept := session.get(Concept, concept_id):
            facts.append((_("Concept"), concept.name, False))
    facts += [(_("Concept"), name, True) for name in wanted.new_concepts]
    return facts


def _unit_name(unit_id: int | None, found: FoundSheet) -> str:
    if unit_id is not None and not found.changes:
        return str(found.values.get("institution", ""))  # it is what the unit was found by
    unit = db.session.get(Unit, unit_id) if unit_id else None
    return unit.name if unit is not None else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"
