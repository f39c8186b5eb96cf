"""The agreement of an ambassador: reading, confirming, changing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import PortalError, attempt, current_actor, db, show_problem, signed_in

from ..models import Ambassador
from ..profiles.data import InvalidProfile
from ..profiles.views import ADDRESS, find
from . import agreements as rules
from .forms import AgreementForm

bp = Blueprint(
    "ambassadors_agreement", __name__, url_prefix="/ambassadors", template_folder="../templates"
)


@bp.get(ADDRESS + "/agreement")
@signed_in
def page(ambassador_id: int) -> Any:
    """The newest version, or an older one (`version`), and what was changed in it."""
    ambassador, side = _find(ambassador_id)
    rows = rules.versions(db.session(), ambassador)
    wanted = request.args.get("version", "")
    shown = next((row for row in rows if str(row.number) == wanted), rows[0] if rows else None)
    before = next((row for row in rows if shown and row.number == shown.number - 1), None)
    return render_template(
        "ambassadors/selecting/agreement.html",
        ambassador=ambassador,
        side=side,
        rows=rows,
        shown=shown,
        before=before,
        changes=rules.differences(before, shown) if before and shown else {},
        texts=rules.TEXTS,
    )


@bp.route(ADDRESS + "/agreement/change", methods=["GET", "POST"])
@signed_in
def change(ambassador_id: int) -> Any:
    """A further version; the first where there is none."""
    session, actor = db.session(), current_actor()
    ambassador, _side = _find(ambassador_id)
    there = rules.latest(session, ambassador)
    before = rules.data_of(there)
    data = {name: getattr(before, name) for name in (*rules.TEXTS, "contact_id")}
    form = AgreementForm(data={**data, "based_on": str(there.number if there else 0)})
    form.contact_id.keep([before.contact_id])
    if form.validate_on_submit():
        based_on = form.based_on.data or ""
        number = int(based_on[:9]) if based_on.isascii() and based_on.isdigit() else -1
        wanted = rules.AgreementData(
            **{name: form[name].data or "" for name in rules.TEXTS},
            contact_id=form.contact_id.data,
        )
        try:
            made = rules.change(session, actor, ambassador, wanted, number)
        except InvalidProfile as problem:
            show_problem(form, problem)
        except PortalError as problem:
            # Who has read the newer one saves again, on top of it.
            form.based_on.data = str(there.number if there else 0)
            form.form_errors.append(str(problem))
        else:
            session.commit()
            words = _("Saved. Both sides confirm it now.") if made else _("Nothing was changed.")
            flash(words, "success")
            return redirect(url_for(".page", ambassador_id=ambassador_id), 303)
    html = render_template(
        "ambassadors/selecting/agreement_form.html", form=form, ambassador=ambassador, there=there
    )
    return html, 422 if form.errors else 200


@bp.post(ADDRESS + "/agreement/confirm")
@signed_in
def confirm(ambassador_id: int) -> Any:
    """Yes to the version that was read."""
    session, actor = db.session(), current_actor()
    ambassador, _side = _find(ambassador_id)
    version = request.form.get("version", "")
    number = int(version[:9]) if version.isascii() and version.isdigit() else -1
    with attempt() as done:
        rules.confirm(session, actor, ambassador, number)
    if done:
        flash(_("Confirmed."), "success")
    return redirect(url_for(".page", ambassador_id=ambassador_id), 303)


def _find(ambassador_id: int) -> tuple[Ambassador, str]:
    ambassador = find(ambassador_id)
    side = rules.side(db.session(), current_actor(), ambassador)
    if not side:
        abort(404)
    return ambassador, side
