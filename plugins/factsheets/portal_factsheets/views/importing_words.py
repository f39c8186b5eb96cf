"""What the pages of the import say."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.api import Badge

from ..importing import ImportProblem
from ..services.imports.matching import CHANGED, NEW, SAME, UNSEEN
from ..services.imports.runs import KEPT, SKIPPED, TAKEN
from ..services.profiles import ROLE_WORDS


def problem_words(problem: ImportProblem) -> str:
    """Why a document cannot be imported, and what to do."""
    number = problem.params.get("limit", 0)
    megabytes = int(number) // 1024**2
    words = {
        "file_empty": _("The file is empty. Choose another one."),
        "file_too_large": _("The file is too large: at most %(number)s MB.", number=megabytes),
        "file_binary": _(
            "This is no text, PDF, Word or OpenDocument file. Save it as one of these first."
        ),
        "encoding_unknown": _("The letters cannot be told. Save the file as UTF-8."),
        "too_many_lines": _("There are too many lines in it: at most %(number)s.", number=number),
        "too_many_sheets": _("There are too many sheets in it: at most %(number)s.", number=number),
        "too_many_for_page": _(
            "There are more than %(number)s sheets in it. Split it, or ask who runs the portal to "
            "import it by command.",
            number=number,
        ),
        "no_sheets_found": _(
            "No fact sheet was found in it, nor headings of one. Is it the right document?"
        ),
        "no_text": _(
            "There is no text in it: its pages are pictures. Ask for the document itself, or have "
            "its text recognised."
        ),
        "text_too_long": _(
            "There is too much text in it: at most %(number)s characters. Split it.", number=number
        ),
        "cannot_read": str(problem.params.get("why", "")),
        "not_what_it_says": _(
            "It is called %(ending)s and is none. Open it where it was made, and save it again.",
            ending=str(problem.params.get("ending", "")),
        ),
    }
    return words.get(problem.code) or _("The file cannot be imported.")


def status_badge(state: str, status: str) -> Badge:
    """Where a found sheet stands."""
    if state == TAKEN:
        return Badge(_("Taken"), "check-circle-fill", "green")
    if state == KEPT:
        return Badge(_("In the portal"), "check2", "")
    if state == SKIPPED:
        return Badge(_("Left out"), "dash-circle", "")
    return {
        NEW: Badge(_("New"), "plus-lg", "blue"),
        SAME: Badge(_("Is there already"), "check2", ""),
        CHANGED: Badge(_("Differs from yours"), "arrow-down-up", "amber"),
        UNSEEN: Badge(_("A colleague has it"), "lock", ""),
    }[status]


def remark_words(code: str, words: str) -> str:
    """What had no place in a field."""
    shown = words if len(words) <= 120 else words[:119] + "…"
    if code == "introduction":
        return _("Text before the first heading: “%(text)s”. Is it in the right place?", text=shown)
    if code == "left_out":
        return _("Left out: “%(text)s”", text=shown)
    if code == "unknown_heading":
        return _(
            "“%(text)s” looks like a heading nobody knows. What follows it stands in the section "
            "before.",
            text=shown,
        )
    if code == "nothing_under":
        return _(
            "Nothing stands under the heading %(heading)s.", heading=ROLE_WORDS.get(words, words)
        )
    return shown
