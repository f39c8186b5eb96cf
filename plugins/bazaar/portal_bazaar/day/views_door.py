"""The door: a few letters of a name or the badge's code, one button, and the next one.

Organisers and shared tablets see the same page; a tablet sees no list of people, only whom somebody
asks for by name.
"""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.api import PortalError, User, db, flash_undo, public, show_problem

from ..attendance.common import education_choices
from ..attendance.names import name_of
from ..attendance.registering import is_known, on_list
from ..attendance.words import FUNCTIONS
from ..card import plain
from ..card.codes import WrongCode
from ..card.operations import Where
from ..card.words import REFUSALS
from ..models import Bazaar, InvitedEducation, Visitor
from . import badges, door, links
from .common import Doorkeeper, bp, door_or_404, visitor_or_404
from .forms import ArriveForm, CodeForm
from .words import BADGE_PROBLEMS, code_words

MOST = 100


def _show(template: str, bazaar: Bazaar, keeper: Doorkeeper, **more: Any) -> str:
    """A page of the door: the same for organisers, who have a way back, and for a tablet."""
    crumbs = []
    if keeper.device is None:
        crumbs = [
            (bazaar.title, url_for("bazaar.page", bazaar_id=bazaar.id)),
            (_("The day"), url_for(".day", bazaar_id=bazaar.id)),
        ]
    if request.endpoint != "bazaar_day.door_page":
        crumbs.append((_("The door"), url_for(".door_page", bazaar_id=bazaar.id)))
    return render_template(
        template,
        bazaar=bazaar,
        keeper=keeper,
        crumbs=crumbs,
        name_of=name_of,
        functions=FUNCTIONS,
        problems=BADGE_PROBLEMS,
        **more,
    )


@bp.get("/<int:bazaar_id>/door")
@public
def door_page(bazaar_id: int) -> Any:
    """Whom the letters fit, or whose badge was scanned, and how many are here."""
    bazaar, keeper = door_or_404(bazaar_id)
    found, problem = _found(bazaar)
    return _show(
        "bazaar/day/door.html",
        bazaar,
        keeper,
        found=found,
        problem=problem,
        q=_typed(),
        count=door.count(db.session(), bazaar),
    )


def _typed() -> str:
    return request.args.get("q", "").replace("\x00", "")[:MOST]


def _found(bazaar: Bazaar) -> tuple[list[Visitor], str]:
    session, token = db.session(), request.args.get("badge", "")[:MOST]
    try:
        one = badges.scanned(session, bazaar, token or _typed())
    except WrongCode as wrong:
        return [], wrong.reason
    return ([one], "") if one is not None else (door.find(session, bazaar, _typed()), "")


@bp.get("/<int:bazaar_id>/door/found")
@public
def found(bazaar_id: int) -> str:
    """The people whom the letters fit, as a piece of the page."""
    bazaar, keeper = door_or_404(bazaar_id)
    people, problem = _found(bazaar)
    return render_template(
        "bazaar/day/_found.html",
        bazaar=bazaar,
        found=people,
        problem=problem,
        q=_typed(),
        keeper=keeper,
        name_of=name_of,
        functions=FUNCTIONS,
        problems=BADGE_PROBLEMS,
    )


@bp.get("/<int:bazaar_id>/door/count")
@public
def live_count(bazaar_id: int) -> Any:
    """How many are here, for the live count."""
    bazaar, _keeper = door_or_404(bazaar_id)
    now_here = door.count(db.session(), bazaar)
    return jsonify(
        here=now_here.here,
        expected=now_here.expected,
        words=count_words(now_here),
    )


def count_words(count: door.Count) -> str:
    """'212 of 400 are here'."""
    return _("%(here)s of %(expected)s are here", here=count.here, expected=count.expected)


