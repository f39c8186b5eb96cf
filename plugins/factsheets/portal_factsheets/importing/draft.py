"""A fact sheet as it was read out of a document, before anything is saved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from .spelling import letters

JSON_KEYS = (
    "title",
    "institution",
    "programme",
    "track",
    "concepts",
    "challenge",
    "hypothesis",
    "actions",
    "findings",
    "elements",
    "attention",
)


@dataclass(frozen=True)
class SheetDraft:
    """One sheet of a booklet. What the document does not say is the empty string or tuple.

    ``challenge`` to ``target_group`` are Markdown, ``summary`` is plain. ``copy`` tells apart
    sheets of one document that share title, programme and institution; the first is 1.
    """

    title: str
    other_titles: tuple[str, ...] = ()
    institution: str = ""
    programme: str = ""
    track: str = ""
    concepts: tuple[str, ...] = ()
    challenge: str = ""
    hypothesis: str = ""
    actions: str = ""
    findings: str = ""
    elements: str = ""
    attention: str = ""
    target_group: str = ""
    summary: str = ""
    copy: int = 1

    @property
    def source_key(self) -> str:
        """32 hex digits that stay the same when the sheet is imported again.

        Made of title, programme and institution without case, spaces and punctuation, so that
        a corrected text is still the same sheet.
        """
        named = (
            letters(self.title) or self.title,
            letters(self.programme),
            letters(self.institution),
        )
        source = "\n".join((*named, str(self.copy)))
        return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:32]

    def numbered(self, copy: int) -> SheetDraft:
        """The same draft as the ``copy``-th of its name in a document."""
        return replace(self, copy=copy)

    def to_json(self) -> dict[str, str | list[str]]:
        """A dictionary of exactly ``JSON_KEYS``: strings, and a list for ``concepts``."""
        values: dict[str, str | list[str]] = {key: getattr(self, key) for key in JSON_KEYS}
        values["concepts"] = list(self.concepts)
        return values
