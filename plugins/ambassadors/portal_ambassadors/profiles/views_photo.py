"""The photo: sending one, choosing what to cut around, taking it away."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.api import (
    FileProblem,
    Form,
    PortalError,
    UploadField,
    attempt,
    content_path,
    current_actor,
    db,
    signed_in,
    uploads,
)

from ..models import Ambassador
from . import photos
from .views import ADDRESS, bp, find


class PhotoForm(Form):
    """One picture."""

    photo = UploadField(
        _l("Choose a picture"),
        required=_l("Choose a picture first."),
        most=1,
        description=_l("JPEG, PNG, GIF or WebP. Where and when it was taken is removed."),
        render_kw={"accept": "image/jpeg,image/png,image/gif,image/webp", "multiple": False},
    )


def find_mine(ambassador_id: int) -> Ambassador:
    """The ambassador, 404, or 403 for who may not change the photo."""
    ambassador = find(ambassador_id)
    if not photos.may_photo(db.session(), current_actor(), ambassador):
        abort(403)
    return ambassador


@bp.route(ADDRESS + "/photo", methods=["GET", "POST"])
@signed_in
@uploads
def photo_page(ambassador_id: int) -> Any:
    """Shows the photo and takes a new one."""
    session, actor = db.session(), current_actor()
    ambassador, form = find_mine(ambassador_id), PhotoForm()
    if form.validate_on_submit():
        (sent,) = form.photo.data
        try:
            photos.set_photo(session, actor, ambassador, sent.stream, sent.filename or "")
        except (FileProblem, PortalError) as problem:
            session.rollback()
            ambassador = find_mine(ambassador_id)
            form.photo.errors = [*form.photo.errors, str(problem)]
        else:
            session.commit()
            flash(_("The photo is saved. Choose what to cut around, if you like."), "success")
            return redirect(url_for(".photo_page", ambassador_id=ambassador_id), 303)
    photo = ambassador.photo
    size = photos.size_of(photo.file) if photo is not None and photo.file else (1, 1)
    square = photos.frame(*size, photo.focus_x, photo.focus_y) if photo else (0, 0, 1)
    page = render_template(
        "ambassadors/profiles/photo.html",
        ambassador=ambassador,
        form=form,
        photo=photo,
        size=size,
        square=square,
        own=actor.user_id == ambassador.user_id,
    )
    return page, max(form.photo.status, 422) if form.errors else 200


@bp.get(ADDRESS + "/photo/whole")
@signed_in
def whole_photo(ambassador_id: int) -> Any:
    """The picture as it was sent, to choose in; for who may."""
    photo = find_mine(ambassador_id).photo
    if photo is None or photo.file is None or not content_path(photo.file).is_file():
        abort(404)
    file = photo.file
    response = send_file(content_path(file), mimetype=file.media_type, etag=file.digest)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post(ADDRESS + "/photo/focus")
@signed_in
def focus(ambassador_id: int) -> Any:
    """Cuts the photo around another point."""
    ambassador = find_mine(ambassador_id)
    with attempt() as done:
        x, y = _percent("x"), _percent("y")
        photos.set_focus(db.session(), current_actor(), ambassador, x, y)
    if not done:
        return redirect(url_for(".photo_page", ambassador_id=ambassador_id), 303)
    flash(_("The photo is cut anew."), "success")
    return redirect(url_for(".page", ambassador_id=ambassador_id), 303)


@bp.post(ADDRESS + "/photo/remove")
@signed_in
def remove_photo(ambassador_id: int) -> Any:
    """Takes the photo away."""
    photos.remove_photo(db.session(), current_actor(), find_mine(ambassador_id))
    db.session.commit()
    flash(_("The photo is gone."), "success")
    return redirect(url_for(".page", ambassador_id=ambassador_id), 303)


def _percent(name: str) -> int:
    """A number from 0 to 100; -1, which is refused, for anything else."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1
