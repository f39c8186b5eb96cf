"""How wide words are, and how they are made to fit: nobody can ask the reader's font."""

from __future__ import annotations

import re
import unicodedata

#: Widths in parts of the size of the letters, a little above those of the fonts in use.
NARROW, SLIM, ROUND, CAPITAL, BROAD, SQUARE = 0.3, 0.4, 0.58, 0.7, 0.92, 1.1
_GROUPS = {
    NARROW: "ijl|!.,:;'`´’‘ I",
    SLIM: 'frt()[]{}-/\\"“”*',
    BROAD: "mwMWÆæ@%&œŒ—…→",
}
_WIDTHS = {sign: width for width, signs in _GROUPS.items() for sign in signs}
DOTS = "…"


def width_of(text: str, size: float = 14, bold: bool = False) -> float:
    """About how wide `text` is in a picture; rather too wide than too narrow."""
    return sum(map(_width, text)) * size * (1.08 if bold else 1)


def _width(sign: str) -> float:
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn"):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return SQUARE
    return CAPITAL if sign.isupper() else ROUND


def fit(text: str, width: float, lines: int = 2, size: float = 14) -> list[str]:
    """`text` in at most so many lines, each no wider than `width`. It breaks between words, a word
    that is too long is parted by a hyphen, and what does not fit ends in three dots."""
    # A soft hyphen is where its writer would part the word; elsewhere it is not seen.
    words = re.sub(r"\s+", " ", text).strip().split(" ")
    made: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        joined = f"{line} {word}" if line else word
        if width_of(joined.replace("\u00ad", ""), size) <= width:
            line = joined
            continue
        last = len(made) == lines - 1
        if last:
            rest = f"{line} {word}" if line else word
            return [*made, _cut(rest.replace("\u00ad", ""), width, size)]
        if line and width_of(word.replace("\u00ad", ""), size) <= width:
            made.append(line.replace("\u00ad", ""))
            line, words = "", [word, *words]
            continue
        start = f"{line} " if line else ""
        head, tail = _part(start, word, width, size)
        if not head and line:
            made.append(line.replace("\u00ad", ""))
            line, words = "", [word, *words]
            continue
        made.append((start + head).replace("\u00ad", ""))
        line, words = "", [tail, *words] if tail else words
    return [*made, line.replace("\u00ad", "")] if line else made or [""]


def _part(start: str, word: str, width: float, size: float) -> tuple[str, str]:
    """The head of `word` that fits after `start`, with a hyphen, and its tail."""
    places = [at for at, sign in enumerate(word) if sign == "\u00ad"]
    least = 1 if not start else 5
    fits = [
        at
        for at in places or range(len(word) - 3, least - 1, -1)
        if at >= 1 and width_of(f"{start}{word[:at]}-".replace("\u00ad", ""), size) <= width
    ]
    if not fits:
        return ("", word) if start else (word[:1], word[1:])
    at = max(fits)
    # After a hyphen that stands there already comes no other.
    head = word[:at] if word[at - 1] in "-/–" else word[:at] + "-"
    return head, word[at:].removeprefix("\u00ad")


def _cut(text: str, width: float, size: float) -> str:
    """`text` cut off with three dots, between words where that costs little."""
    if width_of(text, size) <= width:
        return text
    end = len(text)
    while end > 1 and width_of(text[:end].rstrip() + DOTS, size) > width:
        end -= 1
    shorter = text[:end].rstrip()
    space = shorter.rfind(" ")
    if space > len(shorter) * 0.7:
        shorter = shorter[:space]
    return shorter.rstrip(" ,.-–:;") + DOTS
