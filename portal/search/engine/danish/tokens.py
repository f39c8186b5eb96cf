"""Cut text into words, with hyphens understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"-?(?P<word>[^\W_]+(?:[-'’&][^\W_]+)*)(?P<suspended>-(?![^\W_]))?", re.UNICODE)
_PIECES = re.compile(r"[-&]")
_APOSTROPHES = re.compile(r"['’](?:s(?![^\W_]))?")  # TEC's, TEC’s, UddX'
_LONGEST = 64
CONJUNCTIONS = frozenset({"og", "eller", "samt", "hhv", "henholdsvis", "til"})


class Token(NamedTuple):
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
        raw = match["word"].lower()
        start, end = match.span("word")
        suspended = match["suspended"] is not None
        if raw.isalnum():
            pieces: tuple[str, ...] = (raw[:_LONGEST],)
        else:
            raw = _APOSTROPHES.sub("", raw)
            pieces = tuple(p[:_LONGEST] for p in _PIECES.split(raw) if p)
        yield Token(
            start,
            end,
            position,
            "".join(pieces)[: 2 * _LONGEST],
            pieces if len(pieces) > 1 else (),
            suspended,
            start > match.start() and (start < 2 or text[start - 2].isspace()),
        )
