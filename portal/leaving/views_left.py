"""What is left behind, giving it to somebody, and what a departure handed to whom."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from wtforms import SelectChoice

from portal.access.routes import signed_in
from portal.accounts.managing import may_manage
from portal.accounts.models import User
from portal.database import db
from portal.leaving.asking import kind_words, title_of
from portal.leaving.departing import LeavingProblem
from portal.leaving.forms import GiveForm
from portal.leaving.handing import given_to
from portal.leaving.holdings import PART_WORDS
from portal.leaving.left_behind import concerns, give_left, left_things, manages, titles
from portal.leaving.models import Departure, LeftThing, State
from portal.leaving.names import forgotten_from
from portal.leaving.returning import comeback_of
from portal.leaving.views import bp
from portal.leaving.words import STATES
from portal.runtime import portal
from portal.units.names import danish_order
from portal.web.addresses import as_id
from portal.web.paging import paginate
from portal.web.refusals import attempt
from portal.web.requests import current_actor

PER_PAGE = 25
#: Of a handover's list, so many a person are named on the page.
LISTED = 200


@bp.route("/leaving", methods=["GET", "POST"])
@signed_in
def left() -> Any:
    """What nobody keeps, and giving it to somebody."""
    session, actor = db.session, current_actor()
    if not concerns(session, actor):
        abort(404)
    form = GiveForm()
    form.successor.choices = [SelectChoice("", _("Choose somebody")), *_people()]
    chosen = {number for number in map(as_id, request.form.getlist("thing")[:PER_PAGE]) if number}
    if form.validate_on_submit():
        with attempt(form, LeavingProblem) as done:
            count = _give(form, chosen)
        if done:
            if count:
                words = ngettext("%(num)s thing has changed hands.", "%(num)s things have.", count)
                flash(words, "success")
            else:
                flash(_("Nothing changed hands: somebody was faster."), "error")
            return redirect(url_for("leaving.left"), 303)
    page = paginate(session, left_things(session, actor), per_page=PER_PAGE)
    return render_template(
        "portal/leaving/left.html",
        form=form,
        page=page,
        page_address=lambda number: url_for("leaving.left", page=number),
        titles=titles(session, actor, page.items),
        kind_words=kind_words,
        parts=PART_WORDS,
        chosen=chosen,
        manages=manages(session, actor),
        unasked=_unasked() if manages(session, actor) else [],
    )


@bp.get("/leaving/<int:departure_id>")
@signed_in
def page(departure_id: int) -> str:
    """What somebody's leaving handed to whom: all of it for who manages accounts, one's own for a
    successor."""
    session, actor = db.session, current_actor()
    statement = select(Departure).where(Departure.id == departure_id)
    if not manages(session, actor):
        statement = portal().access.narrow(statement, actor, Departure)
    departure = session.scalar(statement)
    if departure is None:
        abort(404)
    everything = manages(session, actor)
    given = {
        user_id: rows
        for user_id, rows in given_to(session, departure).items()
        if everything or user_id == actor.user_id
    }
    rows = [row for part in given.values() for row in part[:LISTED]]
    people = {
        user.id: user for user in session.scalars(select(User).where(User.id.in_(given))).all()
    }
    waiting = left_things(session, actor).where(LeftThing.departure_id == departure_id)
    return render_template(
        "portal/leaving/page.html",
        departure=departure,
        user=departure.user,
        state=STATES[departure.state],
        given=[(people[user_id], rows) for user_id, rows in given.items() if user_id in people],
        titles=titles(session, actor, rows),
        kind_words=kind_words,
        parts=PART_WORDS,
        listed=LISTED,
        waiting=len(session.scalars(waiting).all()),
        everything=everything,
        may_manage=everything and may_manage(session, actor, departure.user),
        own=actor.user_id,
        comeback=comeback_of(session, departure) if everything else None,
        gone=departure.state == State.DONE,
        forgotten_from=forgotten_from(departure),
        unasked=[title_of(owner) for owner in departure.unasked] if everything else [],
    )


def _give(form: GiveForm, chosen: set[int]) -> int:
    successor = db.session.get(User, form.successor.data) if form.successor.data else None
    if successor is None:
        raise LeavingProblem("successor", _("Choose who takes over."))
    if not chosen:
        raise LeavingProblem("", _("Tick the things to give."))
    return give_left(db.session, current_actor(), chosen, successor)


def _people() -> list[SelectChoice]:
    rows = db.session.execute(
        select(User.id, User.name, User.title)
        .where(User.active)
        .order_by(danish_order(User.name), User.id)
    )
    return [
        SelectChoice(str(row.id), f"{row.name}, {row.title}" if row.title else row.name)
        for row in rows
    ]


def _unasked() -> list[Any]:
    rows = db.session.scalars(select(Departure.unasked).where(Departure.state == State.DONE))
    return sorted({str(title_of(owner)) for names in rows for owner in names or ()})
