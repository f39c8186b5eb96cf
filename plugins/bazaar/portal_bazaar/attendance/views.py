"""For those who come: the education's answer, one's own registration."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.api import (
    Form,
    PortalError,
    User,
    attempt,
    current_actor,
    db,
    flash_undo,
    led_units,
    now,
    public,
    signed_in,
)

from ..day import phones
from ..day.words import phone_words
from ..frame import show
from ..models import Bazaar, Curiosity, DaySignIn, InvitedEducation, Visitor
from ..permissions import bazaar_or_404, is_announced, organises
from . import answering, asking, registering
from .belonging import decides
from .board import read_board
from .common import (
    bp,
    education_choices,
    education_or_404,
    number_in,
    stand_choices,
    visitor_or_404,
)
from .forms import AnswerForm, DelegateForm, MineForm, SubstituteForm
from .inviting import settings_of
from .names import name_of
from .visitors import current_visitor, sign_out_visitor
from .words import FUNCTIONS, SEAT_LOOKS, SEATS, STATUSES, WHOLE


def _answerable(bazaar_id: int, education_id: int) -> tuple[Bazaar, InvitedEducation]:
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    education = education_or_404(bazaar, education_id)
    if not decides(session, actor, education):
        abort(404)
    if not is_announced(bazaar) and not organises(session, actor, bazaar):
        abort(404)
    if request.method == "POST" and not _open(bazaar):
        abort(403)
    return bazaar, education


def _open(bazaar: Bazaar) -> bool:
    """Whether the reader may still answer: who organises, until the bazaar is closed."""
    if organises(db.session(), current_actor(), bazaar):
        return bazaar.status != "closed"
    return registering.registration_open(bazaar)


@bp.get("/educations")
@signed_in
def ours(bazaar_id: int) -> str:
    """The educations one answers for."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    ids = {one.id for one in answering.answers_for(session, actor, bazaar)}
    if not ids or not is_announced(bazaar):
        abort(404)
    rows = [row for row in read_board(session, bazaar).rows if row.id in ids]
    return show(
        "bazaar/attendance/ours.html",
        bazaar,
        rows=rows,
        statuses=STATUSES,
        whole=WHOLE,
        seats=SEATS,
        seat_looks=SEAT_LOOKS,
    )


@bp.route("/education/<int:education_id>", methods=["GET", "POST"])
@signed_in
def answer(bazaar_id: int, education_id: int) -> Any:
    """Coming with whom, or why not."""
    session, actor = db.session(), current_actor()
    bazaar, education = _answerable(bazaar_id, education_id)
    row = read_board(session, bazaar, education_id).rows[0]
    own = [one for one in row.people.values() if one.education_id == education_id and one.user_id]
    by_function = {
        key: [one.user_id for one in own if one.function == key]
        for key in ("leader", "teacher", "other")
    }
    leaders = by_function["leader"]
    if not own and not education.answer:
        leaders = [actor.user_id] if _leads(education) else []
    form = AnswerForm(
        answer=education.answer or "coming",
        leaders=leaders,
        teachers=by_function["teacher"],
        others=by_function["other"],
        reason=education.note,
        seen=",".join(str(one.user_id) for one in own),
    )
    for field in (form.leaders, form.teachers, form.others):
        field.keep(one.user_id for one in own)
    if form.validate_on_submit():
        with attempt(form) as done:
            _take(education, form)
        if done:
            coming = form.answer.data == answering.COMING
            flash(_("Thank you. The organisers know.") if coming else _("Thank you."), "success")
            return redirect(url_for(".answer", bazaar_id=bazaar_id, education_id=education_id), 303)
    return _answer_page(bazaar, education, form, DelegateForm(formdata=None))


def _leads(education: InvitedEducation) -> bool:
    return education.unit_id in led_units(db.session(), current_actor())


