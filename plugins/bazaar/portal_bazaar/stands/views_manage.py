"""Stands as their organisers see them: the list, inviting, confirming, numbering, moving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.api import (
    attempt,
    csv_response,
    current_actor,
    db,
    flash_undo,
    forget_draft,
    form_draft,
    made_before,
    paginate,
    signed_in,
    xlsx_response,
)

from ..frame import show
from ..models import Bazaar, Stand
from ..permissions import organised_or_404, stand_or_404
from ..vocabulary import StandStatus
from . import services, undo
from .data import StandProblem
from .forms import MoveForm, NewStandForm
from .listing import LACKS, columns, counts, read_filters, rows, visits, wanted
from .words import STAND, STAND_STATUSES, keeper_names

bp = Blueprint(
    "bazaar_stands_manage",
    __name__,
    url_prefix="/bazaar/<int:bazaar_id>/manage/stands",
    template_folder="../templates",
)
FILES = {"xlsx": xlsx_response, "csv": csv_response}
PER_PAGE = 100
MOST = 1000


def _bazaar(bazaar_id: int) -> Bazaar:
    return organised_or_404(db.session(), current_actor(), bazaar_id)


@bp.get("/")
@signed_in
def index(bazaar_id: int) -> str:
    """All stands, whatever has become of them."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    filters = read_filters(request.args)
    page = paginate(session, wanted(bazaar, filters), per_page=PER_PAGE)
    found = counts(session, bazaar)

    def url(**changed: Any) -> str:
        return url_for(".index", bazaar_id=bazaar_id, **filters.args(**changed))

    groups = [
        {
            "name": "status",
            "title": _("Status"),
            "options": [
                {
                    "value": key,
                    "title": look.words,
                    "count": found.get(key, 0),
                    "checked": key in filters.statuses,
                }
                for key, look in STAND_STATUSES.items()
                if found.get(key) or key in filters.statuses
            ],
        },
        {
            "name": "theme",
            "title": _("Theme"),
            "options": [
                {
                    "value": one.id,
                    "title": one.name,
                    "count": None,
                    "checked": one.id in filters.themes,
                }
                for one in bazaar.themes
            ],
        },
        {
            "name": "lacks",
            "title": _("What is missing"),
            "options": [
                {"value": key, "title": words, "count": None, "checked": key in filters.lacks}
                for key, words in LACKS.items()
            ],
        },
    ]
    return show(
        "bazaar/stands/manage.html",
        bazaar,
        page=page,
        filters=filters,
        groups=groups,
        total=sum(found.values()),
        waiting=found.get(StandStatus.PROPOSED, 0),
        statuses=STAND_STATUSES,
        keeper_names=keeper_names,
        visits=visits(session, [one.id for one in page.items]),
        sort_url=lambda sort: url(sort=sort),
        clear_url=url_for(".index", bazaar_id=bazaar_id),
        page_url=lambda number: url() + ("&" if filters.args() else "?") + f"page={number}",
        exports=[
            ("Excel", url_for(".export", bazaar_id=bazaar_id, form="xlsx", **filters.args())),
            ("CSV", url_for(".export", bazaar_id=bazaar_id, form="csv", **filters.args())),
        ],
        open=services.is_open(bazaar),
        confirmed=undo.last(session, bazaar, undo.CONFIRM),
    )


@bp.get("/list.<form>")
@signed_in
def export(bazaar_id: int, form: str) -> Any:
    """The list as it is filtered."""
    bazaar = _bazaar(bazaar_id)
    if form not in FILES:
        abort(404)
    found = db.session().scalars(wanted(bazaar, read_filters(request.args))).unique()
    return FILES[form](_("stands"), columns(), rows(db.session(), current_actor(), found))


