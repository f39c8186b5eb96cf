"""Answering on which dates one can, from the mail: one click for each date."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import db, public

from . import plans, polls
from .words import both_days

bp = Blueprint(
    "workshops_poll", __name__, url_prefix="/workshops/dates", template_folder="../templates"
)


@bp.get("/<token>")
@public
def page(token: str) -> Any:
    """The dates, for who has the mail, signed in or not."""
    person = polls.person_of(db.session(), token)
    if person is None:
        return render_template("workshops/series/no_link.html"), 404
    return render_template(
        "workshops/groups/poll.html",
        person=person,
        plan=person.plan,
        said={one.date_id: one.can for one in person.answers},
        open=polls.is_open(person.plan),
        both_days=both_days,
        token=token,
    )


@bp.post("/<token>")
@public
def answer(token: str) -> Any:
    """One date, or all of them at once; again does no harm."""
    session = db.session()
    person = polls.person_of(session, token)
    if person is None:
        return render_template("workshops/series/no_link.html"), 404
    known = {str(one.id): one.id for one in person.plan.dates}
    date, word = request.form.get("date", ""), request.form.get("can", "")
    chosen = list(known.values()) if date == "all" else [known[date]] if date in known else []
    if not polls.is_open(person.plan):
        flash(_("It is too late to answer."), "error")
    elif not chosen or word not in ("yes", "no"):
        flash(_("Choose one of the answers."), "error")
    else:
        plans.answer(session, person, dict.fromkeys(chosen, word == "yes"))
        session.commit()
        flash(_("Noted."), "success")
    return redirect(url_for(".page", token=token), 303)
