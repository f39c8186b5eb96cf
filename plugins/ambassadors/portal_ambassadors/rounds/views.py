"""The coordinator's page, and the leaders'."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.api import (
    PortalError,
    attempt,
    back_to,
    contacts_seen,
    csv_response,
    current_actor,
    db,
    flash_undo,
    led_units,
    now,
    paginate,
    record,
    requires,
    signed_in,
    today,
    xlsx_response,
)

from ..models import RevisionRound, RoundReply
from ..permissions import COORDINATE
from ..profiles import services as profiles
from . import mails
from . import services as rules
from .forms import PlanForm, StartForm
from .handing_over import count_left, left, with_things
from .listing import SORTS, of_round, of_units, rows
from .states import STATES, State
from .timing import open_round, plan_of

bp = Blueprint(
    "ambassadors_rounds",
    __name__,
    url_prefix="/ambassadors/rounds",
    template_folder="../templates",
)
OLDER = 10


@bp.get("")
@requires(COORDINATE)
def index() -> str:
    """The round under way, and those before."""
    session = db.session()
    opened = open_round(session)
    older = session.scalars(
        select(RevisionRound)
        .where(RevisionRound.closed_at.is_not(None))
        .order_by(RevisionRound.id.desc())
        .limit(OLDER)
    ).all()
    every = rules.counts(session, [one.id for one in [opened, *older] if one is not None])
    return render_template(
        "ambassadors/rounds/index.html",
        opened=opened,
        older=older,
        figures={round_id: _figures(states) for round_id, states in every.items()},
        plan=plan_of(session),
        gone=count_left(session, current_actor()),
        **_table(opened),
    )


@bp.get("/<int:round_id>")
@requires(COORDINATE)
def page(round_id: int) -> str:
    """One round, also an older one."""
    revision = _round(round_id)
    states = rules.counts(db.session(), [revision.id]).get(revision.id, {})
    return render_template(
        "ambassadors/rounds/page.html",
        revision=revision,
        figure=_figures(states),
        **_table(revision),
    )


@bp.get("/<int:round_id>/list.<extension>")
@requires(COORDINATE)
def export(round_id: int, extension: str) -> Any:
    """Who has answered, as a file."""
    write = {"csv": csv_response, "xlsx": xlsx_response}.get(extension)
    if write is None:
        abort(404)
    revision = _round(round_id)
    found = rows(db.session(), db.session.scalars(of_round(revision, _state(), _sort())))
    people = [row.reply.ambassador.user for row in found]
    reachable = contacts_seen(db.session(), current_actor(), people)
    columns = [_("Name"), _("Unit"), _("E-mail"), _("Answer"), _("Answered"), _("Next")]
    lines = [
        (
            row.name,
            row.unit,
            user.email if user.id in reachable else "",
            str(row.look.words),
            row.reply.answered_at,
            row.next_words,
        )
        for row, user in zip(found, people, strict=True)
    ]
    return write(_("revision-round"), columns, lines)


@bp.route("/start", methods=["GET", "POST"])
@requires(COORDINATE)
def start() -> Any:
    """Starts one now."""
    form = StartForm()
    if form.validate_on_submit():
        try:
            rules.start(db.session(), current_actor(), form.message.data or "")
        except PortalError as problem:
            form.form_errors.append(str(problem))
        else:
            db.session.commit()
            flash(_("The round has begun. The mails are on their way."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("ambassadors/rounds/start.html", form=form, plan=plan_of(db.session()))


@bp.route("/plan", methods=["GET", "POST"])
@requires(COORDINATE)
def plan() -> Any:
    """When rounds come by themselves."""
    there = plan_of(db.session())
    form = PlanForm(
        data={
            "months": there.months,
            "remind_days": ", ".join(str(days) for days in there.remind_days),
            "escalate_days": there.escalate_days,
            "close_days": there.close_days,
        }
    )
    if form.validate_on_submit():
        try:
            rules.change_plan(db.session(), current_actor(), form.months.data or [], form.pace())
        except PortalError as problem:
            form.form_errors.append(str(problem))
        else:
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".index"), 303)
    return render_template("ambassadors/rounds/plan.html", form=form)


@bp.route("/<int:round_id>/close", methods=["GET", "POST"])
@requires(COORDINATE)
def close(round_id: int) -> Any:
    """Closes a round early; first it says what that means."""
    revision = _round(round_id)
    if revision.closed_at is not None:
        return redirect(url_for(".page", round_id=round_id))
    if request.method == "POST":
        number = rules.close(db.session(), current_actor(), revision)
        db.session.commit()
        words = ngettext(
            "The round is over. %(num)s profile rests.",
            "The round is over. %(num)s profiles rest.",
            number,
        )
        flash(words, "success")
        return redirect(url_for(".index"), 303)
    states = rules.counts(db.session(), [revision.id]).get(revision.id, {})
    return render_template(
        "ambassadors/rounds/close.html", revision=revision, waiting=states.get(State.WAITING, 0)
    )


@bp.get("/unit")
@signed_in
def unit() -> str:
    """For a leader: the ambassadors of the unit who have not answered."""
    session, actor = db.session(), current_actor()
    found = paginate(session, of_units(led_units(session, actor), actor.user_id))
    return render_template(
        "ambassadors/rounds/unit.html",
        page=found,
        rows=rows(session, found.items),
        page_url=lambda number: url_for(".unit", page=number),
    )


@bp.get("/left")
@requires(COORDINATE)
def has_left() -> str:
    """Who has left the organisation and is an ambassador still."""
    session, actor = db.session(), current_actor()
    found = paginate(session, left(actor))
    return render_template(
        "ambassadors/rounds/left.html",
        page=found,
        people=with_things(session, actor, list(found.items)),
        page_url=lambda number: url_for(".has_left", page=number),
    )


@bp.post("/<int:round_id>/<int:ambassador_id>/time")
@signed_in
def more_time(round_id: int, ambassador_id: int) -> Any:
    """Two weeks more."""
    return _change(round_id, ambassador_id, rules.give_more_time, _("Given two weeks more."))


@bp.post("/<int:round_id>/<int:ambassador_id>/doubt")
@signed_in
def doubt(round_id: int, ambassador_id: int) -> Any:
    """A leader says that somebody is no longer an ambassador, or takes it back."""
    return _change(round_id, ambassador_id, rules.doubt, _("The coordinators see it."))


@bp.post("/<int:round_id>/<int:ambassador_id>/remind")
@requires(COORDINATE)
def remind(round_id: int, ambassador_id: int) -> Any:
    """A reminder now, once a day at most."""

    def send(session: Any, actor: Any, reply: RoundReply) -> None:
        if reply.state != State.WAITING:
            raise PortalError(_("This ambassador is not being waited for any longer."))
        mails.remind_now(session, reply, today())
        reply.reminded_at = now()
        record(session, actor, "ambassadors.round_reminded", "ambassador", reply.ambassador_id)

    return _change(round_id, ambassador_id, send, _("Reminded; once a day at most."))


@bp.post("/<int:round_id>/<int:ambassador_id>/end")
@requires(COORDINATE)
def end(round_id: int, ambassador_id: int) -> Any:
    """No longer an ambassador, says the coordinator; the profile page undoes it."""

    def leave(session: Any, actor: Any, reply: RoundReply) -> None:
        profiles.end(session, actor, reply.ambassador)

    undo = url_for("ambassadors_profile.resume", ambassador_id=ambassador_id)
    return _change(round_id, ambassador_id, leave, _("No longer an ambassador."), undo)


def _change(round_id: int, ambassador_id: int, change: Any, words: str, undo_url: str = "") -> Any:
    session, actor = db.session(), current_actor()
    reply = session.get(RoundReply, (round_id, ambassador_id), with_for_update={"of": RoundReply})
    if reply is None:
        abort(404)
    try:
        rules.require_care(session, actor, reply)
    except PortalError:
        abort(404)
    with attempt() as done:
        change(session, actor, reply)
    if done:
        flash_undo(words, undo_url)
    return back_to(request.form.get("back") or url_for(".index"))


def _round(round_id: int) -> RevisionRound:
    found = db.session.get(RevisionRound, round_id)
    if found is None:
        abort(404)
    return found


def _state() -> str:
    state = request.args.get("state", "")
    return state if state in STATES else ""


def _sort() -> str:
    sort = request.args.get("sort", "")
    return sort if sort.removeprefix("-") in SORTS else "name"


def _table(revision: RevisionRound | None) -> dict[str, Any]:
    if revision is None:
        return {}
    found = paginate(db.session(), of_round(revision, _state(), _sort()))

    def address(**changes: Any) -> str:
        kept = {"state": _state() or None, "sort": request.args.get("sort") or None}
        return url_for(
            request.endpoint or ".index", **{**(request.view_args or {}), **kept, **changes}
        )

    return {
        "page": found,
        "rows": rows(db.session(), found.items),
        "states": STATES,
        "state": _state(),
        "sort": _sort(),
        "address": address,
        "sort_url": lambda sort: address(sort=sort, page=None),
        "page_url": lambda number: address(page=number),
    }


def _figures(states: dict[str, int]) -> dict[str, Any]:
    asked = sum(states.values()) - states.get(State.LEFT, 0)
    return {"asked": asked, "answered": rules.answered(states), "states": states}
