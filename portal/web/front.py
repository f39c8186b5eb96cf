"""The front page: made of cards that the features and plugins bring."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.access.routes import signed_in
from portal.runtime import portal
from portal.web.parts import Card
from portal.web.requests import current_actor

bp = Blueprint("front", __name__)


@bp.get("/")
@signed_in
def page() -> str:
    """The cards in their areas; a card whose template fails is left out and reported."""
    core, actor = portal(), current_actor()
    areas: dict[str, list[str]] = {"top": [], "main": [], "side": []}
    found: list[tuple[str, Card]] = []
    for owner, cards in core.dispatch.each("dashboard_cards", actor=actor):
        with core.dispatch.guard(owner, "dashboard_cards"):
            found.extend((owner, card) for card in list(cards))
    for owner, card in sorted(found, key=lambda pair: pair[1].order):
        with core.dispatch.guard(owner, f"card {card.template}"):
            areas[card.area].append(render_template(card.template, **card.context))
    waiting = sorted(core.dispatch.collect("waiting", actor=actor), key=lambda item: item.order)
    return render_template("portal/front.html", areas=areas, waiting=waiting)
