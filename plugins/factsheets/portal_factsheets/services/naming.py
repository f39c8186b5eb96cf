"""When two names of the catalogue are one."""

from __future__ import annotations

import unicodedata

from ..models.catalogue import NAME_LENGTH

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def clean_name(name: str) -> str:
    """The name on one line, without what cannot be seen, no longer than a name may be."""
    seen = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", name)
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(seen.split())[:NAME_LENGTH].strip()


def name_key(name: str) -> str:
    """What names that differ only in case, spaces, signs, hyphens or the spelling of æ, ø and å
    have in common; empty when there is no letter and no digit in it."""
    text = unicodedata.normalize("NFKC", clean_name(name)).casefold().translate(_DANISH)
    return "".join(char for char in text if char.isalnum())[: 2 * NAME_LENGTH]
