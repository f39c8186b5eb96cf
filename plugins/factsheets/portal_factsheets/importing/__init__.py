"""Reading documents as fact-sheet drafts: no database, no web, only text in and drafts out.

``parse_booklet(read_file(path))`` is the whole of it. The modules in the order of the work:
decoding, lines, pages, segments, booklet (with headings, mending, layout, blocks, names).
"""

from .booklet import parse_booklet
from .decoding import MAX_BYTES, decode, read_file, read_stream
from .draft import JSON_KEYS, SheetDraft
from .headings import DANISH, Headings
from .problem import ImportProblem

__all__ = [
    "DANISH",
    "JSON_KEYS",
    "MAX_BYTES",
    "Headings",
    "ImportProblem",
    "SheetDraft",
    "decode",
    "parse_booklet",
    "read_file",
    "read_stream",
]