def _take(education: InvitedEducation, form: AnswerForm) -> None:
    session, actor = db.session(), current_actor()
    if form.answer.data == answering.DECLINED:
        answering.decline(session, actor, education, form.reason.data or "")
        return
    ids = [*form.leaders.data, *form.teachers.data, *form.others.data]
    people = {one.id: one for one in session.scalars(select(User).where(User.id.in_(ids)))}
    answering.come(
        session,
        actor,
        education,
        leaders=[people[one] for one in form.leaders.data],
        teachers=[people[one] for one in form.teachers.data],
        others=[people[one] for one in form.others.data],
        said_yes=form.asks.data != "ask",
        seen={number_in(one) for one in (form.seen.data or "").split(",")},
    )


def _answer_page(
    bazaar: Bazaar, education: InvitedEducation, form: AnswerForm, delegate: DelegateForm
) -> str:
    session = db.session()
    if not delegate.is_submitted() or request.endpoint != "bazaar_attendance.delegate":
        delegate.delegate.data = education.delegate_id
        delegate.delegate.keep([education.delegate_id])
    row = read_board(session, bazaar, education.id).rows[0]
    return show(
        "bazaar/attendance/answer.html",
        bazaar,
        education=education,
        row=row,
        asks=[(education, one) for one in row.asking],
        functions=FUNCTIONS,
        form=form,
        is_open=_open(bazaar),
        at_hand={
            name: answering.near_at_hand(session, education, name) for name in ("leader", "teacher")
        },
        delegate_form=delegate,
        settings=settings_of(session, bazaar),
        statuses=STATUSES,
        whole=WHOLE,
        seats=SEATS,
        seat_looks=SEAT_LOOKS,
        name_of=name_of,
    )


@bp.post("/education/<int:education_id>/asking/<int:visitor_id>/<any(yes, no):what>")
@signed_in
def say_who(bazaar_id: int, education_id: int, visitor_id: int, what: str) -> Any:
    """Whether somebody who asks comes for the education; also on the day, until it is closed."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    education = education_or_404(bazaar, education_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    known = education_id in (visitor.wish_education_id, visitor.education_id)
    if not decides(session, actor, education) or not is_announced(bazaar) or not known:
        abort(404)
    if bazaar.status == "closed":
        abort(403)
    name, unit, yes = name_of(visitor), education.unit.name, what == "yes"
    places = {
        "board": url_for(".board", bazaar_id=bazaar_id),
        "education": url_for(".education", bazaar_id=bazaar_id, education_id=education_id),
    }
    back = url_for(".answer", bazaar_id=bazaar_id, education_id=education_id)
    try:
        asking.say_who(session, actor, education, visitor, yes)
    except PortalError as problem:
        session.rollback()
        flash(str(problem), "warning")
    else:
        session.commit()
        values: dict[str, Any] = {
            "bazaar_id": bazaar_id,
            "education_id": education_id,
            "visitor_id": visitor_id,
        }
        flash_undo(
            _("%(name)s comes for %(unit)s.", name=name, unit=unit)
            if yes
            else _("%(name)s does not come for %(unit)s.", name=name, unit=unit),
            url_for(".say_who", what="no" if yes else "yes", **values),
        )
    return redirect(places.get(request.form.get("back", ""), back), 303)


@bp.post("/education/<int:education_id>/delegate")
@signed_in
def delegate(bazaar_id: int, education_id: int) -> Any:
    """Who answers instead of the leader."""
    session = db.session()
    bazaar, education = _answerable(bazaar_id, education_id)
    form = DelegateForm()
    form.delegate.keep([education.delegate_id])
    if form.validate_on_submit():
        user = session.get(User, form.delegate.data) if form.delegate.data else None
        answering.delegate(session, current_actor(), education, user)
        name = user.name if user else ""
        session.commit()
        flash(
            _("%(name)s answers from now on, and is told.", name=name)
            if name
            else _("The leader answers again."),
            "success",
        )
        mine = decides(session, current_actor(), education)
        back = url_for(".answer", bazaar_id=bazaar_id, education_id=education_id)
        return redirect(back if mine else url_for("bazaar.page", bazaar_id=bazaar_id), 303)
    return _answer_page(bazaar, education, AnswerForm(formdata=None, answer="coming"), form), 422


def _mine(bazaar_id: int) -> tuple[Bazaar, Visitor | None]:
    """The bazaar and who asks: 404 for whom it is not shown, the day's sign-in for strangers."""
    session, actor = db.session(), current_actor()
    bazaar = session.get(Bazaar, bazaar_id)
    if bazaar is None or not is_announced(bazaar):
        abort(404)
    visitor = current_visitor(session, bazaar)
    if actor.is_signed_in and (visitor is None or visitor.user_id != actor.user_id):
        # Who has an account answers for themselves, also on a phone that is another's for the day.
        bazaar_or_404(session, actor, bazaar_id)
        visitor = session.scalar(
            select(Visitor).where(Visitor.bazaar_id == bazaar_id, Visitor.user_id == actor.user_id)
        )
    return bazaar, visitor


