"""What a hit says of the file it was found in; read from the database when it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.files.extraction.results import ODP, PPTX, XLSX
from portal.files.reading.lookup import Part, parts
from portal.search.engine.base import Hit, Marked


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place in a file: what the file is called, the place in words, and what stands there."""

    part: Part
    name: Marked
    snippet: Marked

    @property
    def place(self) -> str:
        """'page 3', in the reader's language; empty where there are no pages."""
        if not self.part.page:
            return ""
        if self.part.media_type in (PPTX, ODP):
            return _("slide %(number)s", number=self.part.page)
        if self.part.media_type == XLSX:
            return _("sheet %(number)s", number=self.part.page)
        return _("page %(number)s", number=self.part.page)

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "name": self.part.name,
            "title": self.part.label,
            "page": self.part.page or None,
            "snippet": "".join(text for text, _hot in self.snippet),
        }


def quotes(session: Session, hits: Iterable[Hit]) -> Mapping[tuple[str, str], Quoted]:
    """For each hit that was found in a file, where. One query.

    What was taken off or away since it was indexed is not there any more.
    """
    places = [
        (hit.kind, int(hit.id), int(hit.found_in.attachment), hit.found_in.part, hit)
        for hit in hits
        if hit.found_in is not None
    ]
    found = parts(session, ((kind, number, one, part) for kind, number, one, part, _hit in places))
    quoted = {}
    for kind, number, one, at, hit in places:
        part = found.get((one, at))
        if part is None or hit.found_in is None:
            continue
        mark, quote = hit.found_in.mark, hit.found_in.quote
        quoted[kind, str(number)] = Quoted(part, mark(part.label), quote(part.text))
    return quoted
