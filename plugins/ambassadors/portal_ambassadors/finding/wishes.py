"""What somebody writes who looks for help: 'nogen nær Viborg, der kan hjælpe med vejledning'.

Split into where it shall be and what it is about; small words that say neither fall away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.api import fold

from .towns import towns

#: What stands before a place.
_BEFORE = (
    "i naerheden af", "taet paa", "i omraadet omkring", "naer ved", "naer", "omkring", "ved", "i",
    "paa", "fra", "in the area of", "close to", "not far from", "near to", "near", "around", "in",
    "at", "from", "by",
)  # fmt: skip
#: Words that say that somebody is looked for, and not what for.
_EMPTY = frozenset(
    [
        "hvem",
        "hvor",
        "hvordan",
        "kan",
        "vil",
        "hjaelpe",
        "hjaelp",
        "hjaelper",
        "mig",
        "os",
        "med",
        "til",
        "om",
        "der",
        "som",
        "er",
        "en",
        "et",
        "den",
        "det",
        "de",
        "nogen",
        "nogle",
        "jeg",
        "vi",
        "har",
        "brug",
        "for",
        "soeger",
        "finde",
        "find",
        "leder",
        "efter",
        "og",
        "at",
        "af",
        "skal",
        "kunne",
        "god",
        "gode",
        "noget",
        "ambassadoer",
        "ambassadoerer",
        "ambassadoeren",
        "kollega",
        "kolleger",
        "person",
        "en",
        "et",
        "paa",
        "i",
        "who",
        "whom",
        "can",
        "could",
        "help",
        "helps",
        "me",
        "us",
        "with",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "that",
        "which",
        "is",
        "are",
        "a",
        "an",
        "the",
        "i",
        "we",
        "need",
        "needs",
        "looking",
        "for",
        "find",
        "ambassador",
        "ambassadors",
        "colleague",
        "colleagues",
        "person",
        "people",
        "to",
        "of",
        "and",
        "about",
        "knows",
        "know",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LONGEST = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """`near` are names of towns, `words` what it is about, as it was written."""

    near: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it is about, for the search."""
        return " ".join(self.words)


def read_wish(text: str, known: Iterable[str] = ()) -> Wish:
    """The wish in `text`; `known` are towns that are not on the list, such as those of units. A
    place is known with a word before it ('near Viborg') or without ('vejledning Viborg')."""
    places = {fold(name): name for name in known if name}
    places = {key: one[0] for key, one in towns().items()} | places
    pieces = _WORD.findall(text)
    folded = [fold(piece) for piece in pieces]
    near: list[str] = []
    left: list[int] = []
    at = 0
    while at < len(pieces):
        length, name = _place_at(folded, at, places, pieces)
        if length:
            near.append(name)
            _drop_before(folded, left)
            at += length
        else:
            left.append(at)
            at += 1
    words = tuple(pieces[index] for index in left if folded[index] not in _EMPTY)
    return Wish(tuple(dict.fromkeys(near)), words)


def _place_at(
    folded: list[str], at: int, places: dict[str, str], pieces: list[str]
) -> tuple[int, str]:
    for length in range(min(LONGEST, len(folded) - at), 0, -1):
        key = " ".join(folded[at : at + length])
        # Ry and Give are towns, and 'give' is a verb: such a short or common name must be written
        # as a name is.
        if key in places and (len(key) > 4 or pieces[at][:1].isupper()):
            return length, places[key]
        # 'Viborgs', 'Viborg-området'
        for ending in ("s", "-omraadet", "omraadet", "-egnen", "egnen"):
            if (
                key.endswith(ending)
                and len(key) > len(ending) + 4
                and key[: -len(ending)] in places
            ):
                return length, places[key[: -len(ending)]]
    return 0, ""


def _drop_before(folded: list[str], left: list[int]) -> None:
    """Takes 'near' and its kin away from the end of what is left."""
    for phrase in _BEFORE:
        words = phrase.split()
        if [folded[index] for index in left[-len(words) :]] == words:
            del left[-len(words) :]
            return
