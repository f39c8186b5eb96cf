"""The list of first steps, the test mail, and how the backup is made here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.access.routes import requires
from portal.database import db
from portal.firstrun.feature import PERMISSION
from portal.firstrun.services import dismiss, is_dismissed, send_test_mail, steps
from portal.runtime import portal
from portal.web.flashes import flash_undo
from portal.web.requests import current_actor

bp = Blueprint("firstrun", __name__)


@bp.get("/admin/first-steps")
@requires(PERMISSION)
def page() -> str:
    """Every step, done or not."""
    found = steps(db.session, current_actor())
    return render_template(
        "portal/firstrun/page.html",
        steps=found,
        done=sum(step.done for step in found),
        dismissed=is_dismissed(db.session, current_actor()),
        mail=portal().settings.mail,
        mail_dir=portal().settings.mail_dir,
    )


@bp.post("/admin/first-steps/mail")
@requires(PERMISSION)
def mail() -> Any:
    """Sends a mail to whoever asks."""
    user = current_user._get_current_object()
    send_test_mail(db.session(), current_actor(), user)
    db.session.commit()
    flash(_("A mail to %(email)s is on its way.", email=user.email), "success")
    return redirect(url_for("firstrun.page", _anchor="mail"), 303)


@bp.post("/admin/first-steps/dismiss")
@requires(PERMISSION)
def put_away() -> Any:
    """Takes the card off one's own front page."""
    dismiss(db.session(), current_actor(), True)
    db.session.commit()
    text = _("The first steps stand under Administration from now on.")
    flash_undo(text, url_for("firstrun.restore"))
    return redirect(url_for("front.page"), 303)


@bp.post("/admin/first-steps/restore")
@requires(PERMISSION)
def restore() -> Any:
    """Brings the card back."""
    dismiss(db.session(), current_actor(), False)
    db.session.commit()
    return redirect(url_for("front.page"), 303)


@bp.get("/admin/first-steps/backup")
@requires(PERMISSION)
def backup() -> str:
    """What to copy, with the places of this very portal."""
    settings = portal().settings
    return render_template(
        "portal/firstrun/backup.html",
        instance=settings.instance,
        sqlite=settings.sqlalchemy_url.startswith("sqlite"),
    )
