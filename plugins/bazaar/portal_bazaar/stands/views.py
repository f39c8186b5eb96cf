"""Stands as everybody sees them, and what their keepers do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from werkzeug.datastructures import MultiDict

from portal.api import (
    SYSTEM,
    ConflictError,
    NotAllowed,
    PortalError,
    attempt,
    current_actor,
    db,
    forget_draft,
    form_draft,
    made_before,
    public,
    signed_in,
)

from ..frame import show
from ..models import CardEntry, Keeper, Stand, Visitor
from ..permissions import bazaar_or_404, is_announced, keeps, moderates, organises, stand_or_404
from ..planning import display as on_display
from ..vocabulary import StandStatus
from . import services
from .data import StandProblem
from .forms import AnswerForm, ManagedStandForm, StandForm, values_of
from .listing import visits
from .mails import keeper_of
from .rounds import board_of
from .sheets import facts_of
from .words import STAND, STAND_STATUSES, keeper_name, shown_name

bp = Blueprint("bazaar_stands", __name__, url_prefix="/bazaar", template_folder="../templates")
STANDS = "/<int:bazaar_id>/stands"
ONE = STANDS + "/<int:stand_id>"
NAMES_MAX = 200


@bp.get(STANDS)
@signed_in
def index(bazaar_id: int) -> str:
    """Everything on display, looked through by whoever may see the bazaar; and one's own stands.
    Until it is announced keepers see only those."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    visible = is_announced(bazaar) or moderates(session, actor, bazaar)
    wish = on_display.read_wish(bazaar, request.args)
    mine = session.scalars(
        select(Stand)
        .where(Stand.bazaar_id == bazaar.id)
        .where(
            or_(
                Stand.proposed_by_id == actor.user_id,
                Stand.keepers.any(Keeper.user_id == actor.user_id),
            )
        )
        .order_by(Stand.number, Stand.id)
    ).all()
    return show(
        "bazaar/planning/display.html",
        bazaar,
        view=on_display.display(session, actor, bazaar, wish) if visible else None,
        address=lambda args: url_for(".index", bazaar_id=bazaar_id, **args),
        sorts={"theme": _("By theme"), "number": _("By number"), "title": _("By name")},
        mine=mine,
        statuses=STAND_STATUSES,
        open=services.is_open(bazaar),
    )


@bp.get(ONE)
@signed_in
def page(bazaar_id: int, stand_id: int) -> str:
    """One stand: what everyone sees, and what its keepers and the organisers see besides."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    own, organiser = keeps(session, actor, stand), organises(session, actor, bazaar)
    return show(
        "bazaar/stands/page.html",
        bazaar,
        stand=stand,
        status=STAND_STATUSES[stand.status],
        sheet=facts_of(session, actor, [stand.sheet_id]).get(stand.sheet_id or 0),
        own=own,
        organiser=organiser,
        may_edit=services.may_edit(session, actor, stand),
        may_answer=own and stand.status == StandStatus.INVITED and services.is_open(bazaar),
        keeper_name=keeper_name if organiser else shown_name,
        me=actor.user_id,
        **(_for_keepers(stand) if own or organiser else {}),
    )


def _for_keepers(stand: Stand) -> dict[str, Any]:
    """How many visited, the names of those who share theirs, when one pitches and stands there."""
    session = db.session()
    sharing = session.scalars(
        select(Visitor)
        .join(CardEntry, CardEntry.visitor_id == Visitor.id)
        .where(CardEntry.stand_id == stand.id, Visitor.shares_name)
        .where(Visitor.cancelled_at.is_(None))
        .order_by(CardEntry.visited_at.desc(), Visitor.id)
        .limit(NAMES_MAX)
    ).all()
    board = board_of(session, stand.bazaar)
    pitch = next(
        (
            (part, one)
            for part in board.rounds
            for one in board.order(part)
            if one.stand.id == stand.id
        ),
        None,
    )
    manned = board.manned()
    return {
        "visited": visits(session, [stand.id]).get(stand.id, 0),
        "sharing": sharing,
        "pitch": pitch,
        "names": lambda keepers: ", ".join(shown_name(one) for one in keepers),
        "shifts": [
            (part, [one for one in stand.keepers if (one.id, part.id) in manned])
            for part in board.shopping
        ],
    }


@bp.route(STANDS + "/propose", methods=["GET", "POST"])
@signed_in
def propose(bazaar_id: int) -> Any:
    """A colleague proposes a stand."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    if not services.is_open(bazaar):
        abort(404)
    draft = form_draft(session, actor, f"{STAND}_{bazaar_id}")
    posted: Any = request.form if request.method == "POST" else draft.fields
    form = StandForm(
        formdata=MultiDict(posted) if posted is not None else None,
        data={"keeper_ids": [actor.user_id]},
    )
    if posted is None and (sheet := request.args.get("sheet", "")).isdigit():
        form.sheet_id.data = int(sheet[:9])
    form.prepare(session, actor, bazaar)
    if request.method == "POST" and form.validate():
        where = made_before(session, actor, request.form)
        try:
            if where is None:
                stand = services.propose(session, actor, bazaar, form.stand_data())
                where = url_for(".page", bazaar_id=bazaar_id, stand_id=stand.id)
                forget_draft(session, actor, request.form, where)
        except StandProblem as problem:
            session.rollback()
            bazaar = bazaar_or_404(session, actor, bazaar_id)
            form.complain(problem)
        else:
            session.commit()
            flash(_("Your stand is proposed. The organisers answer by mail."), "success")
            return redirect(where, 303)
    body = show("bazaar/stands/edit.html", bazaar, form=form, stand=None, draft=draft)
    return body, 422 if form.errors else 200


