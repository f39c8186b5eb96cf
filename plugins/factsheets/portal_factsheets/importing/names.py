"""One name for every track and concept, however it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .spelling import distance, letters

# The canonical name -> the adjective of its other spellings.
TRACKS: Mapping[str, tuple[str, ...]] = {
    "Innovationsbaseret ledelse": ("innovationsbaseret",),
    "Relationsbaseret ledelse": ("relationsbaseret", "relationelbaseret", "relationelt baseret"),
    "Udforskende ledelse": ("udforskende",),
}
# The canonical name -> names that do not merely misspell it.
CONCEPTS: Mapping[str, tuple[str, ...]] = {
    "TIFS-model": (
        "TIFS",
        "TIFS-modellen",
        "Tilbageløbs-, forankrings- og spredningsmodel",
        "Tilbageløbs-, forankrings- og spredningsmodellen",
        "Tilbageløbs-, forankrings- og spredningsmodel (TIFS-model)",
    ),
    "Strategiske medledere": ("Strategisk medledelse",),
    "Samskabelses-netværk": ("Samskabelsesnetværker", "Samskabende netværk"),
    "Tværorganisatoriske fællesskaber": ("Tværorganisatorisk fællesskab",),
    "Ledelse på tværs": (),
    "Tre rum i udforskende ledelse": ("3 rum i udforskende ledelse", "Tre rum"),
}

_LEADERSHIP = re.compile(r"ledelse(?:r|n|rne|sform(?:er|en|erne)?)?")
_ENDING = re.compile(r"(?:et|ede|edes|ende|ene)$")
_SEPARATOR = re.compile(r"\s*(?:[,;/&]|\b(?:og|samt)\b)\s*")
_PREFIX = re.compile(r"(?:forsøgsspor(?:et)?|spor(?:et)?)(?:\s+(?:for|om))?\s+", re.IGNORECASE)
MAX_NAMES = 50


def track_name(written: str, tracks: Mapping[str, tuple[str, ...]] = TRACKS) -> str:
    """The canonical name of a track; a track of another name stays as it is written."""
    written = written.strip(" .:;")
    words = _PREFIX.sub("", written, count=1).split()
    if len(words) < 2 or not _LEADERSHIP.fullmatch(letters(words[-1])):
        return written
    stem = _stem("".join(words[:-1]))
    for name, adjectives in tracks.items():
        for adjective in adjectives:
            known = _stem(adjective)
            allowed = len(known) // 8
            if distance(stem, known, allowed) <= allowed:
                return name
    return written


def concept_names(
    written: str, concepts: Mapping[str, tuple[str, ...]] = CONCEPTS
) -> tuple[str, ...]:
    """The canonical names in an enumeration ('A, B og C'), each once, in order.

    A name that is not known stays as it is written. At most MAX_NAMES are read.
    """
    spans = _spans(written.strip(" .:;?"))[:MAX_NAMES]
    text = written.strip(" .:;?")
    found: list[str] = []
    position = 0
    while position < len(spans):
        name, used = text[slice(*spans[position])].strip(" .:;?"), 1
        # A name may itself hold an 'og' or a comma: the longest known one wins.
        for end in range(min(len(spans), position + 4), position, -1):
            whole = text[spans[position][0] : spans[end - 1][1]]
            if known := _concept(whole, concepts):
                name, used = known, end - position
                break
        if name and name not in found:
            found.append(name)
        position += used
    return tuple(found)


def _spans(text: str) -> Sequence[tuple[int, int]]:
    spans, start = [], 0
    for separator in _SEPARATOR.finditer(text):
        spans.append((start, separator.start()))
        start = separator.end()
    spans.append((start, len(text)))
    return [(begin, end) for begin, end in spans if end > begin]


def _stem(adjective: str) -> str:
    return _ENDING.sub("", letters(adjective))


def _concept(written: str, concepts: Mapping[str, tuple[str, ...]]) -> str | None:
    key = letters(written)
    if not key:
        return None
    for name, others in concepts.items():
        if key == letters(name) or any(key == letters(other) for other in others):
            return name
    for name in concepts:
        allowed = len(letters(name)) // 8
        if distance(key, letters(name), allowed) <= allowed:
            return name
    return None
