"""Signing in and out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from portal.access.routes import public
from portal.accounts import resume
from portal.accounts.forms import SignInForm
from portal.accounts.models import User
from portal.accounts.signing_in import judge
from portal.accounts.words import clock
from portal.database import db
from portal.web import sessions
from portal.web.safe_redirect import back_to, is_local
from portal.web.security import csrf

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
@csrf.exempt  # the form checks its own token, and survives one that went stale
def login() -> Any:
    """Signs in, and leads back to where one was."""
    wanted = request.args.get("next")
    if request.method == "GET" and current_user.is_authenticated:
        return back_to(wanted)
    if request.method == "POST" and "send" in request.args:
        # Sent on by the guard of the doors: not a sign-in, but a form whose session had ended.
        return _page(SignInForm(formdata=None), resume.seal(request.args["send"]), ended=True)
    form, kept = SignInForm(), request.form.get("kept", "")
    if not form.validate_on_submit():
        stale = request.method == "POST" and form.went_stale()
        return _page(form, kept), 400 if stale else 200
    db.session.commit()  # judging needs the lock that this transaction may hold
    verdict = judge(form.email.data, form.password.data)
    if verdict.user_id is None:
        words = _("The address and the password do not belong together.")
        if verdict.until is not None:
            at = clock(verdict.until)
            words = _("That was wrong several times. Try again at %(time)s.", time=at)
        form.form_errors.append(words)  # which of the two is wrong is nobody's business
        return _page(form, kept), 429 if verdict.until else 200
    let_in(db.session.get_one(User, verdict.user_id))
    typed = resume.unseal(kept)
    if typed is not None:
        return resume.offer(typed, wanted)
    return back_to(wanted)


@bp.post("/logout")
@public
@csrf.exempt  # whose session has ended is out already, and need not be told of tokens
def logout() -> Any:
    """Signs out."""
    if current_user.is_authenticated:
        csrf.protect()
        logout_user()
        sessions.end(db.session())
        db.session.commit()
        flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.login"), 303)


def let_in(user: User) -> None:
    """Makes this browser the person's. Nothing of the session before stays: neither what
    somebody else left in it nor what a stranger put there."""
    session.clear()
    for known in ("actor", "csrf_token"):  # what this request found out of that session
        g.pop(known, None)
    session.permanent = True  # it ends after idling; requests prolong it
    sessions.begin()
    login_user(user)


def _page(form: SignInForm, kept: str, ended: bool = False) -> str:
    wanted = request.args.get("next")
    action = url_for("accounts.login", next=wanted if is_local(wanted) else None)
    return render_template(
        "portal/accounts/login.html", form=form, kept=kept, ended=ended, action=action
    )
