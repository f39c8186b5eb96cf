"""Giving files out: to whoever may see what they hang on, and in a way that runs nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request, send_file, url_for
from sqlalchemy import select

from portal.access.actors import Actor
from portal.access.routes import signed_in
from portal.database import db
from portal.files import storage
from portal.files.models import Attachment
from portal.files.sniffing import PDF, TYPES
from portal.references.finding import find_object
from portal.web.requests import current_actor

bp = Blueprint("files", __name__)

#: A file that is opened by itself is nobody's page: it may load nothing and run nothing.
POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
#: Browsers show a PDF in a page of their own, which a sandbox would keep from coming up.
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


@bp.get("/files/<int:attachment_id>/<name>")
@signed_in
def download(attachment_id: int, name: str) -> Any:
    """The file; pictures and PDFs in the window unless `?download=1`, everything else saved."""
    attachment = find_attachment(current_actor(), attachment_id)
    if attachment is None or attachment.removed_at is not None:
        abort(404)
    if name != attachment.name:
        return redirect(
            url_for("files.download", attachment_id=attachment_id, name=attachment.name)
        )
    file = attachment.file
    path = storage.place_of(file.digest)
    if not path.is_file():
        abort(404)
    kind = TYPES.get(file.media_type)
    inline = kind is not None and kind.inline and "download" not in request.args
    text = file.media_type.startswith("text/")
    _ask_for_no_more_than(path.stat().st_size)
    response: Response = send_file(
        path,
        # What is not on our list was taken in by an older portal: bytes, and no more.
        mimetype=file.media_type if kind else "application/octet-stream",
        as_attachment=not inline,
        download_name=attachment.name,
        etag=file.digest,
        last_modified=file.created_at,
        conditional=True,
    )
    if text:
        # Which letters the bytes stand for is not known, and not guessed.
        response.headers["Content-Type"] = file.media_type
    response.headers["Content-Security-Policy"] = PDF_POLICY if kind is PDF else POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Kept by the person's own browser, and asked about every time: whoever loses sight of the
    # object loses the file.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers.pop("Expires", None)
    return response


def _ask_for_no_more_than(size: int) -> None:
    """The last 1024 bytes of a file of 500 are all of it; Werkzeug takes them for a mistake."""
    first, _, last = request.headers.get("Range", "").partition("-")
    digits = last if first.strip() == "bytes=" and last.isascii() and last.isdigit() else ""
    if digits and (len(digits) > 18 or int(digits) > size):
        del request.environ["HTTP_RANGE"]


def find_attachment(actor: Actor, attachment_id: int) -> Attachment | None:
    """The attachment, if its object may be seen."""
    attachment = db.session.scalars(
        select(Attachment).where(Attachment.id == attachment_id)
    ).one_or_none()
    if attachment is None:
        return None
    seen = find_object(db.session, actor, attachment.kind, attachment.object_id)
    return attachment if seen is not None else None
