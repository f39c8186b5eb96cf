"""What is in an index: the fields, and Whoosh's part in it.

Whoosh keeps the segments, their deletions, the table of contents and the commits; what a segment
holds is written and read in columns (:mod:`.columns`), because the documents of a word must be
read by the array, not one by one. Class names here are pickled into every index: do not rename
them.

=========  ======================================  ==========================================
field      terms                                   posting
=========  ======================================  ==========================================
key        ``kind NUL id``                         existence; unique
words      ``stem|surface``                        weight over all texts of the document
kin        ``+key *bond .part /root ^title``       weight
places     folded word                             positions
parts      terms of ``words`` and ``kin``          numbers of the parts of attachments; 0 is what
                                                   is no attachment
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
from typing import Any

from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec, W3Segment

SEPARATOR = "|"
KEY_SEPARATOR = "\x00"
COLUMNS_EXTENSION = ".vbx"
DATA = "data"
WEIGHTED = frozenset({"words", "kin", "starts"})
PLACED = frozenset({"places", "parts"})


class UniqueCodec(W3Codec):
    """Whoosh's format, with names of segments that no seeded random generator repeats.

    Two segments of one name would damage the index.
    """

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(self, indexname, segid=secrets.token_hex(8))


def make_schema() -> fields.Schema:
    """Return the schema for Whoosh's table of contents: of the fields it knows nothing."""
    return fields.Schema(data=fields.STORED())


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
