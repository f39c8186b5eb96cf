"""What the entries of the audit trail that the plugin writes are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

ACTIONS: dict[str, Any] = {
    "sheet.created": _l("Wrote a new fact sheet"),
    "sheet.changed": _l("Changed a fact sheet"),
    "sheet.published": _l("Published a fact sheet"),
    "sheet.unpublished": _l("Made a fact sheet a draft again"),
    "sheet.archived": _l("Archived a fact sheet"),
    "sheet.deleted": _l("Deleted a fact sheet"),
    "sheet.reviewed": _l("Looked a fact sheet through"),
    "sheet.handed_over": _l("Gave a fact sheet a new keeper"),
    "sheet.moved": _l("Moved a fact sheet along with the catalogue"),
    "sheet.asked": _l("Asked a question about a fact sheet"),
    "sheet.outdated": _l("Said that a fact sheet is out of date"),
    "sheet.note_dismissed": _l("Put a note on a fact sheet aside"),
    "headings.created": _l("Added the headings of an institution"),
    "headings.changed": _l("Changed the headings of an institution"),
    "headings.deleted": _l("Deleted the headings of an institution"),
    "catalogue.created": _l("Made an entry of the catalogue"),
    "catalogue.changed": _l("Changed an entry of the catalogue"),
    "catalogue.merged": _l("Merged two entries of the catalogue"),
    "catalogue.deleted": _l("Deleted an entry of the catalogue"),
}
