"""For the organisers: everybody who comes, guests too."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.api import (
    Page,
    Unit,
    User,
    attempt,
    csv_response,
    current_actor,
    db,
    flash_undo,
    natural_order,
    paginate,
    signed_in,
    xlsx_response,
)

from ..day import phones
from ..day.words import phone_words
from ..frame import show
from ..models import Bazaar, InvitedEducation, Visitor
from ..permissions import organised_or_404
from . import exports, registering
from .common import bp, education_choices, education_or_404, number_in, visitor_or_404
from .forms import GuestDataForm, SubstituteForm, VisitorForm
from .inviting import settings_of
from .names import name_of
from .words import ARRIVALS, FUNCTIONS, state_words

STATES = ("coming", "asked", "cancelled", "guests", "here", "not_here")


def _bazaar(bazaar_id: int) -> Bazaar:
    return organised_or_404(db.session(), current_actor(), bazaar_id)


def _wanted(bazaar: Bazaar) -> Select[Any]:
    """The visitors that the address asks for, in its order."""
    wanted = (
        select(Visitor)
        .outerjoin(User, User.id == Visitor.user_id)
        .outerjoin(InvitedEducation, InvitedEducation.id == Visitor.education_id)
        .outerjoin(Unit, Unit.id == InvitedEducation.unit_id)
        .where(Visitor.bazaar_id == bazaar.id)
        .options(
            joinedload(Visitor.user),
            joinedload(Visitor.education).joinedload(InvitedEducation.unit),
            joinedload(Visitor.wish).joinedload(InvitedEducation.unit),
        )
    )
    name = func.coalesce(User.name, Visitor.name)
    text = " ".join(request.args.get("q", "").replace("\x00", "").split())[:100]
    for word in text.split():
        like = f"%{word.replace('%', '').replace('_', '')}%"
        wanted = wanted.where(
            or_(
                name.ilike(like),
                # Who keeps an address to themselves is not found by it.
                User.email.ilike(like) & User.contact_hidden.is_(False),
                Visitor.email.ilike(like),
                Visitor.organisation.ilike(like),
                Unit.name.ilike(like),
            )
        )
    coming = Visitor.cancelled_at.is_(None)
    conditions: dict[str, tuple[Any, ...]] = {
        "coming": (coming, Visitor.asked_at.is_(None)),
        "asked": (coming, Visitor.asked_at.is_not(None)),
        "cancelled": (Visitor.cancelled_at.is_not(None),),
        "wishes": (
            coming,
            Visitor.wish_education_id.is_not(None),
            Visitor.wish_refused_at.is_(None),
        ),
        "guests": (coming, Visitor.user_id.is_(None)),
        "here": (Visitor.checked_in_at.is_not(None),),
        "not_here": (coming, Visitor.checked_in_at.is_(None)),
    }
    wanted = wanted.where(*conditions.get(request.args.get("state", ""), ()))
    sort = request.args.get("sort", "")
    column = {"name": name, "education": Unit.name, "badge": Visitor.badge}.get(
        sort.removeprefix("-"), name
    )
    return wanted.order_by(column.desc() if sort.startswith("-") else column, Visitor.id)


def _page(bazaar: Bazaar, per_page: int = 50) -> Page[Visitor]:
    """A page of them. Names stand as in a Danish dictionary and 'Guest 2' before 'Guest 10',
    which no database orders alike: their names alone are read whole."""
    session, wanted = db.session(), _wanted(bazaar)
    sort = request.args.get("sort", "")
    if sort.removeprefix("-") == "badge":
        return paginate(session, wanted, per_page=per_page)
    by_unit = sort.removeprefix("-") == "education"
    shown = Unit.name if by_unit else func.coalesce(User.name, Visitor.name)
    rows = session.execute(wanted.order_by(None).with_only_columns(Visitor.id, shown)).all()
    ordered = sorted(
        rows, key=lambda row: (natural_order(row[1] or ""), row[0]), reverse=sort.startswith("-")
    )
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = max(1, min(number, -(-len(ordered) // per_page)))
    ids = [row[0] for row in ordered[(number - 1) * per_page : number * per_page]]
    found = {one.id: one for one in session.scalars(wanted.where(Visitor.id.in_(ids)))}
    return Page([found[one] for one in ids if one in found], number, per_page, len(ordered))


@bp.get("/manage/visitors")
@signed_in
def visitors(bazaar_id: int) -> str:
    """All of them."""
    bazaar = _bazaar(bazaar_id)
    session = db.session()
    return show(
        "bazaar/attendance/visitors.html",
        bazaar,
        page=_page(bazaar),
        total=session.scalar(
            select(func.count()).select_from(Visitor).where(Visitor.bazaar_id == bazaar.id)
        ),
        q=request.args.get("q", "")[:100],
        state=request.args.get("state", ""),
        sort=request.args.get("sort", ""),
        states=_states(),
        name_of=name_of,
        state_words=state_words,
        functions=FUNCTIONS,
        arrivals=ARRIVALS,
        guest_form=GuestDataForm(
            formdata=None, guest_months=settings_of(session, bazaar).guest_months
        ),
    )


def _states() -> list[tuple[str, str]]:
    return [
        ("", _("All")),
        ("coming", _("Registered")),
        ("asked", _("Asked, no answer yet")),
        ("wishes", _("Ask to come for an education")),
        ("cancelled", _("Not coming")),
        ("guests", _("Guests")),
        ("here", _("Have come")),
        ("not_here", _("Not here yet")),
    ]


@bp.get("/manage/visitors.<any(xlsx, csv):kind>")
@signed_in
def export_visitors(bazaar_id: int, kind: str) -> Any:
    """The list as a file, as it is filtered."""
    found = db.session.scalars(_wanted(_bazaar(bazaar_id)))
    answer = xlsx_response if kind == "xlsx" else csv_response
    return answer(
        _("visitors"),
        exports.visitor_columns(),
        exports.visitor_rows(db.session(), current_actor(), found),
    )


@bp.post("/manage/visitors/guest-data")
@signed_in
def guest_data(bazaar_id: int) -> Any:
    """How long guests' data are kept."""
    session, bazaar, form = db.session(), _bazaar(bazaar_id), GuestDataForm()
    if form.validate_on_submit():
        kept = settings_of(session, bazaar)
        kept.guest_months = form.guest_months.data
        session.add(kept)
        session.commit()
        flash(_("Saved."), "success")
    return redirect(url_for(".visitors", bazaar_id=bazaar_id), 303)