@bp.route(ONE + "/edit", methods=["GET", "POST"])
@signed_in
def edit(bazaar_id: int, stand_id: int) -> Any:
    """Its keepers and the organisers say what it shows."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    if not services.may_edit(session, actor, stand):
        abort(403)
    kind = ManagedStandForm if organises(session, actor, bazaar) else StandForm
    form = kind(data=values_of(stand))
    form.prepare(session, actor, bazaar, stand)
    theirs: Stand | None = None
    if form.validate_on_submit():
        try:
            services.change(session, actor, stand, form.stand_data(stand), form.based_on)
        except (StandProblem, ConflictError) as problem:
            session.rollback()
            bazaar = bazaar_or_404(session, actor, bazaar_id)
            stand = stand_or_404(session, actor, bazaar, stand_id)
            if isinstance(problem, StandProblem):
                form.complain(problem)
            else:
                theirs = stand
                form.version.data = str(stand.version)
                form.title.errors = [*form.title.errors, str(problem)]
        else:
            session.commit()
            flash(_("The stand is saved."), "success")
            return redirect(url_for(".page", bazaar_id=bazaar_id, stand_id=stand_id), 303)
    body = show("bazaar/stands/edit.html", bazaar, form=form, stand=stand, theirs=theirs)
    return body, 422 if form.errors else 200


@bp.post(ONE + "/accept")
@signed_in
def accept(bazaar_id: int, stand_id: int) -> Any:
    """A keeper says yes."""
    session, actor = db.session(), current_actor()
    stand = _mine(bazaar_id, stand_id)
    with attempt() as done:
        services.accept(session, actor, stand)
    if done:
        flash(_("Thank you. Now write what visitors can try, and what you need."), "success")
    return redirect(url_for(".page", bazaar_id=bazaar_id, stand_id=stand_id), 303)


@bp.route(ONE + "/decline", methods=["GET", "POST"])
@signed_in
def decline(bazaar_id: int, stand_id: int) -> Any:
    """A keeper says no to an invitation, an organiser to a proposal."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    own = keeps(session, actor, stand) and stand.status == StandStatus.INVITED
    if not own and not organises(session, actor, bazaar):
        abort(404)
    return _with_reason(stand, services.decline, _("Say no to the stand"), _("Say no"))


@bp.route(ONE + "/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(bazaar_id: int, stand_id: int) -> Any:
    """The stand does not take part after all."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    if not services.may_edit(session, actor, stand):
        abort(404)
    return _with_reason(stand, services.withdraw, _("Withdraw the stand"), _("Withdraw"))


def _with_reason(stand: Stand, act: Any, title: str, button: str) -> Any:
    """Asks why, says what happens, and does it."""
    session, form = db.session(), AnswerForm()
    bazaar_id, stand_id = stand.bazaar_id, stand.id
    problem = ""
    if form.validate_on_submit():
        try:
            act(session, current_actor(), stand, form.reason.data or "")
        except NotAllowed:
            abort(404)
        except PortalError as refused:
            session.rollback()
            problem = str(refused)
        else:
            session.commit()
            flash(_("Done. Those it concerns are told."), "success")
            return redirect(url_for(".after", bazaar_id=bazaar_id, stand_id=stand_id), 303)
    stand = session.get_one(Stand, stand_id)
    body = show(
        "bazaar/stands/reason.html",
        stand.bazaar,
        stand=stand,
        form=form,
        heading=title,
        button=button,
        problem=problem,
    )
    return body, 422 if form.errors or problem else 200


@bp.get(ONE + "/after")
@signed_in
def after(bazaar_id: int, stand_id: int) -> Any:
    """To the stand, or to the list for who does not see it any longer."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    if organises(session, actor, bazaar):
        return redirect(url_for("bazaar_stands_manage.index", bazaar_id=bazaar_id))
    return redirect(url_for(".index", bazaar_id=bazaar_id))


@bp.route("/stand-link/<token>", methods=["GET", "POST"])
@public
def by_link(token: str) -> Any:
    """A keeper without an account: the stand, and the answer to the invitation."""
    session = db.session()
    keeper = keeper_of(session, token)
    stand = session.get(Stand, keeper.stand_id) if keeper is not None else None
    if keeper is None or stand is None:
        return render_template("bazaar/stands/no_link.html"), 404
    form, problem = AnswerForm(), ""
    if form.validate_on_submit():
        said = request.form.get("answer", "")
        try:
            if said == "yes":
                services.accept(session, SYSTEM, stand)
            elif said == "no" and stand.status == StandStatus.INVITED:
                services.decline(session, SYSTEM, stand, form.reason.data or "")
            else:
                raise PortalError(_("The invitation has been answered already."))
        except PortalError as refused:
            session.rollback()
            problem = str(refused)
        else:
            session.commit()
            flash(_("Thank you for your answer."), "success")
            return redirect(url_for(".by_link", token=token), 303)
    keeper = keeper_of(session, token)
    stand = session.get_one(Stand, keeper.stand_id) if keeper is not None else stand
    body = render_template(
        "bazaar/stands/by_link.html",
        keeper=keeper,
        stand=stand,
        bazaar=stand.bazaar,
        status=STAND_STATUSES[stand.status],
        may_answer=stand.status == StandStatus.INVITED and services.is_open(stand.bazaar),
        form=form,
        problem=problem,
        keeper_name=shown_name,
        **_for_keepers(stand),
    )
    return body, 422 if form.errors or problem else 200


def _mine(bazaar_id: int, stand_id: int) -> Stand:
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    stand = stand_or_404(session, actor, bazaar, stand_id)
    if not keeps(session, actor, stand):
        abort(404)
    return stand
