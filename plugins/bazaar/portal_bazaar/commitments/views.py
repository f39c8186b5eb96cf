"""The page of an education: what its leader and teachers take home together."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.api import (
    SYSTEM,
    PortalError,
    Race,
    attempt,
    current_actor,
    db,
    flash_undo,
    history_url,
    latest_number,
    public,
    race,
    settle,
    show_problem,
)

from ..attendance.visitors import current_visitor
from ..card.entrance import announced_or_404, to_sign_in
from ..frame import show
from ..models import Bazaar, CardEntry, Commitment, InvitedEducation, Visitor
from ..vocabulary import INTEREST_WORDS
from . import rules
from .data import (
    CommitmentData,
    colleagues,
    data_of,
    from_snapshot,
    snapshot_of,
    stands_to_choose,
)
from .finding import of_education
from .forms import CommitmentForm
from .nothing import REASON_MAX, nothing_of, say_nothing, take_word_back
from .together import side_by_side
from .words import KIND, stand_words, state_of

bp = Blueprint("bazaar_commitments", __name__, url_prefix="/bazaar/<int:bazaar_id>")


@bp.get("/takes-home")
@public
def mine(bazaar_id: int) -> Any:
    """To the page of one's own education."""
    session = db.session()
    bazaar = announced_or_404(session, bazaar_id)
    visitor = current_visitor(session, bazaar)
    if visitor is None:
        return to_sign_in(bazaar)
    if visitor.education_id is None:
        asked = visitor.wish if visitor.wish_refused_at is None else None
        return show("bazaar/commitments/none.html", bazaar, asked=asked)
    return redirect(_address(bazaar, visitor.education_id))


@bp.get("/takes-home/<int:education_id>")
@public
@of_education
def page(education: InvitedEducation, writer: rules.Writer) -> Any:
    """Its commitments, and what everybody of it expected."""
    return _page(education, writer)


def _page(
    education: InvitedEducation, writer: rules.Writer, reason: str = "", problem: str = ""
) -> Any:
    session = db.session()
    commitments = rules.commitments_of(session, education)
    drafts = sum(one.handed_in_at is None for one in commitments)
    shown = show(
        "bazaar/commitments/page.html",
        education.bazaar,
        education=education,
        writer=writer,
        commitments=commitments,
        drafts=drafts,
        shared=side_by_side(session, education, commitments),
        closed=rules.why_closed(writer, None, education.bazaar),
        why_closed=rules.why_closed,
        state_of=state_of,
        stand_words=stand_words,
        interests=INTEREST_WORDS,
        nothing=nothing_of(session, education),
        reason=reason,
        reason_max=REASON_MAX,
        problem=problem,
    )
    return (shown, 422) if problem else shown


@bp.post("/takes-home/<int:education_id>/nothing")
@public
@of_education
def nothing(education: InvitedEducation, writer: rules.Writer) -> Any:
    """Says that nothing is taken home this time, or that it is open again."""
    session, bazaar = db.session(), education.bazaar
    back, reason = request.form.get("back") == "1", request.form.get("reason", "")
    try:
        if back:
            take_word_back(session, writer, education)
        else:
            say_nothing(session, writer, education, reason)
    except PortalError as problem:
        session.rollback()
        return _page(education, writer, reason, str(problem))
    session.commit()
    if back:
        flash(_("It is open again what you take home."), "success")
    else:
        flash(_("Thank you for the answer. Nobody waits for you now."), "success")
    return redirect(_address(bazaar, education.id), 303)


@bp.route("/takes-home/<int:education_id>/new", methods=["GET", "POST"])
@public
@of_education
def create(education: InvitedEducation, writer: rules.Writer) -> Any:
    """A new one, in one's own words."""
    session = db.session()
    form = _form(education, None)
    if request.method == "POST" and form.validate():
        with attempt(form) as done:
            made = rules.create(session, writer, education, form.commitment_data())
        if done:
            flash(_("It is kept. Hand it in when you agree."), "success")
            return redirect(_address(education.bazaar, education.id, made.id), 303)
    shown = show(
        "bazaar/commitments/edit.html",
        education.bazaar,
        form=form,
        education=education,
        commitment=None,
        history="",
    )
    return shown, 422 if form.errors else 200


@bp.route("/takes-home/<int:education_id>/<int:commitment_id>", methods=["GET", "POST"])
@public
@of_education
def edit(education: InvitedEducation, writer: rules.Writer, commitment_id: int) -> Any:
    """Changes one; two who write at once see both versions."""
    session = db.session()
    commitment = _commitment(education, commitment_id)
    closed = rules.why_closed(writer, commitment, education.bazaar)
    if closed:
        flash(closed, "warning")
        return redirect(_address(education.bazaar, education.id, commitment.id), 303)
    if request.method == "POST":
        rules.lock(session, education)
        session.refresh(commitment)
        # Whoever comes for the education reads all versions, a guest without an account, too.
        settled = settle(session, SYSTEM, KIND, commitment, request.form)
        if settled is not None:
            if settled.race is not None:
                return _both(education, settled.race)
            return _keep(writer, commitment, from_snapshot(settled.data))
    form = _form(education, commitment)
    if request.method == "GET" or not form.validate():
        return _shown(form, education, commitment)
    wrote = form.commitment_data()
    lost = _lost(form, commitment, wrote)
    return _both(education, lost) if lost else _keep(writer, commitment, wrote, form)


