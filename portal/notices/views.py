"""The page of one's notices, and following."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.access.routes import signed_in
from portal.database import db
from portal.notices import following, services
from portal.notices.following import TAG
from portal.notices.lines import lines_of
from portal.notices.models import Follow, Notice
from portal.notices.topics import topics
from portal.notices.words import CHANNEL_WORDS
from portal.references.finding import find_object
from portal.references.kinds import Reference
from portal.runtime import portal
from portal.web.addresses import as_id
from portal.web.paging import Page, paginate
from portal.web.refusals import attempt
from portal.web.requests import current_actor
from portal.web.safe_redirect import back_to

bp = Blueprint("notices", __name__)


@bp.get("/me/notices")
@signed_in
def index() -> str:
    """What concerns me, how I want to be told, and what I follow."""
    actor = current_actor()
    page = paginate(db.session, services.my_notices(actor))
    lines = lines_of(db.session, actor, page.items)
    return render_template(
        "portal/notices/index.html",
        page=Page(lines, page.page, page.per_page, page.total),
        unread=services.unread(db.session, actor),
        topics=sorted(topics().values(), key=lambda one: str(one.topic.title)),
        choices=services.choices_of(db.session, actor.user_id or 0),
        channels=CHANNEL_WORDS,
        followed=_followed(),
        page_address=lambda number: url_for("notices.index", page=number),
    )


@bp.get("/me/notices/<int:notice_id>")
@signed_in
def lead(notice_id: int) -> Any:
    """To what a notice is about; opened, it counts as read."""
    actor = current_actor()
    notice = db.session.scalars(
        select(Notice).where(services.shown_to(actor), Notice.id == notice_id)
    ).one_or_none()
    if notice is None:
        abort(404)
    if notice.read_at is None:
        services.mark_read_aside(actor, notice_id)
    (line,) = lines_of(db.session, actor, [notice])
    return redirect(line.url, 303)


@bp.post("/me/notices/read")
@signed_in
def read() -> Any:
    """Marks one notice, or all of them, read."""
    wanted = None
    if "notice" in request.form:
        one = as_id(request.form["notice"])
        wanted = [] if one is None else [one]
    services.mark_read(db.session, current_actor(), wanted)
    db.session.commit()
    return back_to(request.form.get("next"), "notices.index")


@bp.post("/me/notices/ways")
@signed_in
def ways() -> Any:
    """How I want to be told."""
    prefix = "way:"
    wanted = {
        name.removeprefix(prefix): value
        for name, value in request.form.items()
        if name.startswith(prefix)
    }
    with attempt() as done:
        services.choose(db.session, current_actor(), wanted)
    if not done:
        return redirect(url_for("notices.index"), 303)
    flash(_("Saved."), "success")
    return redirect(url_for("notices.index"), 303)


@bp.post("/follow/<kind>/<int:object_id>")
@signed_in
def follow(kind: str, object_id: int) -> Any:
    """I want to hear of it."""
    actor = current_actor()
    if find_object(db.session, actor, kind, object_id) is None:
        abort(404)
    with attempt() as done:
        following.follow(db.session, actor, kind, object_id)
    if done:
        flash(_("You hear of it when something happens here."), "success")
    return back_to(request.form.get("next"), "notices.index")


@bp.post("/unfollow/<kind>/<int:object_id>")
@signed_in
def unfollow(kind: str, object_id: int) -> Any:
    """I want to hear no more of it, whether or not I still see it."""
    following.unfollow(db.session, current_actor(), kind, object_id)
    db.session.commit()
    flash(_("You do not follow it any longer."), "success")
    return back_to(request.form.get("next"), "notices.index")


@bp.post("/follow/tag")
@signed_in
def follow_tag() -> Any:
    """I want to hear of everything with this tag."""
    with attempt() as done:
        tag = following.follow_tag(db.session, current_actor(), request.form.get("tag", ""))
    if done:
        flash(_("You follow the tag %(tag)s.", tag=tag), "success")
    return back_to(request.form.get("next"), "notices.index")


@bp.post("/unfollow/tag")
@signed_in
def unfollow_tag() -> Any:
    """I want to hear no more of this tag."""
    following.unfollow_tag(db.session, current_actor(), request.form.get("tag", ""))
    db.session.commit()
    flash(_("You do not follow it any longer."), "success")
    return back_to(request.form.get("next"), "notices.index")


def _followed() -> list[dict[str, Any]]:
    """What I follow, as far as I still see it; tags as they are."""
    actor = current_actor()
    rows: list[Follow] = list(following.followed_by(db.session, actor))
    references: list[Reference] = [(row.kind, row.object_id) for row in rows if row.kind != TAG]
    where = portal().kinds.resolve(db.session, actor, references)
    found: list[dict[str, Any]] = []
    for row in rows:
        if row.kind == TAG:
            found.append({"tag": row.tag, "title": row.tag, "url": "", "icon": "tag"})
            continue
        about, kind = where[row.kind, row.object_id], portal().kinds.get(row.kind)
        if about.visible and kind is not None:
            found.append(
                {
                    "tag": "",
                    "kind": row.kind,
                    "id": row.object_id,
                    "title": about.title,
                    "url": about.url,
                    "icon": kind.icon,
                    "meta": kind.title,
                }
            )
    return found
