"""What who may edit the files of an object is told of their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.database import db
from portal.files.extraction.asking import REASONS
from portal.files.models import Attachment
from portal.files.reading.models import FileReading, ReadingState
from portal.files.reading.services import readings_of


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """A sentence; `is_problem` where the person can do something about it."""

    text: str
    is_problem: bool


def reading_notes(attachments: Sequence[Attachment]) -> Mapping[int, ReadingNote]:
    """For each attachment there is something to say of: that. One query."""
    readings = readings_of(db.session, [one.file_id for one in attachments]) if attachments else {}
    notes = {}
    for one in attachments:
        reading = readings.get(one.file_id)
        note = _note(reading) if reading is not None else None
        if note is not None:
            notes[one.id] = note
    return notes


def _note(reading: FileReading) -> ReadingNote | None:
    if reading.state == ReadingState.WAITING:
        return ReadingNote(_("Its text can be searched in a moment."), False)
    if reading.state == ReadingState.FAILED:
        reason = REASONS.get(reading.reason, "")
        text = _("Its text cannot be searched. %(reason)s", reason=reason)
        return ReadingNote(text.strip(), True)
    if not reading.characters:
        text = _("There is no text in it that can be searched. It may be scanned.")
        return ReadingNote(text, True)
    if reading.truncated:
        return ReadingNote(_("Only a part of its text can be searched."), True)
    return None
