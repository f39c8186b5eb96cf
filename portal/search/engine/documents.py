"""What the portal hands to a search engine."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that hangs on a document and is found with it, by its name and by its text.

    ``load`` returns the text in parts, once; a hit says in which part it found what (see
    :class:`.base.FoundIn`). The engine keeps no text of files.
    """

    id: str
    name: str
    load: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found, named by ``(kind, id)``.

    ``body`` is plain text, searched and shown in snippets. ``keywords`` (other titles, names,
    words of tags) are searched with a weight between title and body and never shown.
    ``audience`` holds labels; a reader with any one of them finds the document, and with an
    empty audience nobody does. ``facets`` maps names such as ``unit`` or ``tag`` to opaque
    keys. ``attachments`` weigh less than the body.
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
    attachments: tuple[Attached, ...] = ()

    @property
    def key(self) -> DocumentKey:
        """The name under which the document is indexed once."""
        return (self.kind, self.id)


DocumentKey = tuple[str, str]
