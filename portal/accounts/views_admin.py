"""Looking after accounts: the list, the list as a file, inviting."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from wtforms import SelectChoice

from portal.access.models import Role
from portal.access.permissions import role_name
from portal.access.routes import requires
from portal.accounts.forms import InviteForm, role_choices
from portal.accounts.inviting import invite as invite_people
from portal.accounts.inviting import read_invitees
from portal.accounts.listing import STATES, Wanted, accounts, export_columns, export_rows, state_of
from portal.accounts.managing import MANAGE, grantable_roles
from portal.accounts.models import User
from portal.accounts.views import bp
from portal.database import db
from portal.errors import NotAllowed, PortalError
from portal.runtime import portal
from portal.units.models import Unit
from portal.units.services import unit_options
from portal.web.addresses import as_id
from portal.web.export import csv_response, xlsx_response
from portal.web.paging import paginate
from portal.web.refusals import show_problem
from portal.web.requests import current_actor

EXPORTS = {"xlsx": ("Excel", xlsx_response), "csv": ("CSV", csv_response)}
UNITS = "units.manage"


@bp.get("/admin/accounts")
@requires(MANAGE)
def index() -> str:
    """Every account, the disabled ones too."""
    wanted = Wanted.from_args(request.args)
    units, roles = unit_options(db.session), list(db.session.scalars(select(Role)))
    return render_template(
        "portal/accounts/index.html",
        wanted=wanted,
        page=paginate(db.session, accounts(db.session, wanted)),
        groups=_groups(wanted, units, roles),
        chips=_chips(wanted, dict(units), roles),
        states=STATES,
        state_of=state_of,
        role_name=role_name,
        sort_address=lambda sort: url_for("accounts.index", **wanted.as_args(sort=sort)),
        page_address=lambda number: url_for("accounts.index", page=number, **wanted.as_args()),
        exports=[
            (title, url_for("accounts.export", form=form, **wanted.as_args()))
            for form, (title, _make) in EXPORTS.items()
        ],
    )


@bp.get("/admin/accounts/export.<form>")
@requires(MANAGE)
def export(form: str) -> Any:
    """The list as it is filtered."""
    if form not in EXPORTS:
        abort(404)
    found = db.session.scalars(accounts(db.session, Wanted.from_args(request.args))).all()
    return EXPORTS[form][1](_("accounts"), export_columns(), export_rows(found))


@bp.route("/admin/accounts/invite", methods=["GET", "POST"])
@requires(MANAGE)
def invite() -> Any:
    """Makes accounts without a password and mails their invitations."""
    actor = current_actor()
    may_place = portal().access.may(db.session, actor, UNITS)
    units = unit_options(db.session) if may_place else []
    form = InviteForm(language=portal().settings.language, roles=["staff"], unit="")
    form.roles.choices = role_choices(grantable_roles(db.session, actor))
    form.unit.choices = [SelectChoice("", _("None yet"))] + [
        SelectChoice(str(unit_id), name) for unit_id, name in units
    ]
    if form.validate_on_submit():
        try:
            users = invite_people(
                db.session,
                actor,
                read_invitees(db.session, form.people.data),
                roles=form.roles.data or (),
                unit=db.session.get(Unit, as_id(form.unit.data) or 0),
                function=form.function.data,
                language=form.language.data,
            )
        except NotAllowed:
            raise
        except PortalError as problem:
            db.session.rollback()
            show_problem(form, problem)
        else:
            db.session.commit()
            flash(_invited(users), "success")
            return redirect(url_for("accounts.index", state="never", sort="-created"), 303)
    return render_template("portal/accounts/invite.html", form=form, may_place=may_place)


def _invited(users: list[User]) -> str:
    if len(users) == 1:
        return _("%(name)s is invited. The mail is on its way.", name=users[0].name)
    return ngettext("%(num)s person is invited.", "%(num)s people are invited.", len(users))


def _groups(wanted: Wanted, units: Any, roles: list[Role]) -> list[dict[str, Any]]:
    def option(value: Any, title: Any, chosen: Any) -> dict[str, Any]:
        return {"value": value, "title": title, "count": None, "checked": value in chosen}

    return [
        {
            "name": "state",
            "title": _("State"),
            "options": [option(key, words[0], wanted.states) for key, words in STATES.items()],
        },
        {
            "name": "role",
            "title": _("Role"),
            "options": [option(role.key, role_name(role), wanted.roles) for role in roles],
        },
        {
            "name": "unit",
            "title": _("Unit, with those below it"),
            "options": [option(unit_id, name, wanted.units) for unit_id, name in units],
        },
    ]


def _chips(wanted: Wanted, units: dict[int, str], roles: list[Role]) -> list[tuple[str, str]]:
    """(words, address without it) of everything that narrows the list."""
    names = {role.key: str(role_name(role)) for role in roles}
    chips: list[tuple[str, dict[str, Any]]] = []
    if wanted.text:
        chips.append((f"“{wanted.text}”", wanted.as_args(text="")))
    for state in sorted(wanted.states):
        chips.append((str(STATES[state][0]), wanted.as_args(states=wanted.states - {state})))
    for role in sorted(wanted.roles):
        chips.append((names.get(role, role), wanted.as_args(roles=wanted.roles - {role})))
    for unit in sorted(wanted.units):
        words = units.get(unit, "?").strip()
        chips.append((words, wanted.as_args(units=wanted.units - {unit})))
    return [(words, url_for("accounts.index", **args)) for words, args in chips]
