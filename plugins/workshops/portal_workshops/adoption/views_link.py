"""Answering from a mail, without signing in: opening a link changes nothing, its button does."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from portal.api import PortalError, actor_for, db, public

from ..models import AdoptionReview
from . import services as rules
from .access import may_answer, title_told
from .tokens import action_of, review_of
from .words import HINTS, STATUSES

bp = Blueprint(
    "workshops_answer", __name__, url_prefix="/workshops/adoptions", template_folder="../templates"
)


@bp.get("/answer/<token>")
@public
def ask(token: str) -> Any:
    """How does it go? The link says which answer is meant; one button gives it."""
    review = _review(token)
    if review is None:
        return render_template("workshops/adoption/no_link.html"), 404
    meant = request.args.get("status", "")
    return render_template(
        "workshops/adoption/answer.html",
        review=review,
        adoption=review.adoption,
        title=title_told(db.session(), review.asked, review.adoption) if review.asked else "",
        meant=meant if meant in STATUSES else "",
        answered=review.answered_at is not None and request.args.get("change") is None,
        statuses=STATUSES,
        hints=HINTS,
        token=token,
    )


@bp.post("/answer/<token>")
@public
def answer(token: str) -> Any:
    """The answer; the same again does no harm."""
    review = _review(token)
    if review is None:
        return render_template("workshops/adoption/no_link.html"), 404
    session = db.session()
    status = request.form.get("status", "")
    if review.answered_at is None or review.answer != status:
        try:
            rules.say(session, actor_for(session, review.asked), review.adoption, status)
        except PortalError:
            session.rollback()
            return redirect(url_for(".ask", token=token), 303)
        review.answer = status
        session.commit()
    return redirect(url_for(".ask", token=token), 303)


@bp.get("/done/<token>")
@public
def ask_done(token: str) -> Any:
    """Is it done? One button says so."""
    action = action_of(db.session(), token)
    if action is None:
        return render_template("workshops/adoption/no_link.html"), 404
    return render_template("workshops/adoption/done.html", action=action, token=token)


@bp.post("/done/<token>")
@public
def done(token: str) -> Any:
    """It is done; again does no harm."""
    action = action_of(db.session(), token)
    if action is None:
        return render_template("workshops/adoption/no_link.html"), 404
    if action.done_at is None:
        rules.finish(db.session(), actor_for(db.session(), action.user), action)
        db.session.commit()
    return redirect(url_for(".ask_done", token=token), 303)


def _review(token: str) -> AdoptionReview | None:
    """What the link asks, while who was asked may answer."""
    session = db.session()
    review = review_of(session, token)
    if review is None or not may_answer(session, actor_for(session, review.asked), review.adoption):
        return None
    return review
