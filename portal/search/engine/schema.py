"""The Whoosh schema. Class names here are pickled into every index: do not rename them.

All analysis happens before Whoosh sees a document, so its fields take ready terms.

=========  ======================================  ==========================================
field      terms                                   posting
=========  ======================================  ==========================================
key        ``kind NUL id``                         existence; unique
words      ``stem|surface``                        weight over title, keywords and body
kin        ``+key *bond .part /root ^title``       weight
places     folded word                             positions
starts     beginnings of words of title, keywords  weight 2 where it begins the title
label      audience labels                         existence
kind       the kind                                existence
facet_*    values of one facet                     existence
day        ISO date                                existence
data       (stored only)
=========  ======================================  ==========================================
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3Segment

SEPARATOR = "|"
KEY_SEPARATOR = "\x00"


class Weighted(fields.FieldType):
    """Takes ``{term: weight}``; the weight is what scoring uses, nothing else is kept."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.indexed = True
        self.column_type = None

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield Whoosh's (term, frequency, weight, value) tuples."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""

    def to_bytes(self, value: str | bytes) -> bytes:
        return value.encode() if isinstance(value, str) else value

    def from_bytes(self, bs: bytes) -> str:
        return bs.decode()


class Labels(Weighted):
    """Takes an iterable of terms that a document has or has not."""

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term in sorted(set(value)):
            yield term.encode(), 1, 1.0, b""


class Key(Labels):
    """The name of the document, unique in the index."""

    def __init__(self) -> None:
        super().__init__()
        self.unique = True

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        yield value.encode(), 1, 1.0, b""


class Places(Weighted):
    """Takes ``{term: sorted positions}``."""

    def __init__(self) -> None:
        super().__init__()
        self.format = formats.Positions()

    def index(self, value: Any, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, positions in value.items():
            yield term.encode(), len(positions), 1.0, self.format.encode(positions)


class UniqueCodec(W3Codec):
    """Whoosh's format, with names of segments that no seeded random generator repeats.

    Two segments of one name would damage the index.
    """

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(self, indexname, segid=secrets.token_hex(8))


def make_schema(facet_names: Iterable[str]) -> fields.Schema:
    """Return the schema for documents with these facets."""
    schema = fields.Schema(
        key=Key(),
        words=Weighted(),
        kin=Weighted(),
        places=Places(),
        starts=Weighted(),
        label=Labels(),
        kind=Labels(),
        day=Labels(),
        data=fields.STORED(),
    )
    for name in sorted(facet_names):
        schema.add(facet_field(name), Labels())
    return schema


def facet_field(name: str) -> str:
    """Return the field that holds the values of a facet."""
    return f"facet_{name}"


def join_key(key: tuple[str, str]) -> str:
    """Return a document key as one term."""
    return KEY_SEPARATOR.join(key)


def split_key(term: str) -> tuple[str, str]:
    """Undo :func:`join_key`."""
    kind, _, identifier = term.partition(KEY_SEPARATOR)
    return kind, identifier
