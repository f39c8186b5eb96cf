"""Reading the tree of units: everyone signed in may."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.routes import signed_in
from portal.accounts.models import User
from portal.database import db
from portal.runtime import portal
from portal.units.changing import MANAGE
from portal.units.merging import destination
from portal.units.models import Membership, Unit
from portal.units.names import danish_order
from portal.units.panels import rendered
from portal.units.services import ancestors, branches, find_branch
from portal.units.words import FUNCTION_PLURALS, KIND_WORDS, function_rank
from portal.web.requests import current_actor

bp = Blueprint("units", __name__)
#: People of one function on a unit's page; the rest is in the list of people.
SHOWN = 30


def find_unit(unit_id: int) -> Unit:
    """The unit, or 404."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        abort(404)
    return unit


def trail(unit: Unit | None, *, itself: bool = True) -> list[tuple[str, str]]:
    """The crumbs down to a unit, or to the one above it."""
    units = [] if unit is None else [*ancestors(db.session, unit), *([unit] if itself else [])]
    return [
        (_("Units"), url_for("units.index")),
        *((one.name, url_for("units.page", unit_id=one.id)) for one in units),
    ]


@bp.get("/units")
@signed_in
def index() -> str:
    """The tree."""
    actor = current_actor()
    manages = portal().access.may(db.session, actor, MANAGE)
    closed = manages and request.args.get("closed") == "1"
    return render_template(
        "portal/units/index.html",
        branches=branches(db.session, actor, closed=closed),
        manages=manages,
        closed=closed,
        words=KIND_WORDS,
    )


@bp.get("/units/<int:unit_id>")
@signed_in
def page(unit_id: int) -> str:
    """A unit: where it belongs, its people by function, the units below it."""
    unit, actor = find_unit(unit_id), current_actor()
    return render_template(
        "portal/units/page.html",
        unit=unit,
        crumbs=trail(unit, itself=False),
        groups=people_by_function(db.session, actor, unit),
        branch=find_branch(branches(db.session, actor, closed=True), unit_id),
        panels=rendered("page_slots", slot="unit", actor=actor, obj=unit),
        manages=portal().access.may(db.session, actor, MANAGE),
        words=FUNCTION_PLURALS,
        kinds=KIND_WORDS,
        shown=SHOWN,
        went=destination(db.session, unit) if unit.closed_at else None,
    )


def people_by_function(
    session: Session, actor: Actor, unit: Unit
) -> list[tuple[str, int, list[User]]]:
    """(function, how many, the first of them) of the functions that somebody has, leaders
    first."""
    counting: Any = (
        select(Membership.function, func.count())
        .join(User, User.id == Membership.user_id)
        .where(Membership.unit_id == unit.id)
        .group_by(Membership.function)
    )
    visible = session.execute(portal().access.narrow(counting, actor, User)).all()
    counts = sorted(visible, key=lambda pair: function_rank(pair[0]))
    found = []
    for function, count in counts:
        people = (
            portal()
            .access.narrow(select(User), actor, User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.unit_id == unit.id, Membership.function == function)
            .order_by(danish_order(User.name), User.id)
            .limit(SHOWN)
        )
        found.append((function, count, list(session.scalars(people))))
    return found
