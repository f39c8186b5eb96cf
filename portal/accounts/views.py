"""Signing in and out, one's own page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired

from portal.access.routes import public, signed_in
from portal.accounts.passwords import verify_password
from portal.accounts.services import find_user
from portal.database import db
from portal.web.forms import Form
from portal.web.safe_redirect import back_to

bp = Blueprint("accounts", __name__)


class LoginForm(Form):
    """Address and password."""

    email = EmailField(_l("E-mail"), validators=[DataRequired(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Write your password."))])


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> Any:
    """Signs in."""
    if current_user.is_authenticated:
        return back_to(request.args.get("next"))
    form = LoginForm()
    if form.validate_on_submit():
        user = find_user(db.session, form.email.data)
        if verify_password(user.password_hash if user else None, form.password.data) and user:
            login_user(user)
            session.permanent = True
            return back_to(request.args.get("next"))
        form.password.errors = [_("The address and the password do not belong together.")]
    return render_template("portal/accounts/login.html", form=form)


@bp.post("/logout")
@public
def logout() -> Any:
    """Signs out."""
    logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.login"), 303)


@bp.get("/me")
@signed_in
def me() -> Any:
    """One's own page."""
    return redirect(url_for("front.page"))


@bp.get("/me/settings")
@signed_in
def settings() -> Any:
    """One's own settings."""
    return redirect(url_for("front.page"))
