"""One's calendar: the coming events, one event as a file, and the address for a program."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from portal.access.actors import actor_for
from portal.access.routes import public, signed_in
from portal.calendars import mine, services
from portal.calendars.ics import calendar
from portal.calendars.models import Event, GuestStatus
from portal.calendars.words import month
from portal.database import db
from portal.references.kinds import Reference
from portal.runtime import portal
from portal.web.flashes import flash_undo
from portal.web.requests import current_actor
from portal.web.safe_redirect import back_to

bp = Blueprint("calendars", __name__)
ICS = "text/calendar; charset=utf-8"
#: Where the secret waits for the page that shows it once.
SHOWN_ONCE = "calendar_secret"


@bp.get("/calendar")
@signed_in
def index() -> str:
    """My coming events, by month."""
    actor = current_actor()
    events = mine.coming(db.session, actor)
    references: list[Reference] = [(event.kind, event.object_id) for event in events]
    return render_template(
        "portal/calendars/index.html",
        months=[(title, list(part)) for title, part in groupby(events, key=month)],
        belongs=portal().kinds.resolve(db.session, actor, references),
        answers={event.id: _answer(event, actor.user_id) for event in events},
        feed=mine.feed_of(db.session, current_user.id),
    )


@bp.get("/calendar/events/<int:event_id>.ics")
@signed_in
def download(event_id: int) -> Response:
    """One event, for who may see what it belongs to."""
    event = mine.one_event(db.session, current_actor(), event_id)
    if event is None:
        abort(404)
    response = Response(calendar([event]), content_type=ICS)
    response.headers.set("Content-Disposition", "attachment", filename=f"event-{event.id}.ics")
    return response


@bp.post("/calendar/events/<int:event_id>/answer")
@signed_in
def answer(event_id: int) -> Any:
    """I am coming, or I cannot."""
    actor = current_actor()
    event = mine.one_event(db.session, actor, event_id)
    if event is None or actor.user_id is None or _answer(event, actor.user_id) is None:
        abort(404)
    status = request.form.get("answer", "")
    services.answer(db.session, event, actor.user_id, status)
    db.session.commit()
    if status == GuestStatus.ACCEPTED:
        flash(_("You are coming."), "success")
    elif status == GuestStatus.DECLINED:
        text = _("You are not coming. The event left your calendar.")
        undo = url_for("calendars.undo_decline", event_id=event_id)
        flash_undo(text, undo)
    return back_to(request.form.get("next"), "calendars.index")


@bp.post("/calendar/events/<int:event_id>/undo")
@signed_in
def undo_decline(event_id: int) -> Any:
    """Declined by mistake: back in the calendar."""
    actor = current_actor()
    event = mine.one_event(db.session, actor, event_id)
    if event is None or actor.user_id is None:
        abort(404)
    services.answer(db.session, event, actor.user_id, GuestStatus.ACCEPTED)
    db.session.commit()
    return back_to(None, "calendars.index")


@bp.get("/me/calendar")
@signed_in
def address() -> str:
    """The address for a calendar program: whether there is one, a new one, none."""
    secret = session.pop(SHOWN_ONCE, None)
    return render_template(
        "portal/calendars/address.html",
        feed=mine.feed_of(db.session, current_user.id),
        shown=_feed_address(secret) if secret else "",
    )


@bp.post("/me/calendar")
@signed_in
def renew() -> Any:
    """A new address, shown once."""
    session[SHOWN_ONCE] = mine.make_feed(db.session, current_actor())
    db.session.commit()
    return redirect(url_for("calendars.address"), 303)


@bp.post("/me/calendar/end")
@signed_in
def end() -> Any:
    """No address any longer."""
    if mine.end_feed(db.session, current_actor()):
        flash(_("The address no longer works."), "success")
    db.session.commit()
    return redirect(url_for("calendars.address"), 303)


@bp.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> Any:
    """A person's events for their calendar program: what they may see at this moment."""
    user = mine.owner_of(db.session, secret)
    if user is None:
        abort(404)
    with force_locale(user.language):
        events = mine.for_feed(db.session, actor_for(db.session, user))
        content = calendar(events, name=portal().settings.name)
    response = Response(content, content_type=ICS)
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


def _feed_address(secret: str) -> str:
    return portal().settings.base_url + url_for("calendars.feed", secret=secret)


def _answer(event: Event, user_id: int | None) -> str | None:
    return next((guest.status for guest in event.guests if guest.user_id == user_id), None)