@bp.route("/manage/visitors/new", methods=["GET", "POST"])
@signed_in
def add_visitor(bazaar_id: int) -> Any:
    """Registers a colleague or a guest."""
    bazaar = _bazaar(bazaar_id)
    form = VisitorForm(education=number_in(request.args.get("education", "")))
    return _visitor_form(bazaar, form, None)


@bp.route("/manage/visitors/<int:visitor_id>", methods=["GET", "POST"])
@signed_in
def edit_visitor(bazaar_id: int, visitor_id: int) -> Any:
    """Changes one."""
    bazaar = _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    form = VisitorForm(
        user=visitor.user_id,
        name=visitor.name,
        email=visitor.email,
        organisation=visitor.organisation,
        language=visitor.language,
        education=visitor.education_id or 0,
        function=visitor.function,
    )
    form.user.keep([visitor.user_id])
    return _visitor_form(bazaar, form, visitor)


def _visitor_form(bazaar: Bazaar, form: VisitorForm, visitor: Visitor | None) -> Any:
    session, actor = db.session(), current_actor()
    form.education.choices = education_choices(session, bazaar)
    if form.validate_on_submit():
        number = form.education.data
        values: dict[str, Any] = {
            "education": education_or_404(bazaar, number) if number else None,
            "function": form.function.data,
        }
        guest = {
            "name": form.name.data or "",
            "email": form.email.data or "",
            "organisation": form.organisation.data or "",
            "language": form.language.data or "da",
        }
        with attempt(form) as done:
            if visitor is not None:
                registering.change(
                    session,
                    actor,
                    visitor,
                    education=values["education"],
                    function=values["function"],
                    **guest,
                )
                saved = visitor
            else:
                user = session.get(User, form.user.data) if form.user.data else None
                values |= {"user": user} if user else guest
                if not number and user is not None:
                    values.pop("function")
                saved = registering.register(session, actor, bazaar, **values)
            words = _("%(name)s is registered.", name=name_of(saved))
        if done:
            flash(words, "success")
            if request.args.get("education"):
                to = url_for(".education", bazaar_id=bazaar.id, education_id=saved.education_id)
                return redirect(to, 303) if saved.education_id else redirect(_back(bazaar), 303)
            return redirect(_back(bazaar), 303)
    return show(
        "bazaar/attendance/visitor.html",
        bazaar,
        form=form,
        visitor=visitor,
        name=name_of(visitor) if visitor else "",
        phones=phones.phones_of(session, visitor) if visitor else [],
        phone_words=phone_words,
        back=_back(bazaar),
    )


def _back(bazaar: Bazaar) -> str:
    return url_for(".visitors", bazaar_id=bazaar.id)


@bp.post("/manage/visitors/<int:visitor_id>/cancel")
@signed_in
def cancel_visitor(bazaar_id: int, visitor_id: int) -> Any:
    """Somebody does not come; can be undone."""
    bazaar = _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    registering.cancel(db.session(), current_actor(), visitor)
    name = name_of(visitor)
    db.session.commit()
    undo = url_for(".restore_visitor", bazaar_id=bazaar_id, visitor_id=visitor_id)
    words = _("%(name)s does not come.", name=name)
    flash_undo(words, undo)
    return redirect(_back(bazaar), 303)


@bp.post("/manage/visitors/<int:visitor_id>/restore")
@signed_in
def restore_visitor(bazaar_id: int, visitor_id: int) -> Any:
    """They come after all."""
    bazaar = _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    registering.say_yes(db.session(), current_actor(), visitor)
    name = name_of(visitor)
    db.session.commit()
    flash(_("%(name)s comes.", name=name), "success")
    return redirect(_back(bazaar), 303)


@bp.route("/manage/visitors/<int:visitor_id>/substitute", methods=["GET", "POST"])
@signed_in
def substitute_visitor(bazaar_id: int, visitor_id: int) -> Any:
    """Somebody else comes instead."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    form = SubstituteForm()
    if form.validate_on_submit():
        user = session.get(User, form.user.data) if form.user.data else None
        guest = {"name": form.name.data or "", "email": form.email.data or ""}
        with attempt(form) as done:
            who: dict[str, Any] = {"user": user} if user else guest
            other = registering.substitute(session, current_actor(), visitor, **who)
            name = name_of(other)
        if done:
            flash(_("%(name)s comes instead.", name=name), "success")
            return redirect(_back(bazaar), 303)
    return show(
        "bazaar/attendance/substitute.html",
        bazaar,
        form=form,
        name=name_of(visitor),
        back=_back(bazaar),
    )