@bp.route("/new", methods=["GET", "POST"])
@signed_in
def new(bazaar_id: int) -> Any:
    """Invites people to keep a stand, or adds one that is agreed."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    draft = form_draft(session, actor, f"{STAND}_{bazaar_id}_managed")
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = NewStandForm(formdata=MultiDict(posted) if posted is not None else None)
    form.prepare(session, actor, bazaar)
    if request.method == "POST" and form.validate():
        where = url_for(".index", bazaar_id=bazaar_id)
        try:
            if made_before(session, actor, request.form) is not None:
                pass  # pressed twice
            elif form.how.data == "add":
                services.add(session, actor, bazaar, form.stand_data())
            else:
                message = form.message.data or ""
                services.invite(session, actor, bazaar, form.stand_data(), message)
            forget_draft(session, actor, request.form, where)
        except StandProblem as problem:
            session.rollback()
            bazaar = _bazaar(bazaar_id)
            form.complain(problem)
        else:
            session.commit()
            added = form.how.data == "add"
            words = _("The stand is confirmed.") if added else _("The keepers are invited by mail.")
            flash(words, "success")
            return redirect(where, 303)
    body = show("bazaar/stands/edit.html", bazaar, form=form, stand=None, new=True, draft=draft)
    return body, 422 if form.errors else 200


@bp.post("/bulk")
@signed_in
def bulk(bazaar_id: int) -> Any:
    """Confirms the stands that were ticked."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    stands = _ticked(bazaar)
    done = services.confirm(session, actor, stands)
    session.commit()
    if done:
        words = ngettext(
            "%(num)s stand is confirmed and has a number.",
            "%(num)s stands are confirmed and have numbers.",
            len(done),
        )
        token = undo.last(session, bazaar, undo.CONFIRM) if len(done) > 1 else ""
        back = url_for(".take_back", bazaar_id=bazaar_id, token=token) if token else None
        flash_undo(words, back)
    else:
        flash(_("Tick the stands to confirm first."), "error")
    return redirect(
        url_for(".index", bazaar_id=bazaar_id, **read_filters(request.args).args()), 303
    )


@bp.post("/<int:stand_id>/confirm")
@signed_in
def confirm(bazaar_id: int, stand_id: int) -> Any:
    """One stand takes part."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    services.confirm(session, actor, [stand])
    session.commit()
    flash(_("Stand %(number)s is confirmed. Its keepers are told.", number=stand.number), "success")
    return redirect(url_for("bazaar_stands.page", bazaar_id=bazaar_id, stand_id=stand_id), 303)


@bp.route("/number-anew", methods=["GET", "POST"])
@signed_in
def number_anew(bazaar_id: int) -> Any:
    """Numbers all stands from 1, theme by theme."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    if request.method == "POST":
        done = services.number_anew(session, actor, bazaar)
        session.commit()
        words = ngettext("%(num)s stand has a number.", "%(num)s stands have numbers.", done)
        token = undo.last(session, bazaar, undo.NUMBERS)
        flash_undo(words, url_for(".take_back", bazaar_id=bazaar_id, token=token))
        return redirect(url_for(".index", bazaar_id=bazaar_id), 303)
    return show("bazaar/stands/number_anew.html", bazaar)


@bp.post("/undo/<token>")
@signed_in
def take_back(bazaar_id: int, token: str) -> Any:
    """Undoes the last step for many stands, and goes to where it was done."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    services.lock(session, bazaar)
    what = ""
    with attempt() as done:
        what = undo.take_back(session, actor, bazaar, token)
    if done and what:
        flash(_("Undone. What was changed by hand since stays."), "success")
    pages = {undo.FILL: "bazaar_rounds.pitches", undo.ROWS: "bazaar_plan.manage"}
    if request.form.get("from") == "shifts":
        pages[undo.FILL] = "bazaar_rounds.shifts"
    return redirect(url_for(pages.get(what, ".index"), bazaar_id=bazaar_id), 303)


@bp.route("/<int:stand_id>/move", methods=["GET", "POST"])
@signed_in
def move(bazaar_id: int, stand_id: int) -> Any:
    """Puts a stand elsewhere; on the day whoever looks for it is told."""
    session, actor, bazaar = db.session(), current_actor(), _bazaar(bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    form = MoveForm(obj=stand)
    if form.validate_on_submit():
        try:
            services.move(
                session,
                actor,
                stand,
                x=form.x.data,
                y=form.y.data,
                place=form.place.data or "",
                tell=bool(form.tell.data),
            )
        except StandProblem as problem:
            session.rollback()
            bazaar = _bazaar(bazaar_id)
            stand = stand_or_404(session, actor, bazaar, stand_id)
            form[problem.field].errors = [str(problem)]
        else:
            session.commit()
            flash(_("The stand has moved. It keeps its number."), "success")
            address = url_for("bazaar_stands.page", bazaar_id=bazaar_id, stand_id=stand_id)
            return redirect(address, 303)
    body = show("bazaar/stands/move.html", bazaar, form=form, stand=stand)
    return body, 422 if form.errors else 200


def _ticked(bazaar: Bazaar) -> Sequence[Stand]:
    """The stands of this bazaar that were ticked, in the order in which they were proposed."""
    ids = [
        int(one)
        for one in request.form.getlist("stand")[:MOST]
        if one.isascii() and one.isdigit() and len(one) < 10
    ]
    chosen = select(Stand).where(Stand.bazaar_id == bazaar.id, Stand.id.in_(ids))
    return db.session().scalars(chosen.order_by(Stand.id)).all()
