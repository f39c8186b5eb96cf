"""On the front page: from experiment to practice, in four figures."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Card

from ..adoption.words import USED, Status
from ..models import Adoption
from ..sheets import sheets
from . import graph
from .nodes import all_links


def cards(session: Session, actor: Actor) -> Iterable[Card]:
    """How many practices there are, were taken home, are tried and used, as `actor` may see them;
    nothing before the first was taken home. Five queries."""
    service = sheets()
    if service is None or not actor.is_signed_in:
        return
    links = all_links(session)
    if not links:
        return
    # What was archived has travelled all the same: these figures are those of the overview.
    seen = service.seen(session, actor, {*links, *links.values()}, archived=True)
    origin = graph.seen_origins(links, seen)
    taken = set(origin) - set(graph.roots(origin, lambda one: one))
    if not taken:
        return
    rows = session.execute(select(Adoption.sheet_id, Adoption.status))
    going = [status for sheet_id, status in rows if sheet_id in taken]
    yield Card(
        "workshops/spread/front.html",
        {
            "sheets": service.count(session, actor),
            "taken": len(taken),
            "tried": going.count(Status.TRYING),
            "used": sum(one in USED for one in going),
            "url": url_for("workshops_spread.index"),
        },
        area="main",
        order=25,
    )
