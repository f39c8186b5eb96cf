"""'Tell us if something is out of date': a note to whoever keeps the pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.access.actors import Actor
from portal.access.routes import signed_in
from portal.accounts.messages import count_message
from portal.accounts.models import User
from portal.accounts.services import holders_of
from portal.audit.trail import record
from portal.database import db
from portal.errors import PortalError
from portal.jobs.mail import send_mail
from portal.runtime import portal
from portal.web.forms import Form
from portal.web.requests import current_actor
from portal.web.safe_redirect import back_to, is_local

bp = Blueprint("feedback", __name__)


class OutdatedForm(Form):
    """What is out of date, and where."""

    page = HiddenField()
    message = TextAreaField(
        _l("What is out of date?"),
        description=_l("A sentence is enough. Who keeps the pages gets your note by mail."),
        validators=[DataRequired(_l("Write what is out of date.")), Length(max=2000)],
    )


@bp.route("/feedback", methods=["GET", "POST"])
@signed_in
def outdated() -> Any:
    """Asks, and sends the note to everyone who keeps the portal's pages."""
    form = OutdatedForm(page=request.args.get("page", ""))
    if form.validate_on_submit():
        where = form.page.data if is_local(form.page.data) else "/"
        actor = current_actor()
        try:
            _tell(db.session(), actor, where, form.message.data)
        except PortalError as problem:
            form.message.errors = [*form.message.errors, str(problem)]
            return render_template("portal/feedback.html", form=form), 422
        db.session.commit()
        flash(_("Thank you. Your note is on its way."), "success")
        return back_to(where)
    return render_template("portal/feedback.html", form=form)


def _tell(session: Session, actor: Actor, where: str, message: str) -> None:
    count_message(session, actor)
    for keeper in holders_of(session, "accounts.manage"):
        _send(keeper, actor.name, where, message)
    record(session, actor, "feedback.outdated", page=where)


def _send(keeper: User, name: str, where: str, message: str) -> None:
    send_mail(
        db.session,
        keeper,
        "portal/mail/outdated.txt",
        lambda: _("Out of date: %(page)s", page=where),
        name=name,
        link=portal().settings.base_url + where,
        message=message,
    )
