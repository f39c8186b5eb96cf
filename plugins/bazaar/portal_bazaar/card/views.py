"""The card on the phone: its page, its state, and what it sends."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask_wtf.csrf import generate_csrf

from portal.api import db, full_address, now, public

from ..areas import gathered
from ..attendance.visitors import current_visitor, name_of
from ..frame import show
from ..models import Bazaar, Visitor
from . import operations, services, showing, state
from .entrance import announced_or_404, sign_in_address, to_sign_in
from .words import FIELD_WORDS, ORIGINS, REFUSALS, page_words

bp = Blueprint("bazaar_card", __name__, url_prefix="/bazaar")


@bp.get("/<int:bazaar_id>/card")
@public
def card(bazaar_id: int) -> Any:
    """One's own card; whoever has none is shown the way in."""
    session = db.session()
    bazaar = announced_or_404(session, bazaar_id)
    visitor = current_visitor(session, bazaar)
    if visitor is None:
        return to_sign_in(bazaar)
    return page(bazaar, visitor)


@bp.get("/<int:bazaar_id>/card/state")
@public
def card_state(bazaar_id: int) -> Any:
    """The whole card as JSON, with a token to send with; `visitor` null for who is not signed
    in."""
    session = db.session()
    bazaar = announced_or_404(session, bazaar_id)
    visitor = current_visitor(session, bazaar)
    if visitor is None:
        return jsonify(_stranger(bazaar))
    found = state.card_state(session, visitor)
    return jsonify(
        {**found, "csrf": generate_csrf(), "name": name_of(visitor), **_addresses(bazaar)}
    )


@bp.post("/<int:bazaar_id>/card/sync")
@public
def sync(bazaar_id: int) -> Any:
    """Does what the phone sends, `{"visitor": 7, "now": ..., "ops": [...]}`, once, and answers
    with what became of each and the card as it stands now.

    401 who is not signed in, 409 where somebody else is than the entries belong to: nothing is
    done then; 400 for what is no such request.
    """
    session = db.session()
    bazaar = announced_or_404(session, bazaar_id)
    visitor = current_visitor(session, bazaar)
    if visitor is None:
        return jsonify(_stranger(bazaar)), 401
    data = request.get_json(silent=True)
    try:
        if not isinstance(data, dict):
            raise operations.BadOperation("an object is wanted")
        asked_for = operations.number(data.get("visitor"))
        found = operations.read_operations(data.get("ops"))
        skew = int(now().timestamp() * 1000) - operations.number(data.get("now"))
    except operations.BadOperation as problem:
        return jsonify(problem=str(problem)), 400
    if asked_for != visitor.id:
        return jsonify(visitor=visitor.id), 409
    outcomes = services.synchronise(session, visitor, found, skew)
    session.commit()
    return jsonify(
        answers=[{"id": one.id, "refused": one.reason, "stand": one.stand_id} for one in outcomes],
        **state.moving_state(session, visitor),
    )


def page(bazaar: Bazaar, visitor: Visitor, **more: Any) -> str:
    """The card's page; `more` says what was scanned or typed, and what was wrong with it."""
    session = db.session()
    return show(
        "bazaar/card/card.html",
        bazaar,
        visitor=visitor,
        view=showing.CardView.of(session, visitor),
        addresses=_addresses(bazaar),
        refusals=REFUSALS,
        words=page_words(),
        steps=showing.STEPS,
        labels=FIELD_WORDS,
        origins=ORIGINS,
        value_words=showing.value_words,
        plain_http=is_plain_http(),
        links=gathered("card_links", session, visitor),
        **{"code": "", "scanned": None, "refused": "", "typed": "", "kept": {}, **more},
    )


def is_plain_http() -> bool:
    """Whether this page came without https from elsewhere than this computer: browsers then keep
    nothing for later. The script knows better and says so, where one runs."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    secure = request.is_secure or full_address("").startswith("https://")
    return not secure and host not in ("localhost", "127.0.0.1", "::1")


def _stranger(bazaar: Bazaar) -> dict[str, Any]:
    return {"visitor": None, **_addresses(bazaar)}


def _addresses(bazaar: Bazaar) -> dict[str, str]:
    here = url_for("bazaar_card.card", bazaar_id=bazaar.id)
    return {
        "card": here,
        "state": url_for("bazaar_card.card_state", bazaar_id=bazaar.id),
        "sync": url_for("bazaar_card.sync", bazaar_id=bazaar.id),
        "stand": url_for("bazaar_card.read", bazaar_id=bazaar.id, stand_id=0).removesuffix("0"),
        "signIn": sign_in_address(bazaar, here),
    }
