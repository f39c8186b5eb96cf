"""Asking for a new password, and the pages that mailed links lead to."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.access.routes import public
from portal.accounts import links
from portal.accounts.forms import AcceptForm, ForgotForm, ResetForm
from portal.accounts.jobs import RESET as RESET_JOB
from portal.accounts.models import Token
from portal.accounts.services import clean_name, save_user
from portal.accounts.throttle import RESET, count_try
from portal.accounts.views import bp, let_in
from portal.accounts.words import clock
from portal.database import db, own_session
from portal.jobs.queue import enqueue
from portal.runtime import portal
from portal.web.safe_redirect import back_to
from portal.web.security import csrf


@bp.route("/forgot", methods=["GET", "POST"])
@public
@csrf.exempt  # the form checks its own token, and survives one that went stale
def forgot() -> Any:
    """Takes an address and says the same whoever it belongs to: the queue does the rest."""
    form = ForgotForm()
    if current_user.is_authenticated and request.method == "GET":
        form.email.data = current_user.email
    if not form.validate_on_submit():
        stale = request.method == "POST" and form.went_stale()
        return render_template("portal/accounts/forgot.html", form=form), 400 if stale else 200
    email = form.email.data.lower()
    db.session.commit()  # counting needs the lock that this transaction may hold
    with own_session() as counting:
        until = count_try(counting, RESET, email)
    if until is not None:
        form.email.errors = [
            _(
                "You have asked several times. Look among unwanted mail, or ask again at %(time)s.",
                time=clock(until),
            )
        ]
        return render_template("portal/accounts/forgot.html", form=form), 429
    enqueue(db.session, RESET_JOB, {"email": email})
    db.session.commit()
    return redirect(url_for("accounts.forgot_sent"), 303)


@bp.get("/forgot/sent")
@public
def forgot_sent() -> str:
    """What happens next."""
    return render_template("portal/accounts/forgot_sent.html")


@bp.route("/reset/<secret>", methods=["GET", "POST"])
@public
@csrf.exempt
def reset(secret: str) -> Any:
    """A new password by a mailed link."""
    token = links.find_token(db.session, links.RESET_LINK, secret)
    if token is None:
        return _gone(links.RESET_LINK)
    form = ResetForm()
    form.about = (token.user.name, token.user.email)
    if not form.validate_on_submit():
        stale = request.method == "POST" and form.went_stale()
        page = render_template("portal/accounts/reset.html", form=form, user=token.user)
        return page, 400 if stale else 200
    return _use(token, form.password.data, _("Your new password is set, and you are signed in."))


@bp.route("/invitation/<secret>", methods=["GET", "POST"])
@public
@csrf.exempt
def invitation(secret: str) -> Any:
    """An invited person says who they are and chooses a password."""
    token = links.find_token(db.session, links.INVITATION, secret)
    if token is None:
        return _gone(links.INVITATION)
    form = AcceptForm(name=token.user.name)
    form.about = (token.user.name, token.user.email)
    if not form.validate_on_submit():
        stale = request.method == "POST" and form.went_stale()
        page = render_template("portal/accounts/accept.html", form=form, user=token.user)
        return page, 400 if stale else 200
    token.user.name = clean_name(form.name.data)
    save_user(db.session, token.user)
    return _use(token, form.password.data, _("Welcome to %(name)s.", name=portal().settings.name))


def _use(token: Token, password: str, words: str) -> Any:
    first = token.user.password_hash is None
    user = links.use_token(db.session, token, password)
    if not first:
        links.send_password_changed(db.session, user)
    db.session.commit()
    let_in(user)
    flash(words, "success")
    return back_to(None)


def _gone(purpose: str) -> tuple[str, int]:
    return render_template("portal/accounts/gone.html", purpose=purpose), 410
