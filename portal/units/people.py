"""People: the list, the list as a file, a person's page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.access.routes import signed_in
from portal.accounts.models import User
from portal.database import db
from portal.runtime import portal
from portal.units.changing import MANAGE
from portal.units.contacts import contacts_seen, sees_contact
from portal.units.directory import Wanted, export_rows, in_order, people
from portal.units.models import Membership, Unit
from portal.units.panels import rendered
from portal.units.picking import find_people
from portal.units.services import unit_options, unit_paths
from portal.units.words import FUNCTION_WORDS, function_word
from portal.web.export import csv_response, xlsx_response
from portal.web.paging import paginate
from portal.web.requests import current_actor

bp = Blueprint("people", __name__)
ACCOUNTS = "accounts.manage"
EXPORTS = {"xlsx": ("Excel", xlsx_response), "csv": ("CSV", csv_response)}


@bp.get("/people")
@signed_in
def index() -> str:
    """Everyone with an open account."""
    actor, wanted = current_actor(), _wanted()
    page = paginate(db.session, people(db.session, actor, wanted))
    exports = [
        (title, url_for("people.export", form=form, **wanted.as_args()))
        for form, (title, _make) in EXPORTS.items()
    ]
    return render_template(
        "portal/people/index.html",
        wanted=wanted,
        page=page,
        reachable=contacts_seen(db.session(), actor, page.items),
        units=unit_options(db.session),
        functions=FUNCTION_WORDS,
        in_order=in_order,
        sort_address=lambda sort: url_for("people.index", **wanted.as_args(sort=sort)),
        page_address=lambda number: url_for("people.index", page=number, **wanted.as_args()),
        chips=_chips(wanted),
        exports=exports if _may_export() else [],
    )


@bp.get("/people/suggest")
@signed_in
def suggest() -> Any:
    """Whom a piece of a name may mean, as JSON for the fields that choose people."""
    found = find_people(db.session(), current_actor(), request.args.get("q", ""))
    return jsonify(
        [
            {"id": str(one.id), "title": one.name, "note": one.place, "value": one.text}
            for one in found
        ]
    )


@bp.get("/people/export.<form>")
@signed_in
def export(form: str) -> Any:
    """The list as it is filtered, for who maintains units or accounts."""
    if form not in EXPORTS:
        abort(404)
    if not _may_export():
        abort(403)
    found = db.session.scalars(people(db.session, current_actor(), _wanted())).unique()
    columns = [_("Name"), _("Title"), _("E-mail"), _("Phone"), _("Unit"), _("Function")]
    return EXPORTS[form][1](_("people"), columns, export_rows(db.session, current_actor(), found))


@bp.get("/people/<int:user_id>")
@signed_in
def page(user_id: int) -> str:
    """Name, title, functions, how to reach them, and what the plugins know of the person."""
    actor, access = current_actor(), portal().access
    manages_accounts = access.may(db.session, actor, ACCOUNTS)
    statement = select(User)
    if not manages_accounts:
        statement = access.narrow(statement, actor, User)
    user = db.session.scalar(
        statement.where(User.id == user_id).options(
            selectinload(User.memberships).joinedload(Membership.unit)
        )
    )
    if user is None:
        abort(404)
    memberships = in_order(user.memberships)
    own = actor.user_id == user.id
    return render_template(
        "portal/people/page.html",
        user=user,
        memberships=memberships,
        paths=unit_paths(db.session, {one.unit_id for one in memberships}),
        panels=rendered("profile_panels", actor=actor, user=user),
        manages_units=access.may(db.session, actor, MANAGE),
        manages_account=access.may(db.session, actor, "manage", user),
        own=own,
        reachable=sees_contact(db.session(), actor, user),
        words=FUNCTION_WORDS,
        phone_link="".join(char for char in user.phone if char in "+0123456789"),
    )


def _wanted() -> Wanted:
    wanted = Wanted.from_args(request.args)
    if wanted.unit_id is not None and db.session.get(Unit, wanted.unit_id) is None:
        return replace(wanted, unit_id=None)
    return wanted


def _may_export() -> bool:
    actor = current_actor()
    return any(portal().access.may(db.session, actor, name) for name in (MANAGE, ACCOUNTS))


def _chips(wanted: Wanted) -> list[tuple[str, str]]:
    """(words, address without it) of everything that narrows the list."""
    chips = []
    if wanted.text:
        chips.append((f"\u201c{wanted.text}\u201d", wanted.as_args(text="")))
    if wanted.unit_id is not None:
        unit = db.session.get(Unit, wanted.unit_id)
        chips.append((unit.name if unit else "", wanted.as_args(unit_id=None)))
    for function in sorted(wanted.functions):
        left = wanted.as_args(functions=wanted.functions - {function})
        chips.append((str(function_word(function)), left))
    return [(words, url_for("people.index", **args)) for words, args in chips]
