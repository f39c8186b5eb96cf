"""Signing in for the day: with the badge's code, one's own mail, or a code that the door tells.

No limit counts by address: a whole fair sits behind one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask import session as browser
from flask_babel import gettext as _
from sqlalchemy import select

from portal.api import (
    back_to,
    count_try,
    current_actor,
    db,
    forget_tries,
    narrow,
    now,
    public,
)

from ..attendance.names import name_of
from ..attendance.visitors import current_visitor, day_ends, sign_in_visitor, sign_out_visitor
from ..card.codes import WrongCode, read_badge
from ..models import Bazaar, Visitor
from ..permissions import is_announced
from . import badges, door, links, phones
from .common import bp, door_or_none
from .forms import BadgeForm, MailForm

#: Where somebody wanted to go who was sent to the sign-in.
NEXT, LONGEST_NEXT = "bazaar_next", 300
#: Who signs in with the badge so long before the bazaar, or later, is here.
EARLY = dt.timedelta(hours=3)


def _bazaar(bazaar_id: int) -> Bazaar:
    bazaar = db.session.get(Bazaar, bazaar_id)
    if bazaar is None or not is_announced(bazaar) or now() >= day_ends(bazaar):
        abort(404)
    return bazaar


def _next(bazaar: Bazaar) -> str:
    """Where to go on: within the bazaar's pages, else to the card. Who was sent to the sign-in by
    the code of a stand and scans the badge instead still comes to that stand."""
    kept = browser.get(NEXT)
    known = kept[1] if isinstance(kept, list) and kept[:1] == [bazaar.id] else ""
    wanted = request.values.get("next") or known
    return wanted if _inside(wanted) else url_for("bazaar_card.card", bazaar_id=bazaar.id)


def _inside(wanted: str) -> bool:
    return wanted.startswith("/bazaar/") and "\\" not in wanted and "//" not in wanted


def _page(bazaar: Bazaar, mail: MailForm, badge: BadgeForm, **more: Any) -> str:
    mail.next.data = badge.next.data = request.values.get("next", "")[:300]
    return render_template(
        "bazaar/day/sign_in.html",
        bazaar=bazaar,
        # A bazaar for some is named to nobody else.
        title=bazaar.title if bazaar.visibility == "everyone" else "",
        mail=mail,
        badge=badge,
        then=_next(bazaar),
        **{"sent": False, **more},
    )


@bp.get("/<int:bazaar_id>/in")
@public
def sign_in(bazaar_id: int) -> Any:
    """The ways in; who is in goes on."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    if current_visitor(session, bazaar) is not None:
        return back_to(_next(bazaar))
    wanted = request.args.get("next", "")
    if _inside(wanted) and len(wanted) < LONGEST_NEXT:
        browser[NEXT] = [bazaar.id, wanted]
    actor = current_actor()
    if actor.is_signed_in and session.scalar(
        narrow(select(Bazaar.id).where(Bazaar.id == bazaar_id), actor, Bazaar)
    ):  # with an account that is not registered so far
        return redirect(url_for("bazaar_attendance.mine", bazaar_id=bazaar.id))
    return _page(bazaar, MailForm(formdata=None), BadgeForm(formdata=None))


@bp.post("/<int:bazaar_id>/in/mail")
@public
def ask_link(bazaar_id: int) -> Any:
    """Mails a link; says the same whoever asks."""
    session, bazaar, form = db.session(), _bazaar(bazaar_id), MailForm()
    if not form.validate_on_submit():
        return _page(bazaar, form, BadgeForm(formdata=None)), 422
    links.ask(session, bazaar, form.email.data or "")
    session.commit()
    return redirect(url_for(".asked", bazaar_id=bazaar_id), 303)


@bp.get("/<int:bazaar_id>/in/mail")
@public
def asked(bazaar_id: int) -> Any:
    """What happens next."""
    bazaar = _bazaar(bazaar_id)
    return _page(bazaar, MailForm(formdata=None), BadgeForm(formdata=None), sent=True)


@bp.post("/<int:bazaar_id>/in/badge")
@public
def by_number(bazaar_id: int) -> Any:
    """The number and the code that the door told; tries are counted for the number before they are
    judged, and whatever is wrong, the answer is the same."""
    session, bazaar, form = db.session(), _bazaar(bazaar_id), BadgeForm()
    mail = MailForm(formdata=None)
    if not form.validate_on_submit():
        return _page(bazaar, mail, form), 422
    number, second = form.number.data or "", form.second.data or ""
    key = links.typed_key(bazaar.id, number)
    until = count_try(session, links.TYPED, key)
    session.commit()
    visitor = badges.by_number(session, bazaar, number) if until is None else None
    if visitor is None or not links.use_code(session, visitor, second):
        words = (
            _("That does not fit. Ask at the door for a new code, or use your mail.")
            if until is None
            else _("Too many tries. Scan the badge, use your mail, or ask at the door.")
        )
        form.second.errors = [*form.second.errors, words]
        return _page(bazaar, mail, form), 422
    forget_tries(session, links.TYPED, key)
    return _let_in(visitor, phones.CODE)


