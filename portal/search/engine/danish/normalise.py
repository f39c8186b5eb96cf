"""Bring text, as people and PDF extractors leave it, into one plain form."""

from __future__ import annotations

import re
import unicodedata

# U+2010 and U+2011 are hyphens; the en dash and the minus are not, they stand between words.
_CHARACTERS = {
    0x00A0: " ",
    0x2007: " ",
    0x202F: " ",
    0x00AD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x2060: None,
    0xFEFF: None,
    0x2010: "-",
    0x2011: "-",
    0x0000: None,
}

_SOFT_AT_END = re.compile("\u00ad(?=[ \t]*\\r?\\n)")  # typeset there, so it shows
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t\r\n]*(?=([^\W\d_]+))")
_SUSPENDED_BEFORE = {"og", "eller", "samt", "og/eller", "til", "hhv", "henholdsvis"}


def _mend(match: re.Match[str]) -> str:
    following = match.group(1)
    if following in _SUSPENDED_BEFORE:
        return "- "
    if following[0].isupper():
        return "-"
    return ""


def plain(text: str) -> str:
    """Return ``text`` in NFC with one kind of space and hyphen.

    Line ends stay, so that :func:`mend_lines` can still see broken words.
    """
    return _SOFT_AT_END.sub("-", unicodedata.normalize("NFC", text)).translate(_CHARACTERS)


def mend_lines(text: str) -> str:
    """Join words that were broken at a line's end.

    ``ledel-`` + ``sesmæssig`` becomes one word; a suspended hyphen (``fag-`` before ``og``)
    and a hyphen before a capital (``TIFS-`` + ``Model``) stay.
    """
    return _BROKEN.sub(_mend, text)


def normalise(text: str) -> str:
    """Return ``text`` as it is indexed, stored and shown: plain, with broken words joined."""
    return mend_lines(plain(text))
