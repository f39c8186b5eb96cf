"""The pages of an object's history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.access.routes import signed_in
from portal.database import db
from portal.errors import NotAllowed, PortalError
from portal.history import restoring
from portal.history.models import Revision
from portal.history.reading import (
    Subject,
    compare,
    entries,
    find_subject,
    find_version,
    people_of,
    version_after,
    version_before,
    versions,
)
from portal.history.recording import latest_number
from portal.history.wording import Wording
from portal.history.words import action_words
from portal.web.addresses import as_id
from portal.web.flashes import flash_undo
from portal.web.paging import paginate
from portal.web.requests import current_actor

bp = Blueprint("history", __name__, url_prefix="/history/<kind>/<int:object_id>")


@bp.get("/")
@signed_in
def index(kind: str, object_id: int) -> str:
    """The versions, newest first."""
    subject = _subject(kind, object_id)
    page = paginate(db.session, versions(subject))
    return render_template(
        "portal/history/index.html",
        subject=subject,
        page=page,
        entries=entries(db.session, subject, page.items),
        newest=latest_number(db.session, kind, object_id),
        action_words=action_words,
        address=lambda number: url_for(".index", kind=kind, object_id=object_id, page=number),
    )


@bp.get("/compare")
@signed_in
def between(kind: str, object_id: int) -> str:
    """What changed between two versions; without numbers, with the newest one."""
    subject = _subject(kind, object_id)
    newest = latest_number(db.session, kind, object_id)
    newer = as_id(request.args.get("to")) or newest
    asked = request.args.get("from")
    if asked is None:
        previous = version_before(db.session, subject, newer)
        older = previous.number if previous else 0
    else:
        older = as_id(asked) or 0
    older, newer = sorted((older, newer))
    new = find_version(db.session, subject, newer)
    old = find_version(db.session, subject, older)
    if new is None or (old is None and older != 0):
        abort(404)
    return render_template(
        "portal/history/compare.html",
        subject=subject,
        older=old,
        newer=new,
        newest=newest,
        after=version_after(db.session, subject, newer),
        people=people_of(db.session, [one for one in (old, new) if one is not None]),
        changes=compare(db.session, current_actor(), subject, old, new),
        whole=_whole(subject, new),
        action_words=action_words,
    )


@bp.post("/<int:number>/restore")
@signed_in
def restore(kind: str, object_id: int, number: int) -> Any:
    """Brings an older version back. `seen` in the address is the newest one that was known."""
    subject = _subject(kind, object_id, lock=True)
    session, seen = db.session(), as_id(request.args.get("seen"))
    before = latest_number(session, kind, object_id)
    try:
        made = restoring.restore(session, current_actor(), subject, number, seen=seen)
    except NotAllowed:
        abort(403)
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "error")
        return redirect(url_for(".index", kind=kind, object_id=object_id), 303)
    except Exception as problem:  # the kind's own code
        session.rollback()
        error_id = restoring.failed(kind, problem)
        flash(_("That version could not be brought back. Number: %(id)s", id=error_id), "error")
        return redirect(url_for(".index", kind=kind, object_id=object_id), 303)
    if made is None:
        flash(_("It says the same already."), "info")
        return redirect(url_for(".index", kind=kind, object_id=object_id), 303)
    undo = url_for(".restore", kind=kind, object_id=object_id, number=before, seen=made.number)
    session.commit()
    words = _("Version %(number)s is back.", number=number)
    flash_undo(words, undo)
    return redirect(url_for(".index", kind=kind, object_id=object_id), 303)


def _subject(kind: str, object_id: int, lock: bool = False) -> Subject:
    found = find_subject(db.session(), current_actor(), kind, object_id, lock=lock)
    if found is None:
        abort(404)
    return found


def _whole(subject: Subject, version: Revision) -> list[tuple[Any, str, str]]:
    """(title, how to show it, text) of every field of a version that says something."""
    wording = Wording(db.session(), current_actor(), subject.fields, [version.data])
    found = [
        (field.title, field.show, wording.text(name, version.data.get(name)))
        for name, field in subject.fields.items()
    ]
    return [one for one in found if one[2]]
