"""The text of a document that somebody wants to import: plain text, PDF or Word."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from portal.api import CannotRead, extract_text

from ..importing import ImportProblem, read_file

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {".docx": OFFICE, ".odt": "application/vnd.oasis.opendocument.text"}
PDF = "application/pdf"
#: More is no booklet any more, and would have to be kept while somebody looks at it.
MAX_CHARACTERS = 3_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file. ``whole``: each of its lines is a paragraph, as word processors write
    them. ``truncated``: there was more than could be read."""

    name: str
    text: str
    whole: bool = False
    truncated: bool = False


def read_document(path: Path, name: str = "") -> Document:
    """The text of a file that is called `name`. What it is, its content says.

    Takes as long as `extract_text` may take; hold no transaction meanwhile. Raises ImportProblem:
    what `read_file` raises, `no_text` (a PDF of pictures) and `cannot_read` with `why`.
    """
    name = name or path.name
    media_type = _media_type(path, name)
    if media_type is None:
        text = read_file(path)
        if len(text) > MAX_CHARACTERS:
            raise ImportProblem("text_too_long", limit=MAX_CHARACTERS)
        return Document(name, text)
    try:
        found = extract_text(path, media_type)
    except CannotRead as problem:
        raise ImportProblem("cannot_read", why=str(problem)) from problem
    text = "\n\f".join(found.pages)
    if not text.strip():
        raise ImportProblem("no_text")
    if len(text) > MAX_CHARACTERS:
        raise ImportProblem("text_too_long", limit=MAX_CHARACTERS)
    return Document(name, text, media_type != PDF, found.truncated)


def _media_type(path: Path, name: str) -> str | None:
    """What to read it as; None for plain text, and for what `read_file` has a sentence about."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except (OSError, ValueError):
        return None
    if head.startswith(b"%PDF"):
        return PDF
    ending = Path(name).suffix.lower()
    if head.startswith(b"PK"):
        return TYPES.get(ending)
    if ending in TYPES or ending == ".pdf":
        if not head:
            raise ImportProblem("file_empty")
        raise ImportProblem("not_what_it_says", ending=ending)
    return None