@bp.post("/<int:bazaar_id>/door/scan")
@public
def scan(bazaar_id: int) -> Any:
    """What a scanner or somebody typed: a badge checks in at once; all else is looked for."""
    bazaar, keeper = door_or_404(bazaar_id)
    typed = request.form.get("q", "").replace("\x00", "").strip()[:300]
    try:
        visitor = badges.scanned(db.session(), bazaar, typed)
    except WrongCode:
        visitor = None
    if visitor is not None:
        return _check_in(bazaar, keeper, visitor)
    return redirect(url_for(".door_page", bazaar_id=bazaar_id, q=typed[:MOST] or None), 303)


@bp.post("/<int:bazaar_id>/door/<int:visitor_id>/in")
@public
def check_in(bazaar_id: int, visitor_id: int) -> Any:
    """Somebody is here."""
    bazaar, keeper = door_or_404(bazaar_id)
    return _check_in(bazaar, keeper, visitor_or_404(bazaar, visitor_id))


def _check_in(bazaar: Bazaar, keeper: Doorkeeper, visitor: Visitor) -> Any:
    session, name = db.session(), name_of(visitor)
    fresh = door.check_in(session, keeper.actor, visitor)
    badge = visitor.badge or "–"
    undo = url_for(".check_out", bazaar_id=bazaar.id, visitor_id=visitor.id)
    session.commit()
    if fresh:
        words = _("%(name)s is here. Badge %(badge)s.", name=name, badge=badge)
        flash_undo(words, undo)
    else:
        flash(_("%(name)s is here already. Badge %(badge)s.", name=name, badge=badge), "warning")
    return redirect(url_for(".door_page", bazaar_id=bazaar.id), 303)


