"""Why a file is not taken, in words for the person who sent it."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.errors import PortalError
from portal.runtime import portal


class FileProblem(PortalError):
    """A file that is not taken; its text says why and what to do. `status` is the answer's."""

    def __init__(self, text: str, status: int = 422) -> None:
        super().__init__(text)
        self.status = status


def max_bytes() -> int:
    """How large one file may be."""
    return portal().settings.upload_megabytes * 1024 * 1024


def too_large() -> FileProblem:
    """It is larger than the portal takes."""
    words = _(
        "The file is too large. It may have %(limit)s MB at most.",
        limit=portal().settings.upload_megabytes,
    )
    return FileProblem(words, 413)


def not_kept() -> FileProblem:
    """The disk is full or broken."""
    words = _("The file could not be kept just now. Try again later, or tell who runs the portal.")
    return FileProblem(words, 503)


def empty() -> FileProblem:
    """There is nothing in it."""
    return FileProblem(_("The file is empty. Choose another one."))


def wrong_type() -> FileProblem:
    """It is of a type the portal does not take."""
    return FileProblem(
        _(
            "Files of this type are not taken. Choose a PDF, a Word, Excel, PowerPoint or "
            "OpenDocument text, a plain text or csv file, or a picture (PNG, JPEG, GIF, WebP)."
        )
    )


def markup() -> FileProblem:
    """A web page or an SVG: it could run in the reader's browser."""
    words = _("Web pages and SVG pictures are not taken. Save it as a PDF or as a PNG picture.")
    return FileProblem(words)


def macros() -> FileProblem:
    """An office file with programs in it."""
    return FileProblem(_("The file has macros in it. Save it without them, as .docx for instance."))


def bomb() -> FileProblem:
    """It unpacks to far more than it is."""
    return FileProblem(_("The file unpacks to far more than a document would. It is not taken."))


def broken_archive() -> FileProblem:
    """It begins like an office file and does not hold together."""
    words = _("The file is damaged. Open it where it was made, and save it once more.")
    return FileProblem(words)


def broken_picture() -> FileProblem:
    """A picture that cannot be read to its end."""
    return FileProblem(_("The picture is damaged or cut off. Save it once more, or take another."))


def huge_picture() -> FileProblem:
    """More pixels than any screen or poster needs."""
    return FileProblem(_("The picture has too many pixels. Make it smaller, and send it again."))
