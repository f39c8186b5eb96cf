"""What this area shows on other pages."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.api import Actor, Membership, Panel, Unit, Waiting, led_units, today

from ..models import Agreement, Ambassador, Nomination
from ..permissions import COORDINATE
from ..profiles.services import ambassador_of
from ..vocabulary import Status
from . import agreements
from .people import newest
from .services import open_one
from .states import State

LIST = "ambassadors.list"


def panels(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """On a profile, the list and a unit."""
    if slot == "ambassador.side" and isinstance(obj, Ambassador):
        yield from _agreement(session, actor, obj)
    elif slot == LIST and actor.user_id is not None:
        own = ambassador_of(session, actor.user_id)
        yield Panel(
            "ambassadors/selecting/buttons.html",
            {
                "volunteers": own is None or own.status == Status.ENDED,
                "proposes": bool(led_units(session, actor)),
            },
        )
    elif slot == "unit" and isinstance(obj, Unit) and obj.id in led_units(session, actor):
        yield Panel("ambassadors/selecting/unit.html", {"unit": obj})


def _agreement(session: Session, actor: Actor, ambassador: Ambassador) -> Iterable[Panel]:
    side = agreements.side(session, actor, ambassador)
    rows = agreements.versions(session, ambassador)
    confirmed = next((row.confirmed_at for row in rows if row.confirmed_at), None)
    if side or confirmed:
        newest_one = rows[0] if rows else None
        yield Panel(
            "ambassadors/selecting/panel.html",
            {
                "ambassador": ambassador,
                "side": side,
                "confirmed": confirmed,
                "newest": newest_one,
                "waits": side and newest_one is not None and newest_one.confirmed_at is None,
            },
            order=20,
        )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """A proposal to answer, proposals to decide, agreements to confirm."""
    if actor.user_id is None:
        return
    own = open_one(session, actor.user_id)
    if own is not None and own.state == State.ASKED:
        yield Waiting(
            _("Will you be an ambassador?"),
            url_for("ambassadors_selecting.nomination", nomination_id=own.id),
            _("You have been proposed. Say yes or no."),
            "person-plus",
            "amber",
        )
    if COORDINATE in actor.permissions:
        yield from _to_decide(session, actor)
    yield from _to_confirm(session, actor)


def _to_decide(session: Session, actor: Actor) -> Iterable[Waiting]:
    number = session.scalar(
        select(func.count(Nomination.id)).where(
            Nomination.user_id != actor.user_id,
            or_(
                Nomination.state == State.OFFERED,
                (Nomination.state == State.LATER) & (Nomination.later_on <= today()),
            ),
        )
    )
    if number:
        yield Waiting(
            _("New ambassadors?"),
            url_for("ambassadors_selecting.index"),
            ngettext(
                "%(num)s proposal waits for a decision.",
                "%(num)s proposals wait for a decision.",
                number,
            ),
            "person-plus",
        )


def _to_confirm(session: Session, actor: Actor) -> Iterable[Waiting]:
    led = led_units(session, actor)
    people = select(Membership.user_id).where(Membership.unit_id.in_(led))
    theirs = [Agreement.contact_id == actor.user_id]
    if led:
        theirs.append(Ambassador.user_id.in_(people))
    rows = session.scalars(
        select(Ambassador)
        .join(Agreement, Agreement.ambassador_id == Ambassador.id)
        .where(
            Agreement.id.in_(newest()),
            Ambassador.status == Status.ACTIVE,
            or_(
                (Ambassador.user_id == actor.user_id) & Agreement.own_yes_at.is_(None),
                (Ambassador.user_id != actor.user_id)
                & Agreement.other_yes_at.is_(None)
                & or_(*theirs),
            ),
        )
        .order_by(Ambassador.id)
    ).all()
    if rows:
        own = next((one for one in rows if one.user_id == actor.user_id), None)
        first = own or rows[0]
        yield Waiting(
            _("Your agreement as an ambassador")
            if own
            else _("Agreement with %(name)s", name=first.user.name),
            url_for("ambassadors_agreement.page", ambassador_id=first.id),
            ngettext(
                "%(num)s agreement waits for your yes.",
                "%(num)s agreements wait for your yes.",
                len(rows),
            ),
            "clipboard-check",
            "amber" if own else "",
        )
