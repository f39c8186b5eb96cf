"""What the browsers of a canvas ask for once a second, and what they send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, jsonify, make_response, request
from flask_wtf.csrf import generate_csrf

from portal.api import current_actor, db, now, signed_in

from . import presence, store, wire
from .access import Rights, rights_or_404
from .document import ITEM, PAGES
from .views import bp
from .wording import STEP, refusal


@bp.get("/<int:participation_id>/changes")
@signed_in
def changes(participation_id: int) -> Any:
    """What is new since an operation; 304 where nothing is."""
    session, actor = db.session(), current_actor()
    found = rights_or_404(session, actor, participation_id)
    asked_for = request.args.get("user", type=int)
    if asked_for is not None and asked_for != actor.user_id:
        abort(409)  # somebody else has signed in on this device meanwhile
    since = wire.number(request.args.get("since", 0, type=int))
    tag = wire.etag(found)
    if tag in request.if_none_match:
        return make_response("", 304)
    answer = jsonify(
        wire.changes(session, actor, found, since),
        # A browser that was signed out and in again needs another one.
    )
    answer.set_etag(tag)
    answer.headers["X-CSRFToken"] = generate_csrf()
    return answer


@bp.post("/<int:participation_id>/operations")
@signed_in
def operations(participation_id: int) -> Any:
    """Takes operations in their order, each once, and answers what became of each."""
    session, actor = db.session(), current_actor()
    found = rights_or_404(session, actor, participation_id)
    if not found.sends:
        abort(403)
    data = _read()
    if data.get("user") != actor.user_id:
        abort(409)  # somebody else has signed in on this device meanwhile
    try:
        client, wanted = wire.read_client(data), wire.read_operations(data)
    except wire.Unreadable:
        abort(400)
    canvas = store.locked_canvas(session, found.participation)
    author = found.author(actor, client)
    answers = store.perform(session, canvas, author, wanted)
    found = _again(found, canvas)
    body = wire.changes(session, actor, found, wire.number(data.get("since")))
    body["results"] = [
        {"id": one.uid, "result": one.result, **({"why": refusal(one.why)} if one.why else {})}
        for one in answers
    ]
    session.commit()
    return jsonify(body)


@bp.post("/<int:participation_id>/presence")
@signed_in
def here(participation_id: int) -> Any:
    """Somebody is here, and perhaps holds the field they write in."""
    session, actor = db.session(), current_actor()
    found = rights_or_404(session, actor, participation_id)
    data = _read()
    try:
        client = wire.read_client(data)
    except wire.Unreadable:
        abort(400)
    item, field, page = (str(data.get(name) or "") for name in ("item", "field", "page"))
    if item and not (ITEM.match(item) and found.sends):
        item = ""
    if not (field.isascii() and field.isidentifier()):
        field = ""  # a lone half of a character, or NUL, that no database can store
    page = page if page in STEP or page in PAGES else ""
    canvas = store.locked_canvas(session, found.participation)
    place = presence.Place(client, page, item, field[:24])
    held = presence.note(session, actor, canvas, place)
    session.commit()
    return jsonify({"held": held, "at": now().isoformat()})


def _again(found: Rights, canvas: Any) -> Rights:
    return replace(found, canvas=canvas)


def _read() -> dict[str, Any]:
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        abort(400)
    return data
