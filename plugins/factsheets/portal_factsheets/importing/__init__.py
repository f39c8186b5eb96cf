"""Reading documents as fact-sheet drafts: no database, no web, only text in and drafts out.

``parse_booklet(read_file(path))`` is the whole of it. In the order of the work:

- ``reading``, ``decoding``: bytes to text
- ``lines``, ``pages``: text to clean lines without page headers and feet
- ``segments``, ``starts``: the lines of each sheet, and its institution
- ``head``, ``sections``, ``blocks``, ``markdown``: the fields of a sheet
- ``booklet`` ties them together into drafts (``draft``)

For other institutions' documents: ``profile`` is their headings as data, ``titles`` finds sheets
that no marker announces, ``placing`` says what had no place, ``candidates`` lists the lines that
may be headings.

What they ask: ``danish`` (which headings), ``names`` (which tracks and concepts), ``mending`` and
``wordlists`` (is a word broken here?), ``layout`` (does the sentence go on?).
"""

from .booklet import ReadSheet, parse_booklet, read_sheets
from .candidates import Candidate, candidates
from .danish import DANISH
from .decoding import MAX_BYTES, decode
from .draft import JSON_KEYS, SheetDraft
from .headings import Headings
from .problem import ImportProblem
from .profile import (
    BOOKLET,
    COMMON,
    COMMON_PROFILE,
    ROLES,
    Profile,
    WrongProfile,
    best,
    from_choices,
)
from .reading import read_file, read_stream

__all__ = [
    "BOOKLET",
    "COMMON",
    "COMMON_PROFILE",
    "DANISH",
    "JSON_KEYS",
    "MAX_BYTES",
    "ROLES",
    "Candidate",
    "Headings",
    "ImportProblem",
    "Profile",
    "ReadSheet",
    "SheetDraft",
    "WrongProfile",
    "best",
    "candidates",
    "decode",
    "from_choices",
    "parse_booklet",
    "read_file",
    "read_sheets",
    "read_stream",
]
