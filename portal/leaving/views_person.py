"""Somebody returns, is erased, or asks for what is kept about them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.access.routes import requires
from portal.accounts.managing import MANAGE, may_manage
from portal.accounts.own_data import gather, json_file, page_parts
from portal.accounts.words import key_words
from portal.audit.trail import record
from portal.database import db
from portal.leaving.asking import grouped, title_of
from portal.leaving.departing import LeavingProblem, departure_of
from portal.leaving.erasing import erase, preview, why_not
from portal.leaving.forms import EraseForm, ReturnForm
from portal.leaving.holdings import PART_WORDS
from portal.leaving.models import State
from portal.leaving.returning import come_back, comeback_of
from portal.leaving.views import bp, find_user
from portal.units.words import function_word
from portal.web.refusals import attempt, show_problem
from portal.web.requests import current_actor


@bp.route("/admin/accounts/<int:user_id>/return", methods=["GET", "POST"])
@requires(MANAGE)
def come_again(user_id: int) -> Any:
    """What a return gives back and what it does not; sent, the account is open."""
    session, user = db.session, _managed(user_id)
    departure = departure_of(session, user, State.DONE)
    if departure is None or user.active:
        return redirect(url_for("accounts.edit", user_id=user_id), 303)
    form = ReturnForm()
    if form.validate_on_submit():
        try:
            come_back(session, current_actor(), departure, functions=bool(form.functions.data))
        except LeavingProblem as problem:
            session.rollback()
            show_problem(form, problem)
            departure = departure_of(session, find_user(user_id), State.DONE)
            if departure is None:
                return redirect(url_for("accounts.edit", user_id=user_id), 303)
        else:
            session.commit()
            flash(_("%(name)s is here again.", name=user.name), "success")
            return redirect(url_for("accounts.edit", user_id=user_id), 303)
    return render_template(
        "portal/leaving/return.html",
        form=form,
        user=find_user(user_id),
        departure=departure,
        comeback=comeback_of(session, departure),
        function_word=function_word,
    )


@bp.route("/admin/accounts/<int:user_id>/erase", methods=["GET", "POST"])
@requires(MANAGE)
def erase_person(user_id: int) -> Any:
    """Says what goes, asks for the address, erases."""
    session, actor, user = db.session, current_actor(), _managed(user_id)
    form = EraseForm()
    if form.validate_on_submit():
        with attempt(form, LeavingProblem) as done:
            erase(session, actor, user, form.typed.data or "")
        if done:
            flash(_("The person is erased."), "success")
            return redirect(url_for("accounts.index"), 303)
    user = find_user(user_id)
    found = preview(session, user)
    return render_template(
        "portal/leaving/erase.html",
        form=form,
        user=user,
        reason=why_not(session, actor, user),
        groups=grouped(session, actor, found.held.ownerless),
        parts=PART_WORDS,
        unasked=[title_of(owner) for owner in found.held.unasked],
    )


@bp.post("/admin/accounts/<int:user_id>/data")
@requires(MANAGE)
def data(user_id: int) -> Any:
    """What is kept about a person, because they asked for it: a page or a file. The trail says so,
    which is why this is no GET."""
    session, user = db.session, _managed(user_id)
    found = gather(session, user)
    as_file = request.form.get("form") == "json"
    record(session, current_actor(), "person.data_taken", "person", user.id)
    session.commit()
    if as_file:
        return json_file(found, find_user(user_id), f"data-{user_id}.json")
    parts, missing = page_parts(found)
    return render_template(
        "portal/leaving/data.html",
        user=find_user(user_id),
        parts=parts,
        missing=missing,
        key_words=key_words,
    )


def _managed(user_id: int) -> Any:
    user = find_user(user_id)
    if not may_manage(db.session, current_actor(), user):
        abort(403)
    return user
