"""What is asked of the reading process, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
PDF = "application/pdf"
DOCX = OFFICE + "wordprocessingml.document"
PPTX = OFFICE + "presentationml.presentation"
XLSX = OFFICE + "spreadsheetml.sheet"
ODT, ODP, ODS = OPEN + "text", OPEN + "presentation", OPEN + "spreadsheet"
TEXTS = frozenset({"text/plain", "text/csv", "text/markdown"})
#: What there is text to be had from.
READABLE = TEXTS | {PDF, DOCX, PPTX, XLSX, ODT, ODP, ODS}

# Why a file has no text for us; the words for people are in `asking`.
DAMAGED, PROTECTED, TOO_MUCH, OF_NO_USE, GONE = "damaged", "protected", "limits", "type", "gone"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may cost: `seconds` of waiting and of computing, `megabytes` of memory,
    `pages` (slides, sheets), `characters` of text, `unpacked` bytes of an archive."""

    seconds: float = 30.0
    megabytes: int = 512
    pages: int = 2_000
    characters: int = 1_000_000
    unpacked: int = 200_000_000


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a file, page by page; documents without pages are one.

    `truncated`: there was more, or a part that could not be read.
    """

    pages: tuple[str, ...]
    truncated: bool = False

    @property
    def text(self) -> str:
        """All of it; a form feed stands between two pages."""
        return "\f".join(self.pages)


class Unreadable(Exception):
    """Raised in the reading process; its argument is one of the reasons above."""
