"""Text as it may be stored: no control characters, no half characters, no endless blank."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_TRAILING = re.compile(r"[ \t]{1,200}$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{4,}")
# What typesetting makes of two letters; nobody searches for them.
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def clean(text: str) -> str:
    """`text` with line ends as \\n; form feeds go, for they stand between pages."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text.translate(_LIGATURES)))
    return _BLANK_LINES.sub("\n\n\n", _TRAILING.sub("", text)).strip("\n")