@bp.post("/<int:bazaar_id>/door/<int:visitor_id>/out")
@public
def check_out(bazaar_id: int, visitor_id: int) -> Any:
    """It was somebody else."""
    bazaar, keeper = door_or_404(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    name = name_of(visitor)
    door.check_out(db.session(), keeper.actor, visitor)
    db.session.commit()
    flash(_("%(name)s is not here any longer.", name=name), "success")
    return redirect(url_for(".door_page", bazaar_id=bazaar_id), 303)


def _arrive_form(bazaar: Bazaar, keeper: Doorkeeper) -> ArriveForm:
    form = ArriveForm(education=0)
    form.education.choices = education_choices(db.session(), bazaar)
    if keeper.device is not None:
        del form.user  # a tablet is offered nobody's name
    return form


def _who(form: ArriveForm) -> dict[str, Any]:
    session = db.session()
    user_id = form.user.data if form.user else None
    if user_id:
        return {"user": session.get(User, user_id)}
    return {
        "name": form.name.data or "",
        "email": form.email.data or "",
        "organisation": form.organisation.data or "",
    }


@bp.route("/<int:bazaar_id>/door/new", methods=["GET", "POST"])
@public
def walk_in(bazaar_id: int) -> Any:
    """Somebody who is on no list."""
    session = db.session()
    bazaar, keeper = door_or_404(bazaar_id)
    form = _arrive_form(bazaar, keeper)
    if request.method == "GET":
        form.name.data = _typed()
    if form.validate_on_submit():
        who = _who(form)
        number = form.education.data
        if number:
            who["education"] = session.get(InvitedEducation, number)
        if number or "user" not in who:
            who["function"] = form.function.data
        try:
            told = _may_be_told(bazaar, keeper, who)
            there = _there(bazaar, keeper, who)
            visitor = (
                door.arrive(session, keeper.actor, there)
                if there is not None
                else door.walk_in(session, keeper.actor, bazaar, **who)
            )
        except PortalError as problem:
            session.rollback()
            show_problem(form, problem)
        else:
            return _arrived(bazaar, visitor, told)
    return _show("bazaar/day/arrive.html", bazaar, keeper, form=form, visitor=None)


@bp.route("/<int:bazaar_id>/door/<int:visitor_id>/instead", methods=["GET", "POST"])
@public
def instead(bazaar_id: int, visitor_id: int) -> Any:
    """Somebody comes instead of who is on the list."""
    session = db.session()
    bazaar, keeper = door_or_404(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    form = _arrive_form(bazaar, keeper)
    del form.education, form.function
    if form.validate_on_submit():
        try:
            who = _who(form)
            told = _may_be_told(bazaar, keeper, who)
            there = _there(bazaar, keeper, who)
            other = (
                door.arrive(session, keeper.actor, there, instead_of=visitor)
                if there is not None
                else door.come_instead(session, keeper.actor, visitor, **who)
            )
        except PortalError as problem:
            session.rollback()
            show_problem(form, problem)
        else:
            return _arrived(bazaar, other, told)
    return _show("bazaar/day/arrive.html", bazaar, keeper, form=form, visitor=visitor)


def _may_be_told(bazaar: Bazaar, keeper: Doorkeeper, who: dict[str, Any]) -> bool:
    """Whether a code to sign in with may be shown: a tablet, at which anybody may type anybody's
    address, tells none for an account, or a badge which is there already."""
    if keeper.device is None:
        return True
    return not is_known(db.session(), bazaar, who.get("email", ""))


def _there(bazaar: Bazaar, keeper: Doorkeeper, who: dict[str, Any]) -> Visitor | None:
    """Who is on the list under the typed address: at a tablet, at which anybody may type anybody's,
    they are checked in, and neither their name nor what they come for is changed."""
    if keeper.device is None or not who.get("email"):
        return None
    return on_list(db.session(), bazaar, email=who["email"])


def _arrived(bazaar: Bazaar, visitor: Visitor, told: bool) -> Any:
    words = _("%(name)s is here. Badge %(badge)s.", name=name_of(visitor), badge=visitor.badge)
    if told and visitor.badge is not None:
        told_words = code_words(visitor, links.make_code(db.session(), visitor))
        words = f"{words} {told_words}"
    if visitor.wish is not None and visitor.wish_refused_at is None:
        asked = _("%(unit)s is asked whether they come for it.", unit=visitor.wish.unit.name)
        words = f"{words} {asked}"
    db.session.commit()
    flash(words, "info")
    return redirect(url_for(".door_page", bazaar_id=bazaar.id), 303)


@bp.route("/<int:bazaar_id>/door/codes", methods=["GET", "POST"])
@public
def codes(bazaar_id: int) -> Any:
    """Keys in short codes for a visitor without a phone."""
    session = db.session()
    bazaar, keeper = door_or_404(bazaar_id)
    form = CodeForm()
    if form.validate_on_submit():
        visitor = _bearer(bazaar, form.badge.data or "")
        if visitor is None or visitor.cancelled_at is not None:
            words = _("There is no such badge here. Look at its number once more.")
            form.badge.errors = [*form.badge.errors, words]
        else:
            done, wrong = _key_in(visitor, form.code.data or "")
            session.commit()
            if not wrong:
                flash(_("On the card: %(stands)s.", stands=", ".join(done)), "success")
                return redirect(url_for(".codes", bazaar_id=bazaar_id), 303)
            form.code.data = " ".join(code for code, _reason in wrong)
            form.code.errors = [
                *form.code.errors,
                "; ".join(f"{code}: {REFUSALS.get(reason, reason)}" for code, reason in wrong),
            ]
            if done:
                flash(_("On the card: %(stands)s.", stands=", ".join(done)), "success")
    return _show("bazaar/day/codes.html", bazaar, keeper, form=form)


def _bearer(bazaar: Bazaar, typed: str) -> Visitor | None:
    session = db.session()
    try:
        found = badges.scanned(session, bazaar, typed)
    except WrongCode:
        return None
    return found or badges.by_number(session, bazaar, typed)


def _key_in(visitor: Visitor, typed: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Each code once: those that are on the card now, and those that are not with the reason."""
    done: list[str] = []
    wrong: list[tuple[str, str]] = []
    for code in dict.fromkeys(typed.replace(",", " ").split()[:40]):
        outcome = plain.visit(db.session(), visitor, Where(short=code[:40]))
        if outcome.reason:
            wrong.append((code[:12], outcome.reason))
        else:
            done.append(code)
    return done, wrong
