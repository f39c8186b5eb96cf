"""The photo: cut square around a chosen point, in two sizes. Sessions and actors are given;
nothing here commits."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from PIL import Image, ImageOps
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Actor,
    File,
    NotAllowed,
    PortalError,
    attach,
    attachments_of,
    content_path,
    detach,
    may,
    now,
    record,
    store_upload,
)

from ..models import Ambassador, Photo
from ..vocabulary import KIND
from .people import PHOTOS, drop_photo_files
from .services import lock, shown_to, tell

LARGE, SMALL = 320, 128
CENTRE = 50
_DAMAGE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


def set_photo(
    session: Session, actor: Actor, ambassador: Ambassador, stream: Any, name: str
) -> Photo:
    """Takes an uploaded picture, cut around its centre. The core has drawn it anew, so nothing of
    where and when it was taken is left. Raises NotAllowed, FileProblem, and PortalError for what
    is no picture."""
    _require(session, actor, ambassador)
    lock(session, ambassador)
    file = store_upload(session, actor, stream, name)
    if not file.media_type.startswith("image/"):
        raise PortalError(_("Choose a picture: JPEG, PNG, GIF or WebP."))
    large, small = cut(content_path(file), CENTRE, CENTRE)
    there = attachments_of(session, PHOTOS, [ambassador.id])[ambassador.id]
    for row in there:
        if row.file_id != file.id:
            detach(session, SYSTEM, row)
    if not any(row.file_id == file.id for row in there):
        attach(session, actor, PHOTOS, ambassador.id, file, name="photo")
    photo = ambassador.photo or Photo(ambassador_id=ambassador.id)
    photo.file = file
    _write(session, actor, ambassador, photo, (CENTRE, CENTRE), large, small)
    return photo


def set_focus(session: Session, actor: Actor, ambassador: Ambassador, x: int, y: int) -> None:
    """Cuts the photo anew around a point, in per cent from the left and the top. Raises
    NotAllowed, and PortalError where there is no photo or the uploaded file is gone."""
    _require(session, actor, ambassador)
    photo = ambassador.photo
    if photo is None or photo.file is None or not content_path(photo.file).is_file():
        raise PortalError(_("The photo is not there any more. Upload it again."))
    if not (0 <= x <= 100 and 0 <= y <= 100):
        raise PortalError(_("Choose a point in the picture."))
    large, small = cut(content_path(photo.file), x, y)
    _write(session, actor, ambassador, photo, (x, y), large, small)


def remove_photo(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    """Takes the photo away; the uploaded file is deleted with the next sweep. Raises
    NotAllowed."""
    _require(session, actor, ambassador)
    if ambassador.photo is None:
        return
    drop_photo_files(session, ambassador.id)
    ambassador.photo = None
    session.flush()
    record(session, actor, "ambassador.photo", KIND, ambassador.id)
    tell(session, actor, ambassador)


def may_photo(session: Session, actor: Actor, ambassador: Ambassador) -> bool:
    """Whether the actor may change the photo: who may edit, and sees it."""
    return may(session, actor, "edit", ambassador) and "photo" in shown_to(actor, ambassador)


def cut(path: Path, x: int, y: int) -> tuple[bytes, bytes]:
    """The picture, square around the point, large and small, as JPEG. Raises PortalError for a
    file that is no picture we can read."""
    try:
        with Image.open(path, formats=["JPEG", "PNG", "GIF", "WEBP"]) as picture:
            picture.draft("RGB", (4 * LARGE, 4 * LARGE))
            still = ImageOps.exif_transpose(picture) or picture
            return tuple(_square(still, x, y, side) for side in (LARGE, SMALL))  # type: ignore[return-value]
    except _DAMAGE:
        raise PortalError(_("This picture cannot be read. Choose another.")) from None


def frame(width: int, height: int, x: int, y: int) -> tuple[int, int, int]:
    """(left, top, side) of the largest square around a point in per cent that stays inside."""
    side = min(width, height)
    left = round(width * x / 100 - side / 2)
    top = round(height * y / 100 - side / 2)
    return min(max(0, left), width - side), min(max(0, top), height - side), side


def size_of(file: File) -> tuple[int, int]:
    """How wide and high the uploaded picture is; (1, 1) where it is gone."""
    try:
        with Image.open(content_path(file)) as picture:
            return picture.size
    except _DAMAGE:
        return 1, 1


def _square(picture: Any, x: int, y: int, target: int) -> bytes:
    left, top, side = frame(picture.width, picture.height, x, y)
    part = picture.crop((left, top, left + side, top + side))
    if part.mode in ("RGBA", "LA", "P"):
        # What shows through is white, as the card behind it.
        clear = part.convert("RGBA")
        part = Image.new("RGB", clear.size, "white")
        part.paste(clear, mask=clear.getchannel("A"))
    part = part.convert("RGB").resize((target, target), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    part.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _write(
    session: Session,
    actor: Actor,
    ambassador: Ambassador,
    photo: Photo,
    focus: tuple[int, int],
    large: bytes,
    small: bytes,
) -> None:
    photo.focus_x, photo.focus_y = focus
    photo.large, photo.small = large, small
    photo.mark = hashlib.sha256(large).hexdigest()[:16]
    ambassador.photo = photo
    ambassador.updated_at = now()
    session.flush()
    record(session, actor, "ambassador.photo", KIND, ambassador.id)
    tell(session, actor, ambassador)


def _require(session: Session, actor: Actor, ambassador: Ambassador) -> None:
    if not may_photo(session, actor, ambassador):
        raise NotAllowed(_("You may not change this photo."))
