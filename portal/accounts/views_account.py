"""One account, as administrators see it: changing, closing, opening it, a new way in."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.access.actors import actor_for
from portal.access.models import Role
from portal.access.permissions import role_name
from portal.access.routes import requires
from portal.accounts.forms import AccountForm, role_choices
from portal.accounts.listing import STATES, state_of
from portal.accounts.managing import (
    MANAGE,
    AccountProblem,
    change_account,
    disable_account,
    enable_account,
    grantable_roles,
    may_manage,
    send_way_in,
)
from portal.accounts.merging import Conflict, facts, merge
from portal.accounts.models import User
from portal.accounts.views import bp
from portal.database import db
from portal.leaving.departing import departure_of
from portal.runtime import portal
from portal.units.directory import in_order
from portal.units.models import Membership
from portal.units.words import function_word
from portal.web.flashes import flash_undo
from portal.web.refusals import attempt
from portal.web.requests import current_actor

UNITS = "units.manage"


@bp.route("/admin/accounts/<int:user_id>", methods=["GET", "POST"])
@requires(MANAGE)
def edit(user_id: int) -> Any:
    """Name, address, title, phone, language and roles of one account."""
    user, actor = _user(user_id), current_actor()
    may_change = may_manage(db.session, actor, user)
    grantable = grantable_roles(db.session, actor)
    keys = {role.key for role in grantable}
    # Not from the account itself: its roles are objects, and none of them would be ticked.
    form = AccountForm(data=facts(user, keys))
    form.roles.choices = role_choices(grantable)
    conflicts: list[Conflict] = []
    if request.method == "POST" and not may_change:
        abort(403)
    if form.validate_on_submit():
        conflicts = merge(form, facts(user, keys), request.form.get("seen", ""))
        if not conflicts:
            with attempt(form, AccountProblem) as done:
                changed = change_account(
                    db.session,
                    actor,
                    user,
                    name=form.name.data,
                    email=form.email.data,
                    title=form.title.data or "",
                    phone=form.phone.data or "",
                    language=form.language.data,
                    roles=form.roles.data or (),
                )
            if done:
                flash(_("Saved.") if changed else _("Nothing was changed."), "success")
                return _back(user)
    return render_template(
        "portal/accounts/edit.html",
        form=form,
        user=user,
        state=STATES[state_of(user)],
        seen=json.dumps(facts(user, keys)),
        conflicts=conflicts,
        may_change=may_change,
        may_place=portal().access.may(db.session, actor, UNITS),
        own=actor.user_id == user.id,
        departure=departure_of(db.session, user),
        kept=[role_name(role) for role in user.roles if role not in grantable],
        functions=[(one.unit, function_word(one.function)) for one in in_order(user.memberships)],
    )


@bp.post("/admin/accounts/<int:user_id>/disable")
@requires(MANAGE)
def disable(user_id: int) -> Any:
    """Closes an account; can be undone."""
    user = _user(user_id)
    try:
        disable_account(db.session, current_actor(), user)
    except AccountProblem as problem:
        return _refused(user, problem)
    db.session.commit()
    words = _("The account of %(name)s is disabled.", name=user.name)
    flash_undo(words, url_for("accounts.enable", user_id=user_id))
    return _back(user)


@bp.post("/admin/accounts/<int:user_id>/enable")
@requires(MANAGE)
def enable(user_id: int) -> Any:
    """Opens it again."""
    user = _user(user_id)
    enable_account(db.session, current_actor(), user)
    db.session.commit()
    flash(_("The account of %(name)s is open.", name=user.name), "success")
    return _back(user)


@bp.post("/admin/accounts/<int:user_id>/send")
@requires(MANAGE)
def send(user_id: int) -> Any:
    """Mails a new invitation, or a link to a new password."""
    user = _user(user_id)
    try:
        purpose = send_way_in(db.session, current_actor(), user)
    except AccountProblem as problem:
        return _refused(user, problem)
    db.session.commit()
    if purpose == "invitation":
        flash(_("A new invitation is on its way to %(email)s.", email=user.email), "success")
    else:
        flash(
            _("A link to a new password is on its way to %(email)s.", email=user.email), "success"
        )
    return _back(user)


def _user(user_id: int) -> User:
    # Not narrowed: the permission to manage accounts covers all of them, disabled ones too.
    user = db.session.scalar(
        select(User)
        .where(User.id == user_id)
        .options(
            selectinload(User.roles).selectinload(Role.permissions),
            selectinload(User.memberships).selectinload(Membership.unit),
        )
    )
    if user is None:
        abort(404)
    return user


def _back(user: User) -> Any:
    """To the account, unless one has just taken the right to it from oneself."""
    actor = current_actor()
    if actor.user_id == user.id and MANAGE not in actor_for(db.session, user).permissions:
        return redirect(url_for("accounts.me"), 303)
    return redirect(url_for("accounts.edit", user_id=user.id), 303)


def _refused(user: User, problem: AccountProblem) -> Any:
    db.session.rollback()
    flash(str(problem), "error")
    return redirect(url_for("accounts.edit", user_id=user.id), 303)