def _to_sign_in(bazaar: Bazaar) -> Any:
    return redirect(url_for("bazaar_day.sign_in", bazaar_id=bazaar.id), 303)


@bp.route("/register", methods=["GET", "POST"])
@public
def mine(bazaar_id: int) -> Any:
    """One's own registration: new, or to change."""
    session, actor = db.session(), current_actor()
    bazaar, visitor = _mine(bazaar_id)
    if visitor is None and not actor.is_signed_in:
        return _to_sign_in(bazaar)
    may_change = registering.registration_open(bazaar)
    user = session.get(User, actor.user_id) if actor.is_signed_in else None
    form = _mine_form(bazaar, visitor, user)
    if request.method == "POST" and not may_change:
        abort(403)
    if form.validate_on_submit():
        with attempt(form) as done:
            saved = _register(bazaar, visitor, user, form)
            new = visitor is None or visitor is not saved
        if done:
            if saved.wish is not None and saved.wish_refused_at is None:
                unit = saved.wish.unit.name
                flash(_("You are registered, and %(unit)s is asked.", unit=unit), "success")
            else:
                flash(_("You are registered. See you there.") if new else _("Saved."), "success")
            return redirect(url_for(".mine", bazaar_id=bazaar_id), 303)
    return show(
        "bazaar/attendance/mine.html",
        bazaar,
        visitor=visitor,
        name=name_of(visitor) if visitor else actor.name,
        form=form,
        may_change=may_change,
        may_cancel=visitor is not None and _may_cancel(bazaar, visitor),
        guest=user is None,
        phones=phones.phones_of(session, visitor) if visitor else [],
        phone=_this_phone(bazaar, visitor),
        phone_words=phone_words,
    )


def _this_phone(bazaar: Bazaar, visitor: Visitor | None) -> DaySignIn | None:
    """The sign-in of this browser, where it is the visitor's."""
    phone = phones.current_phone(db.session(), bazaar)
    return phone if phone and visitor and phone.visitor_id == visitor.id else None


def _mine_form(bazaar: Bazaar, visitor: Visitor | None, user: User | None) -> MineForm:
    session = db.session()
    likely = registering.educations_of(session, bazaar, user) if user else []
    usual = (visitor.education or visitor.wish) if visitor else next(iter(likely), None)
    curious: list[int] = []
    if visitor is not None:
        curious = list(
            session.scalars(select(Curiosity.stand_id).where(Curiosity.visitor_id == visitor.id))
        )
    form = MineForm(
        education=usual.id if usual else 0,
        function=visitor.function if visitor else registering.usual_function(session, user, usual),
        stands=curious,
        shares_name=visitor.shares_name if visitor else False,
    )
    form.education.choices = education_choices(session, bazaar, likely)
    form.stands.choices = stand_choices(session, bazaar)
    if user is None:
        # For which education a guest comes, and as what, the organisers say.
        del form.education, form.function
        form.stands.description = ""  # notices are for those with an account
    return form


