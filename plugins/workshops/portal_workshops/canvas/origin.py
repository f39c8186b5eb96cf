"""The origin's elements, as the reader may see them: the points under 'what others can lift out'
of its fact sheet, each with a key that a canvas can refer to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.api import Actor, plain_text

from ..models import Series
from ..sheets import facts

_POINT = re.compile(r"^\s{0,3}(?:[-*+]|\d{1,2}[.)])\s+", re.MULTILINE)
MOST = 40


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the origin in plain text. `key` is made of its words, so that moving it
    around on the sheet changes nothing."""

    key: str
    text: str


def elements(session: Session, actor: Actor, series: Series) -> list[Element]:
    """The elements; none where there is no sheet, or none that `actor` may see."""
    found = facts(session, actor, [series.sheet_id], texts=True).get(series.sheet_id or 0)
    return split(found.sections.get("elements", "")) if found is not None else []


def split(markdown: str) -> list[Element]:
    """The points of a list, or the paragraphs where there is none."""
    starts = [one.start() for one in _POINT.finditer(markdown)]
    if starts:
        ends = [*starts[1:], len(markdown)]
        parts = [markdown[: starts[0]], *(markdown[a:b] for a, b in zip(starts, ends, strict=True))]
    else:
        parts = re.split(r"\n\s*\n", markdown)
    texts = [" ".join(plain_text(_POINT.sub("", part, count=1)).split()) for part in parts]
    found = {key_of(text): text for text in texts if text}
    return [Element(key, text) for key, text in found.items()][:MOST]


def key_of(text: str) -> str:
    """The name of an element, from its words."""
    bare = re.sub(r"\W+", " ", text.casefold()).strip()
    return "e" + hashlib.sha256(bare.encode()).hexdigest()[:16]
