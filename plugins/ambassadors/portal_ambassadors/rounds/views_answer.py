"""Answering: from the mail with one button, or signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portal.api import actor_for, current_actor, db, public, signed_in

from ..models import Ambassador, RoundReply
from ..profiles.services import ambassador_of
from . import services as rules
from .mails import profile_lines
from .states import STATES, State
from .tokens import reply_of

bp = Blueprint(
    "ambassadors_answer", __name__, url_prefix="/ambassadors", template_folder="../templates"
)


@bp.get("/still-right/<token>")
@public
def by_link(token: str) -> Any:
    """The profile as others see it, for who has the mail, signed in or not."""
    reply = _of_link(token)
    if reply is None:
        return render_template("ambassadors/rounds/no_link.html"), 404
    return _page(reply.ambassador, reply, url_for(".confirm_by_link", token=token))


@bp.post("/still-right/<token>")
@public
def confirm_by_link(token: str) -> Any:
    """'Still right', by the link of the mail; again does no harm."""
    reply = _of_link(token)
    if reply is None:
        return render_template("ambassadors/rounds/no_link.html"), 404
    if rules.waiting_reply(db.session(), reply.ambassador) is reply:
        user = reply.ambassador.user
        rules.still_right(db.session(), actor_for(db.session(), user), reply.ambassador)
        db.session.commit()
    return redirect(url_for(".by_link", token=token), 303)


@bp.get("/still-right")
@signed_in
def mine() -> Any:
    """The same for who is signed in."""
    ambassador = _own()
    if ambassador is None:
        return redirect(url_for("ambassadors.index"))
    reply = rules.waiting_reply(db.session(), ambassador)
    return _page(ambassador, reply, url_for(".confirm"))


@bp.post("/still-right")
@signed_in
def confirm() -> Any:
    """'Still right', signed in."""
    ambassador = _own()
    if ambassador is None:
        return redirect(url_for("ambassadors.index"), 303)
    rules.still_right(db.session(), current_actor(), ambassador)
    db.session.commit()
    flash(_("Thank you. Your profile is up to date."), "success")
    return redirect(url_for("ambassadors_profile.page", ambassador_id=ambassador.id), 303)


def _own() -> Ambassador | None:
    return ambassador_of(db.session(), current_actor().user_id)


def _of_link(token: str) -> RoundReply | None:
    """The reply, unless the link is forged or the account is closed."""
    reply = reply_of(db.session(), token)
    if reply is None or not reply.ambassador.user.active or reply.state == State.LEFT:
        return None
    return reply


def _page(ambassador: Ambassador, reply: RoundReply | None, action: str) -> str:
    session = db.session()
    return render_template(
        "ambassadors/rounds/answer.html",
        ambassador=ambassador,
        name=ambassador.user.name,
        lines=profile_lines(session, ambassador.id),
        reply=reply,
        waits=reply is not None and rules.waiting_reply(session, ambassador) is reply,
        rests=reply is not None and reply.state == State.RESTED,
        state=STATES[reply.state] if reply is not None else None,
        action=action,
    )
