"""A person's page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.access.routes import signed_in
from portal.accounts.models import User
from portal.database import db
from portal.runtime import portal
from portal.units.models import Membership
from portal.web.requests import current_actor

bp = Blueprint("people", __name__)


@bp.get("/people/<int:user_id>")
@signed_in
def page(user_id: int) -> str:
    """Name, title, functions, and what the plugins know of the person."""
    actor = current_actor()
    user = db.session.scalar(
        portal()
        .access.narrow(select(User), actor, User)
        .where(User.id == user_id)
        .options(selectinload(User.memberships).selectinload(Membership.unit))
    )
    if user is None:
        abort(404)
    panels = portal().dispatch.collect("profile_panels", actor=actor, user=user)
    return render_template("portal/people/page.html", user=user, panels=panels)