@bp.get("/b/<token>")
@public
def badge(token: str) -> Any:
    """What the code on a badge opens: one's own phone signs in with a button; at the door, the
    phone of who checks people in offers that instead."""
    session = db.session()
    visitor, problem = _scanned(token)
    if visitor is None:
        return _wrong(problem), 404
    if door_or_none(session, visitor.bazaar) is not None:
        return redirect(url_for(".door_page", bazaar_id=visitor.bazaar_id, badge=token))
    return _confirm(visitor, url_for(".use_badge", token=token))


def _confirm(visitor: Visitor, action: str) -> Any:
    """Asks whether it is them; who is in already goes on."""
    here = current_visitor(db.session(), visitor.bazaar)
    if here is not None and here.id == visitor.id:
        return redirect(url_for("bazaar_card.card", bazaar_id=visitor.bazaar_id))
    return render_template(
        "bazaar/day/confirm.html",
        bazaar=visitor.bazaar,
        name=name_of(visitor),
        other=name_of(here) if here is not None else "",
        account=_is_account(here),
        action=action,
    )


def _is_account(here: Visitor | None) -> bool:
    """Whether it is an account that is signed in on this phone: it would stay whose it is."""
    return here is not None and here.user_id == current_actor().user_id is not None


@bp.post("/b/<token>")
@public
def use_badge(token: str) -> Any:
    """Signs this phone in."""
    visitor, problem = _scanned(token)
    if visitor is None:
        return _wrong(problem), 404
    here = current_visitor(db.session(), visitor.bazaar)
    if here is not None and here.id != visitor.id and _is_account(here):
        return redirect(url_for(".badge", token=token), 303)
    return _let_in(visitor)


def _scanned(token: str) -> tuple[Visitor | None, str]:
    try:
        visitor = read_badge(db.session(), token)
    except WrongCode as wrong:
        return None, wrong.reason
    if visitor.cancelled_at is not None or not is_announced(visitor.bazaar):
        return None, "cancelled"
    return (None, "over") if now() >= day_ends(visitor.bazaar) else (visitor, "")


def _wrong(problem: str) -> str:
    return render_template("bazaar/day/wrong.html", problem=problem)


def _let_in(visitor: Visitor, how: str = phones.BADGE) -> Any:
    """Signs this phone in, and checks in whoever holds the badge on the day, or was told a code:
    they were at the door."""
    session, bazaar = db.session(), visitor.bazaar
    if how != phones.MAIL and bazaar.starts_at - EARLY <= now() <= bazaar.ends_at:
        door.check_in(session, current_actor(), visitor)
    sign_in_visitor(visitor, how)
    to = _next(bazaar)
    browser.pop(NEXT, None)
    session.commit()
    return back_to(to)


@bp.get("/in/<secret>")
@public
def link(secret: str) -> Any:
    """The link in a mail. Opening it uses nothing up: mail scanners open every link."""
    session = db.session()
    found = links.find_link(session, secret)
    visitor = links.visitor_of(session, found) if found is not None else None
    if found is None or visitor is None:
        return _wrong("link"), 404
    here = current_visitor(session, visitor.bazaar)
    if found.used_at is not None and (here is None or here.id != visitor.id):
        flash(_("That link was used already. Ask for a new one: it takes a moment."), "warning")
        return redirect(url_for(".sign_in", bazaar_id=visitor.bazaar_id))
    return _confirm(visitor, url_for(".use_link", secret=secret))


@bp.post("/in/<secret>")
@public
def use_link(secret: str) -> Any:
    """Signs this phone in, once."""
    session = db.session()
    known = links.find_link(session, secret)
    owner = links.visitor_of(session, known) if known is not None else None
    here = current_visitor(session, owner.bazaar) if owner is not None else None
    if owner is not None and here is not None and here.id != owner.id and _is_account(here):
        return redirect(url_for(".link", secret=secret), 303)
    found = links.use(session, secret)
    visitor = links.visitor_of(session, found) if found is not None else None
    if visitor is None:
        session.rollback()
        return _wrong("link"), 404
    return _let_in(visitor, phones.MAIL)


@bp.post("/<int:bazaar_id>/out")
@public
def sign_out(bazaar_id: int) -> Any:
    """Ends the day's sign-in of this phone. The card asks first about what was not sent."""
    bazaar = db.session.get(Bazaar, bazaar_id)
    if bazaar is None:
        abort(404)
    sign_out_visitor(db.session(), bazaar)
    db.session.commit()
    flash(_("You are signed out."), "success")
    return redirect(url_for(".sign_in", bazaar_id=bazaar_id), 303)
