"""One's own page, settings and data."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.access.models import Role
from portal.access.permissions import ROLES, role_name
from portal.access.routes import signed_in
from portal.accounts.forms import PasswordForm, ProfileForm
from portal.accounts.links import send_password_changed
from portal.accounts.models import User
from portal.accounts.own_data import gather, json_file, page_parts
from portal.accounts.services import change_profile, set_password
from portal.accounts.signing_in import judge_present
from portal.accounts.views import bp, let_in
from portal.accounts.words import clock, key_words
from portal.database import db
from portal.units.directory import in_order
from portal.units.models import Membership
from portal.units.panels import rendered
from portal.units.words import function_word
from portal.web.requests import current_actor, sign_out_everywhere


@bp.get("/me")
@signed_in
def me() -> str:
    """One's own page: who one is here, what is new for one, what the plugins know."""
    user, actor = _me(), current_actor()
    return render_template(
        "portal/accounts/me.html",
        user=user,
        functions=[(one.unit, function_word(one.function)) for one in in_order(user.memberships)],
        roles=[(role_name(role), _purpose(role)) for role in user.roles],
        panels=rendered("profile_panels", actor=actor, user=user),
        messages=rendered("page_slots", slot="me.messages", actor=actor, obj=user),
    )


@bp.route("/me/settings", methods=["GET", "POST"])
@signed_in
def settings() -> Any:
    """Name, title, phone, language, light or dark."""
    user = _me()
    form = ProfileForm(obj=user)
    if form.validate_on_submit():
        changed = change_profile(
            db.session,
            current_actor(),
            user,
            name=form.name.data,
            title=form.title.data or "",
            phone=form.phone.data or "",
            language=form.language.data,
            theme=form.theme.data,
            contact_hidden=form.contact_hidden.data,
        )
        db.session.commit()
        flash(_("Saved.") if changed else _("Nothing was changed."), "success")
        return redirect(url_for("accounts.settings"), 303)
    return _settings(user, form, PasswordForm(formdata=None))


@bp.post("/me/password")
@signed_in
def password() -> Any:
    """A new password, from somebody who knows the present one; every other session ends."""
    user = _me()
    form = PasswordForm()
    form.about = (user.name, user.email)
    if not form.validate():
        return _settings(user, ProfileForm(formdata=None, obj=user), form)
    facts = (user.id, user.email, user.password_hash)
    db.session.commit()  # judging needs the lock that this transaction holds
    verdict = judge_present(*facts, form.present.data)
    if verdict.user_id is None:
        words = _("That is not your present password.")
        if verdict.until is not None:
            at = clock(verdict.until)
            words = _("That was wrong several times. Try again at %(time)s.", time=at)
        form.present.errors = [words]
        return _settings(_me(), ProfileForm(formdata=None, obj=_me()), form)
    user = _me()
    set_password(db.session, current_actor(), user, form.password.data)
    send_password_changed(db.session, user)
    db.session.commit()
    let_in(user)
    flash(_("Your password is changed. You are signed out everywhere else."), "success")
    return redirect(url_for("accounts.settings"), 303)


@bp.post("/me/sessions")
@signed_in
def end_sessions() -> Any:
    """Signs out on every device, this one included."""
    sign_out_everywhere(_me())
    db.session.commit()
    session.clear()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("accounts.login"), 303)


@bp.get("/me/data")
@signed_in
def data() -> str:
    """Everything that is kept about oneself, to be read."""
    parts, missing = page_parts(gather(db.session, _me()))
    return render_template(
        "portal/accounts/data.html",
        parts=parts,
        missing=missing,
        key_words=key_words,
    )


@bp.get("/me/data.json")
@signed_in
def data_file() -> Response:
    """The same as a file, complete and for machines."""
    user = _me()
    return json_file(gather(db.session, user), user, "my-data.json")


def _me() -> User:
    return db.session.scalars(
        select(User)
        .where(User.id == current_user.id)
        .options(
            selectinload(User.memberships).selectinload(Membership.unit),
            selectinload(User.roles).selectinload(Role.permissions),
        )
    ).one()


def _settings(user: User, profile: ProfileForm, password_form: PasswordForm) -> str:
    return render_template(
        "portal/accounts/settings.html",
        user=user,
        form=profile,
        password_form=password_form,
        panels=rendered("page_slots", slot="me.settings", actor=current_actor(), obj=user),
    )


def _purpose(role: Role) -> Any:
    return role.description or (ROLES[role.key][1] if role.key in ROLES else "")
