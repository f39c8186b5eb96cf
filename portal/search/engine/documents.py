"""What the portal hands to a search engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, named by ``(kind, id)``.

    ``body`` is plain text, searched and shown in snippets. ``keywords`` (other titles, names,
    words of tags) are searched with a weight between title and body and never shown.
    ``audience`` holds labels; a reader with any one of them finds the document, and with an
    empty audience nobody does. ``facets`` maps names such as ``unit`` or ``tag`` to opaque
    keys.
    """

    kind: str
    id: str
    title: str
    url: str
    body: str = ""
    keywords: str = ""
    audience: frozenset[str] = frozenset()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date: datetime.date | None = None

    @property
    def key(self) -> DocumentKey:
        """The name under which the document is indexed once."""
        return (self.kind, self.id)


DocumentKey = tuple[str, str]
