"""Cut text into words, with hyphens understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"-?(?P<word>[^\W_]+(?:[-'’&][^\W_]+)*)(?P<suspended>-(?![^\W_]))?", re.UNICODE)
_PIECES = re.compile(r"[-&]")
_APOSTROPHES = re.compile(r"['’](?:s(?![^\W_]))?")  # TEC's, TEC’s, UddX'
_LONGEST = 64
CONJUNCTIONS = frozenset({"og", "eller", "samt", "hhv", "henholdsvis", "til"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, its lower-case form, and its pieces if hyphenated.

    ``surface`` has no hyphens (``faktaark`` for ``Fakta-ark``); ``pieces`` then holds what the
    hyphens joined. ``open_end``: the word ends in a suspended hyphen (``læse- og
    skrivefærdigheder``); ``open_start``: it begins with one (``mødestruktur og -aktivitet``).
    """

    start: int
    end: int
    position: int
    surface: str
    pieces: tuple[str, ...] = ()
    open_end: bool = False
    open_start: bool = False


def tokenise(text: str) -> Iterator[Token]:
    """Yield the words of normalised text from left to right, numbered from 0."""
    for position, match in enumerate(_TOKEN.finditer(text)):
        raw = _APOSTROPHES.sub("", match.group("word").lower())
        pieces = tuple(p[:_LONGEST] for p in _PIECES.split(raw) if p)
        start = match.start("word")
        yield Token(
            start=start,
            end=match.end("word"),
            position=position,
            surface="".join(pieces)[: 2 * _LONGEST],
            pieces=pieces if len(pieces) > 1 else (),
            open_end=match.group("suspended") is not None,
            open_start=start > match.start() and (start < 2 or text[start - 2].isspace()),
        )