def _register(
    bazaar: Bazaar, visitor: Visitor | None, user: User | None, form: MineForm
) -> Visitor:
    session, actor = db.session(), current_actor()
    if user is None:
        if visitor is None:
            abort(404)
        visitor.shares_name = bool(form.shares_name.data)
        registering.be_curious(session, visitor, form.stands.data or [])
        return visitor
    number = form.education.data
    education = education_or_404(bazaar, number) if number else None
    return registering.register(
        session,
        actor,
        bazaar,
        user=user,
        education=education,
        for_none=education is None,
        function=form.function.data,
        shares_name=bool(form.shares_name.data),
        stands=form.stands.data or [],
    )


@bp.post("/register/phones")
@public
def end_phones(bazaar_id: int) -> Any:
    """Ends the phones that are signed in for the day as oneself, all but this one."""
    session, actor = db.session(), current_actor()
    bazaar, visitor = _mine(bazaar_id)
    if visitor is None:
        return _to_sign_in(bazaar) if not actor.is_signed_in else abort(404)
    this = _this_phone(bazaar, visitor)
    phones.end_phones(session, actor, visitor, but=this)
    session.commit()
    flash(_("The other phones are signed out.") if this else _("They are signed out."), "success")
    return redirect(url_for(".mine", bazaar_id=bazaar_id), 303)


@bp.post("/register/<any(yes, cancel):what>")
@public
def say(bazaar_id: int, what: str) -> Any:
    """Yes, I come; or no, I cannot."""
    session, actor = db.session(), current_actor()
    bazaar, visitor = _mine(bazaar_id)
    if visitor is None:
        return _to_sign_in(bazaar) if not actor.is_signed_in else abort(404)
    may = registering.registration_open(bazaar) if what == "yes" else _may_cancel(bazaar, visitor)
    if not may:
        abort(403)
    if what == "yes":
        registering.say_yes(session, actor, visitor)
        session.commit()
        flash(_("You are registered. See you there."), "success")
    else:
        registering.cancel(session, actor, visitor)
        guest = visitor.user_id is None
        if guest:
            sign_out_visitor(session, bazaar)
        session.commit()
        undo = url_for(".say", bazaar_id=bazaar_id, what="yes")
        flash_undo(_("You are taken off the list."), None if guest else undo)
        if guest:
            return _to_sign_in(bazaar)
    return redirect(url_for(".mine", bazaar_id=bazaar_id), 303)


def _may_cancel(bazaar: Bazaar, visitor: Visitor) -> bool:
    """Not once they are here, or it is over: who came has come, and what they wrote counts, also
    when somebody has photographed their badge."""
    return visitor.checked_in_at is None and now() < bazaar.ends_at


@bp.route("/register/substitute", methods=["GET", "POST"])
@signed_in
def substitute(bazaar_id: int) -> Any:
    """A colleague comes instead."""
    session = db.session()
    bazaar, visitor = _mine(bazaar_id)
    if visitor is None or visitor.user_id != current_actor().user_id:
        abort(404)
    if visitor.cancelled_at is not None or not registering.registration_open(bazaar):
        return redirect(url_for(".mine", bazaar_id=bazaar_id), 303)
    form: Form = SubstituteForm()
    if form.validate_on_submit():
        user = session.get(User, form.user.data) if form.user.data else None
        guest = {"name": form.name.data or "", "email": form.email.data or ""}
        with attempt(form) as done:
            if registering.comes_already(session, bazaar, user, guest["email"]):
                words = _("They come already. Choose somebody else.")
                raise registering.RegistrationProblem("user" if user else "email", words)
            who: dict[str, Any] = {"user": user, "asked": True} if user else guest
            other = registering.substitute(session, current_actor(), visitor, **who)
            answering.tell_substitute(session, current_actor(), other)
            name = name_of(other)
        if done:
            flash(_("%(name)s comes instead.", name=name), "success")
            return redirect(url_for(".mine", bazaar_id=bazaar_id), 303)
    back = url_for(".mine", bazaar_id=bazaar_id)
    return show(
        "bazaar/attendance/substitute.html", bazaar, form=form, name=name_of(visitor), back=back
    )
