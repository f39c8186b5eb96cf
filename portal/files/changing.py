"""Adding, naming, ordering and removing the files of an object."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from portal.access.routes import signed_in
from portal.database import db
from portal.errors import PortalError
from portal.files import services
from portal.files.fields import UploadField
from portal.files.models import Attachment
from portal.files.problems import FileProblem
from portal.files.receiving import uploads
from portal.files.views import bp, find_attachment
from portal.references.finding import find_object
from portal.runtime import portal
from portal.web.flashes import flash_undo
from portal.web.forms import Form
from portal.web.requests import current_actor
from portal.web.safe_redirect import is_local


def _title() -> StringField:
    return StringField(
        _l("Title"),
        description=_l("What readers see; empty: the name of the file."),
        validators=[
            Length(max=services.MAX_TITLE, message=_l("Write at most %(max)d characters."))
        ],
    )


class AddForm(Form):
    """Files for an object; a title, if it is one."""

    next = HiddenField()
    title = _title()
    files = UploadField(_l("Files"), required=_l("Choose a file."))


class TitleForm(Form):
    """What an attachment is called."""

    title = _title()


@bp.get("/files/on/<kind>/<int:object_id>")
@signed_in
def arrange(kind: str, object_id: int) -> Any:
    """The files of one object, for who may edit it."""
    _editable(kind, object_id)
    form = AddForm(formdata=None, next=request.args.get("next", ""))
    return _page(kind, object_id, form)


@bp.post("/files/on/<kind>/<int:object_id>")
@signed_in
@uploads
def add(kind: str, object_id: int) -> Any:
    """Adds files; what is wrong with one of them is said at the field, and nothing is added."""
    _editable(kind, object_id)
    form, actor = AddForm(), current_actor()
    if not form.validate():
        return _page(kind, object_id, form), form.files.status if form.files.status > 200 else 422
    try:
        for upload in form.files.data:
            file = services.store_upload(db.session, actor, upload.stream, upload.filename or "")
            title = (form.title.data or "") if len(form.files.data) == 1 else ""
            name = services.name_for(file, upload)
            services.attach(db.session, actor, kind, object_id, file, name=name, title=title)
    except PortalError as problem:
        db.session.rollback()
        form.files.errors = [str(problem)]
        status = problem.status if isinstance(problem, FileProblem) else 422
        return _page(kind, object_id, form), status
    db.session.commit()
    number = len(form.files.data)
    flash(ngettext("The file is added.", "%(num)s files are added.", number), "success")
    return _back(kind, object_id, form.next.data)


@bp.route("/files/<int:attachment_id>/title", methods=["GET", "POST"])
@signed_in
def title(attachment_id: int) -> Any:
    """What the file is called on the page."""
    attachment = _attachment(attachment_id)
    form = TitleForm(obj=attachment)
    if form.validate_on_submit():
        services.rename(db.session, current_actor(), attachment, form.title.data or "")
        db.session.commit()
        flash(_("Saved."), "success")
        return _back(attachment.kind, attachment.object_id, None)
    about = _about(attachment.kind, attachment.object_id)
    page = render_template("portal/files/title.html", form=form, attachment=attachment, **about)
    return page, 422 if form.errors else 200


@bp.post("/files/<int:attachment_id>/<where>")
@signed_in
def move(attachment_id: int, where: str) -> Any:
    """One place up or down."""
    if where not in ("up", "down"):
        abort(404)
    attachment = _attachment(attachment_id)
    services.move(db.session, attachment, where == "up")
    db.session.commit()
    return _back(attachment.kind, attachment.object_id, None)


@bp.post("/files/<int:attachment_id>/remove")
@signed_in
def remove(attachment_id: int) -> Any:
    """Takes the file off; it can be put back for a day."""
    attachment = _attachment(attachment_id)
    services.detach(db.session, current_actor(), attachment)
    db.session.commit()
    text = _("%(name)s is removed.", name=attachment.label)
    undo = url_for("files.restore", attachment_id=attachment_id)
    flash_undo(text, undo)
    return _back(attachment.kind, attachment.object_id, None)


@bp.post("/files/<int:attachment_id>/restore")
@signed_in
def restore(attachment_id: int) -> Any:
    """Puts a removed file back."""
    attachment = _attachment(attachment_id, removed=True)
    services.restore(db.session, current_actor(), attachment)
    db.session.commit()
    return _back(attachment.kind, attachment.object_id, None)


def _editable(kind: str, object_id: int) -> Any:
    """The object, if one may edit it; 404 if one does not see it, 403 if one only sees it."""
    actor = current_actor()
    obj = find_object(db.session, actor, kind, object_id)
    if obj is None:
        abort(404)
    if not portal().access.may(db.session, actor, "edit", obj):
        abort(403)
    return obj


def _attachment(attachment_id: int, removed: bool = False) -> Attachment:
    attachment = find_attachment(current_actor(), attachment_id)
    if attachment is None or (attachment.removed_at is not None and not removed):
        abort(404)
    _editable(attachment.kind, attachment.object_id)
    return attachment


def _about(kind: str, object_id: int) -> dict[str, Any]:
    found = portal().kinds.get(kind)
    assert found is not None
    obj = db.session.get(found.model, object_id)
    return {
        "kind": kind,
        "object_id": object_id,
        "kind_title": found.title,
        "object_title": found.label(obj),
        "object_url": found.url(object_id),
    }


def _page(kind: str, object_id: int, form: AddForm) -> str:
    attachments = services.attachments_of(db.session, kind, [object_id])[object_id]
    return render_template(
        "portal/files/arrange.html",
        form=form,
        attachments=attachments,
        **_about(kind, object_id),
    )


def _back(kind: str, object_id: int, target: str | None) -> Any:
    if not is_local(target):
        target = url_for("files.arrange", kind=kind, object_id=object_id)
    return redirect(str(target), 303)
