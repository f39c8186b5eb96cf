"""The pages of roles."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField

from portal.access import services
from portal.access.models import Role
from portal.access.permissions import ROLES, role_name
from portal.access.routes import requires
from portal.access.services import ADMIN, MANAGE, RoleProblem
from portal.database import db
from portal.web.forms import Form
from portal.web.refusals import attempt, show_problem
from portal.web.requests import current_actor

bp = Blueprint("roles", __name__)
#: People on a role's page.
SHOWN = 30


class RoleForm(Form):
    """A role's name, what it is for, what it allows. The rules are in `services`."""

    name = StringField(_l("What is the role called?"), render_kw={"maxlength": services.MAX_NAME})
    description = StringField(
        _l("Who is it for?"),
        description=_l("A sentence for whoever gives the role to somebody."),
        render_kw={"maxlength": services.MAX_DESCRIPTION},
    )
    permissions = SelectMultipleField(_l("What does it allow?"), choices=[], validate_choice=False)
    #: What the form was opened with: somebody else may have been faster.
    seen = HiddenField()


@bp.get("/roles")
@requires(MANAGE)
def index() -> str:
    """Every role, who holds it and how much it allows."""
    return render_template("portal/roles/index.html", rows=services.rows(db.session))


@bp.route("/roles/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Any:
    """A role of one's own."""
    form = RoleForm()
    if form.validate_on_submit():
        try:
            role = services.create_role(
                db.session,
                current_actor(),
                name=form.name.data or "",
                description=form.description.data or "",
                permissions=form.permissions.data or (),
            )
        except RoleProblem as problem:
            show_problem(form, problem)
        else:
            db.session.commit()
            flash(_("The role %(role)s is made.", role=role.name), "success")
            return redirect(url_for("roles.page", role_id=role.id), 303)
    return _form_page(form, None)


@bp.route("/roles/<int:role_id>", methods=["GET", "POST"])
@requires(MANAGE)
def page(role_id: int) -> Any:
    """What a role is called and allows, and who holds it."""
    role = _find(role_id)
    form = RoleForm(
        name=role.name,
        description=role.description,
        permissions=[grant.permission for grant in role.permissions],
        seen=_fingerprint(role),
    )
    if form.validate_on_submit():
        with attempt(form, RoleProblem) as done:
            _check_unchanged(form, role)
            services.change_role(
                db.session,
                current_actor(),
                role,
                name=form.name.data or "",
                description=form.description.data or "",
                permissions=None if role.key == ADMIN else form.permissions.data or (),
            )
        if done:
            flash(_("The role %(role)s is saved.", role=role_name(role)), "success")
            return redirect(url_for("roles.page", role_id=role_id), 303)
    return _form_page(form, role)


@bp.route("/roles/<int:role_id>/delete", methods=["GET", "POST"])
@requires(MANAGE)
def delete(role_id: int) -> Any:
    """Asks, and deletes a role of one's own making."""
    role = _find(role_id)
    if services.is_built_in(role):
        abort(404)
    if request.method == "POST":
        name = role.name
        services.delete_role(db.session, current_actor(), role)
        db.session.commit()
        flash(_("The role %(role)s is deleted.", role=name), "success")
        return redirect(url_for("roles.index"), 303)
    return render_template(
        "portal/roles/delete.html", role=role, count=services.count_holders(db.session, role)
    )


def _form_page(form: RoleForm, role: Role | None) -> str:
    held = {grant.permission for grant in role.permissions} if role else set()
    found = services.groups(db.session)
    return render_template(
        "portal/roles/page.html",
        form=form,
        role=role,
        title=role_name(role) if role else "",
        usual=ROLES[role.key] if role and services.is_built_in(role) else ("", ""),
        is_admin=role is not None and role.key == ADMIN,
        groups=[
            group
            for group in found
            # What is away is shown where it is held: there is nothing to choose.
            if group.state != "away" or any(name in held for name, _words in group.permissions)
        ],
        held=held,
        chosen=set(form.permissions.data or ()),
        holders=services.holders(db.session, role, SHOWN) if role else [],
        count=services.count_holders(db.session, role) if role else 0,
    )


def _find(role_id: int) -> Role:
    role = db.session.get(Role, role_id)
    if role is None:
        abort(404)
    return role


def _fingerprint(role: Role) -> str:
    """What a form about the role shows of it."""
    facts = [role.name, role.description, *sorted(grant.permission for grant in role.permissions)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _check_unchanged(form: RoleForm, role: Role) -> None:
    if form.seen.data == _fingerprint(role):
        return
    form.seen.data = _fingerprint(role)
    names = {
        name: words for group in services.groups(db.session) for name, words in group.permissions
    }
    held = ", ".join(str(names[grant.permission]) for grant in role.permissions) or _("nothing")
    raise RoleProblem(
        "",
        _(
            "While you wrote, somebody else saved the role as %(name)s, which allows: %(held)s. "
            "Save again to replace that with yours.",
            name=role_name(role),
            held=held,
        ),
    )
