"""What other pages show of ambassadors: a unit, a fact sheet, the front page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Card, Membership, Panel, danish_order, narrow, with_descendants

from ..facts import Facts, load
from ..models import Ambassador, AmbassadorWork
from ..vocabulary import Status

SHOWN = 5


def of_unit(session: Session, actor: Actor, unit: Any) -> Iterable[Panel]:
    """The ambassadors of a unit and those below it; without any, nothing."""
    units = with_descendants(session, [unit.id])
    belongs = select(Membership.user_id).where(Membership.unit_id.in_(units))
    statement = select(Ambassador.id).where(
        Ambassador.status == Status.ACTIVE, Ambassador.user_id.in_(belongs)
    )
    ids = session.scalars(narrow(statement.order_by(Ambassador.id), actor, Ambassador)).all()
    if ids:
        found = _by_name(load(session, actor, ids[:SHOWN]))
        url = url_for("ambassadors.index", unit=unit.id)
        context = {"found": found, "more": len(ids) - len(found), "url": url, "near": ""}
        yield Panel("ambassadors/finding/panel.html", context, order=30)


def of_sheet(session: Session, actor: Actor, sheet: Any) -> Iterable[Panel]:
    """Who was part of it, as far as the reader may know."""
    part = select(AmbassadorWork.ambassador_id).where(
        AmbassadorWork.kind == "factsheet", AmbassadorWork.object_id == sheet.id
    )
    statement = select(Ambassador.id).where(
        Ambassador.status == Status.ACTIVE, Ambassador.id.in_(part)
    )
    ids = session.scalars(narrow(statement, actor, Ambassador)).all()
    reference = ("factsheet", sheet.id)
    known = [one for one in load(session, actor, ids) if reference in one.works] if ids else []
    if known:
        found = _by_name(known)
        near = url_for("ambassadors.index", near=f"factsheet:{sheet.id}")
        context = {"found": found[:SHOWN], "more": len(found[SHOWN:]), "url": near, "near": near}
        yield Panel("ambassadors/finding/panel.html", context, order=30)


def ask_card(actor: Actor) -> Iterable[Card]:
    """'Who can help me with ...' on the front page."""
    if actor.is_signed_in:
        yield Card("ambassadors/cards/ask.html", {}, area="side", order=30)


def _by_name(found: Iterable[Facts]) -> list[Facts]:
    return sorted(found, key=lambda one: danish_order(one.name))
