"""The card's forms, for where no script runs: everything works online without one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import db, now, public

from ..attendance.visitors import current_visitor
from ..frame import show
from ..models import Visitor
from ..stands.times import clock
from . import plain, showing
from .entrance import announced_or_404, to_sign_in
from .operations import Where
from .organising import line_of
from .services import Outcome
from .views import bp, page
from .words import REFUSALS, early_words


@bp.post("/<int:bazaar_id>/card/add")
@public
def add(bazaar_id: int) -> Any:
    """Puts the stand on the card whose short code was typed, or that was chosen."""
    session, visitor = _mine(bazaar_id)
    if visitor is None:
        return to_sign_in(announced_or_404(session, bazaar_id))
    typed, chosen = request.form.get("short", "").strip()[:40], request.form.get("stand", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    if not typed and not number:
        return page(visitor.bazaar, visitor, refused="unknown", typed=typed), 422
    where = Where(short=typed) if typed else Where(id=number)
    outcome = plain.visit(session, visitor, where)
    if outcome.reason:
        session.rollback()
        return page(visitor.bazaar, visitor, refused=outcome.reason, typed=typed), 422
    return _back(session, visitor, outcome)


@bp.post("/<int:bazaar_id>/card/<int:stand_id>")
@public
def save(bazaar_id: int, stand_id: int) -> Any:
    """Saves one line."""
    session, visitor = _mine(bazaar_id)
    if visitor is None:
        return to_sign_in(announced_or_404(session, bazaar_id))
    outcome = plain.save(session, visitor, stand_id, request.form)
    if outcome.reason == "long":
        kept = {stand_id: plain.typed(request.form)}
        return page(visitor.bazaar, visitor, refused="long", kept=kept), 422
    return _back(session, visitor, outcome, _("Saved on your card."))


@bp.post("/<int:bazaar_id>/card/<int:stand_id>/remove")
@public
def remove(bazaar_id: int, stand_id: int) -> Any:
    """Takes a stand off the card; asks first where words would go with it."""
    session, visitor = _mine(bazaar_id)
    if visitor is None:
        return to_sign_in(announced_or_404(session, bazaar_id))
    base = plain.number(request.form.get("base"))
    entry = line_of(session, visitor, stand_id)
    if entry is not None and entry.expectation + entry.note and "sure" not in request.form:
        return show("bazaar/card/remove.html", visitor.bazaar, entry=entry)
    outcome = plain.remove(session, visitor, stand_id, base)
    outcome = Outcome(outcome.id, outcome.reason)
    return _back(session, visitor, outcome, _("Taken off your card."))


@bp.post("/<int:bazaar_id>/card/settle/<int:difference_id>")
@public
def settle(bazaar_id: int, difference_id: int) -> Any:
    """Settles what was written twice."""
    session, visitor = _mine(bazaar_id)
    if visitor is None:
        return to_sign_in(announced_or_404(session, bazaar_id))
    outcome = plain.settle(session, visitor, difference_id, request.form.get("use", ""))
    return _back(session, visitor, outcome)


@bp.get("/<int:bazaar_id>/card/hand-in")
@public
def ask_hand_in(bazaar_id: int) -> Any:
    """Asks once more: afterwards only an organiser can change the card."""
    session, visitor = _mine(bazaar_id)
    if visitor is None:
        return to_sign_in(announced_or_404(session, bazaar_id))
    view = showing.CardView.of(session, visitor)
    if view.closed:
        return redirect(plain.card_url(bazaar_id), 303)
    starts = visitor.bazaar.starts_at
    early = early_words(format_date(starts, "long"), clock(starts))
    return show(
        "bazaar/card/hand_in.html",
        visitor.bazaar,
        view=view,
        early=early if now() < starts else "",
    )


@bp.post("/<int:bazaar_id>/card/hand-in")
@public
def hand_in(bazaar_id: int) -> Any:
    """Hands the card in."""
    session, visitor = _mine(bazaar_id)
    if visitor is None:
        return to_sign_in(announced_or_404(session, bazaar_id))
    outcome = plain.hand_in(session, visitor)
    return _back(session, visitor, outcome, _("Thank you. Your card is handed in."))


def _mine(bazaar_id: int) -> tuple[Session, Visitor | None]:
    session = db.session()
    bazaar = announced_or_404(session, bazaar_id)
    return session, current_visitor(session, bazaar)


def _back(session: Session, visitor: Visitor, outcome: Outcome, words: str = "") -> Any:
    if outcome.reason in ("gone", "settled"):
        abort(404)
    session.commit()
    if outcome.reason:
        flash(REFUSALS[outcome.reason], "error")
    elif words:
        flash(words, "success")
    return redirect(plain.card_url(visitor.bazaar_id, outcome.stand_id), 303)
