"""What all sheets of a document share while it is read."""

from __future__ import annotations

from dataclasses import dataclass

from .headings import Headings
from .layout import Layout
from .mending import Vocabulary


@dataclass(frozen=True)
class Reader:
    """What to look for, how lines are set, and which words the document has."""

    headings: Headings
    layout: Layout
    words: Vocabulary
