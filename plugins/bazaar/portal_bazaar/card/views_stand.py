"""What the QR code on a stand opens."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from portal.api import db, public

from ..attendance.visitors import current_visitor
from ..models import Stand
from ..vocabulary import StandStatus
from . import plain
from .codes import WrongCode, read_stand
from .entrance import announced_or_404, cards_here, to_sign_in
from .operations import Where
from .views import bp, page
from .words import REFUSALS


@bp.get("/s/<token>")
@public
def stand_code(token: str) -> Any:
    """The card, with the stand about to be put on it; a script does that at once, and a button
    without one. A wrong code says what to do, on the card of whoever holds it."""
    session = db.session()
    try:
        stand = _read(token)
    except WrongCode as wrong:
        mine = cards_here(session)
        if mine:
            return page(mine[0].bazaar, mine[0], refused=wrong.reason)
        return render_template("bazaar/card/wrong.html", reason=REFUSALS[wrong.reason]), 404
    bazaar = announced_or_404(session, stand.bazaar_id)
    visitor = current_visitor(session, bazaar)
    if visitor is not None:
        return page(bazaar, visitor, code=token, scanned=stand)
    mine = cards_here(session)
    if mine:
        return page(mine[0].bazaar, mine[0], refused="foreign")
    return to_sign_in(bazaar)


@bp.post("/s/<token>")
@public
def put_on_card(token: str) -> Any:
    """Puts the stand on the card."""
    session = db.session()
    try:
        bazaar = announced_or_404(session, _read(token).bazaar_id)
    except WrongCode:
        return redirect(url_for("bazaar_card.stand_code", token=token), 303)
    visitor = current_visitor(session, bazaar)
    if visitor is None:
        return to_sign_in(bazaar)
    outcome = plain.visit(session, visitor, Where(code=token))
    session.commit()
    if outcome.reason:
        flash(REFUSALS[outcome.reason], "error")
    return redirect(plain.card_url(bazaar.id, outcome.stand_id), 303)


def _read(token: str) -> Stand:
    stand = read_stand(db.session(), token)
    if stand.status != StandStatus.CONFIRMED:
        abort(404)
    return stand
