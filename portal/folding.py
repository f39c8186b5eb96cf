"""Text as it is compared: every spelling of a Danish word finds every other, and æ, ø, å come
last."""

from __future__ import annotations

import re
import unicodedata

_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "\u00ad": None})
# After every other letter, whatever order the database sorts by.
_ORDER = str.maketrans({"æ": "zzx", "ø": "zzy", "å": "zzz"})


def fold(text: str) -> str:
    """Lower case, one blank between words, æ, ø, å as ae, oe, aa, other accents gone."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    apart = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())


def danish_order(text: str) -> str:
    """A key that sorts as a Danish dictionary does: z, æ, ø, å ('aa' is å), signs ignored."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("aa", "å").translate(_ORDER)
    apart = unicodedata.normalize("NFKD", plain)
    kept = "".join(char if char.isalnum() else " " for char in apart if char.isprintable())
    return " ".join(kept.split())


def natural_order(text: str) -> str:
    """As `danish_order`, and numbers by their size: 'Guest 2' before 'Guest 10'. A key for lists
    that are sorted in memory; what is stored keeps the other."""
    return re.sub(r"[0-9]+", _by_size, danish_order(text))


def _by_size(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0") or "0"
    return f"{min(len(digits), 999):03}{digits}"


def clean_name(name: str) -> str:
    """The name on one line, without what cannot be seen."""
    seen = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", name)
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(seen.split())


def name_key(name: str) -> str:
    """What names that differ only in case, spaces, signs, hyphens or the spelling of æ, ø and å
    have in common; empty when there is no letter and no digit in it."""
    return "".join(char for char in fold(clean_name(name)) if char.isalnum())[:160]