@bp.route("/takes-home/<int:education_id>/<int:commitment_id>/remove", methods=["GET", "POST"])
@public
@of_education
def remove(education: InvitedEducation, writer: rules.Writer, commitment_id: int) -> Any:
    """Takes one off, after asking."""
    session = db.session()
    commitment = _commitment(education, commitment_id)
    bazaar = education.bazaar
    if request.method == "GET" and not rules.why_closed(writer, commitment, bazaar):
        return show(
            "bazaar/commitments/remove.html", bazaar, education=education, commitment=commitment
        )
    try:
        rules.remove(session, writer, commitment)
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "warning")
    else:
        session.commit()
        flash(_("Removed."), "success")
    return redirect(_address(bazaar, education.id), 303)


@bp.post("/takes-home/<int:education_id>/pick/<int:entry_id>")
@public
@of_education
def pick(education: InvitedEducation, writer: rules.Writer, entry_id: int) -> Any:
    """Makes what somebody wrote on the card into a draft, in one click."""
    session = db.session()
    entry = session.scalar(
        select(CardEntry)
        .join(Visitor, Visitor.id == CardEntry.visitor_id)
        .where(CardEntry.id == min(entry_id, 2**31), Visitor.education_id == education.id)
        .where(Visitor.cancelled_at.is_(None))
    )
    if entry is None:
        abort(404)
    bazaar = education.bazaar
    with attempt() as done:
        rules.lock(session, education)
        made, new = rules.pick(session, writer, education, entry)
    if not done:
        return redirect(_address(bazaar, education.id), 303)
    if new:
        undo = url_for(
            ".remove", bazaar_id=bazaar.id, education_id=education.id, commitment_id=made.id
        )
        text = _("Taken home. Say who does it, and by when.")
        flash_undo(text, undo)
    return redirect(_address(bazaar, education.id, made.id), 303)


@bp.post("/takes-home/<int:education_id>/hand-in")
@public
@of_education
def hand_in(education: InvitedEducation, writer: rules.Writer) -> Any:
    """Hands in all drafts, or takes all of them back."""
    session = db.session()
    bazaar, back = education.bazaar, request.form.get("back") == "1"
    with attempt() as done:
        rules.lock(session, education)
        if back:
            rules.take_back(session, writer, education)
        else:
            number = rules.hand_in(session, writer, education)
    if not done:
        return redirect(_address(bazaar, education.id), 303)
    if back:
        flash(_("They are drafts again."), "success")
    elif number:
        words = ngettext("One handed in. Thank you.", "%(num)s handed in. Thank you.", number)
        flash(words, "success")
    return redirect(_address(bazaar, education.id), 303)


def _lost(form: CommitmentForm, commitment: Commitment, wrote: CommitmentData) -> Race | None:
    """The race that was lost, where somebody else changed something meanwhile."""
    if form.version.data == str(commitment.version):
        return None
    mine = {**rules.snapshot(commitment), **snapshot_of(wrote)}
    lost = race(db.session(), SYSTEM, KIND, commitment, form.based_on.data, mine)
    return lost if any(part.changed_by != "mine" for part in lost.parts) else None


def _commitment(education: InvitedEducation, commitment_id: int) -> Commitment:
    found = db.session().scalar(
        select(Commitment).where(
            Commitment.id == min(commitment_id, 2**31), Commitment.education_id == education.id
        )
    )
    if found is None:
        abort(404)
    return found


def _form(education: InvitedEducation, commitment: Commitment | None) -> CommitmentForm:
    session = db.session()
    values: dict[str, Any] = {}
    before = data_of(commitment) if commitment is not None else None
    if commitment is not None and before is not None:
        values = {
            "practice": before.practice,
            "stand_id": str(before.stand_id or ""),
            "people": [str(one) for one in before.people],
            "who": before.who,
            "by_when": before.by_when,
            "wants_workshop": before.wants_workshop,
            "version": str(commitment.version),
            "based_on": str(latest_number(session, KIND, commitment.id)),
        }
    form = CommitmentForm(data=values)
    stands = stands_to_choose(session, education, before.stand_id if before else None)
    people = colleagues(session, education, before.people if before else ())
    form.choose(
        [(one.id, stand_words(one)) for one in stands], [(one.id, one.name) for one in people]
    )
    return form


def _keep(
    writer: rules.Writer,
    commitment: Commitment,
    data: CommitmentData,
    form: CommitmentForm | None = None,
) -> Any:
    session, education = db.session(), commitment.education
    try:
        rules.change(session, writer, commitment, data)
    except PortalError as problem:
        session.rollback()
        if form is None:
            flash(str(problem), "error")
            return redirect(_address(education.bazaar, education.id), 303)
        show_problem(form, problem)
        return _shown(form, education, commitment)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(_address(education.bazaar, education.id, commitment.id), 303)


def _shown(form: CommitmentForm, education: InvitedEducation, commitment: Commitment) -> Any:
    actor = current_actor()
    history = history_url(KIND, commitment.id) if actor.is_signed_in else ""
    page = show(
        "bazaar/commitments/edit.html",
        education.bazaar,
        form=form,
        education=education,
        commitment=commitment,
        history=history,
    )
    return page, 422 if form.errors else 200


def _both(education: InvitedEducation, lost: Race) -> Any:
    back = _address(education.bazaar, education.id)
    return show("bazaar/commitments/both.html", education.bazaar, race=lost, back=back), 409


def _address(bazaar: Bazaar, education_id: int, commitment_id: int | None = None) -> str:
    anchor = f"commitment-{commitment_id}" if commitment_id else None
    return url_for(
        "bazaar_commitments.page", bazaar_id=bazaar.id, education_id=education_id, _anchor=anchor
    )
