"""What absences show on other pages, tell people and keep about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Notice, NoticeTopic, Panel, User, Waiting, may, today

from ..models import Absence, Ambassador
from ..profiles.services import ambassador_of
from ..vocabulary import Status
from .presence import away_on, whom_to_ask
from .services import DEPUTY


def panels(session: Session, actor: Actor, ambassador: object) -> Iterable[Panel]:
    """The button 'Ask', and who is there meanwhile."""
    if not isinstance(ambassador, Ambassador) or ambassador.status != Status.ACTIVE:
        return
    own = ambassador.user_id == actor.user_id
    away = away_on(session, today())
    here = away.get(ambassador.id)
    to = whom_to_ask(session, actor, ambassador.id, away) if here else ambassador
    yield Panel(
        "ambassadors/absence/panel.html",
        {
            "ambassador": ambassador,
            "name": ambassador.user.name,
            "own": own,
            "away": here,
            "to": to,
            "asks": not own and not (to is not None and to.user_id == actor.user_id),
            "changes": may(session, actor, "edit", ambassador),
        },
        order=0,
    )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """'Will you stand in?'"""
    own = ambassador_of(session, actor.user_id)
    if own is None or own.status != Status.ACTIVE:
        return
    rows = session.execute(
        select(Absence, User.name)
        .join(Ambassador, Ambassador.id == Absence.ambassador_id)
        .join(User, User.id == Ambassador.user_id)
        .where(
            Absence.deputy_id == own.id,
            Absence.answer == "",
            Absence.last >= today(),
            Ambassador.status == Status.ACTIVE,
        )
        .order_by(Absence.first)
    )
    for absence, name in rows:
        yield Waiting(
            _("Will you stand in for %(name)s?", name=name),
            url_for("ambassadors_absence.deputy", absence_id=absence.id),
            days_in_words(absence.first, absence.last),
            "people",
            "amber",
        )


def days_in_words(first: dt.date, last: dt.date) -> str:
    """'From 1 August to 4 August 2026'"""
    words = {"first": format_date(first, "d. MMMM"), "last": format_date(last, "long")}
    return _("From %(first)s to %(last)s", **words)


def _words(notice: Notice) -> Any:
    days = {key: dt.date.fromisoformat(notice.params[key]) for key in ("first", "last")}
    words = {"name": notice.by or _("The portal"), "days": days_in_words(**days)}
    if notice.key == "asked":
        return _("%(name)s asks you to stand in. %(days)s.", **words)
    if notice.key == "yes":
        return _("%(name)s stands in for you. %(days)s.", **words)
    if notice.key == "no":
        return _("%(name)s cannot stand in for you. %(days)s.", **words)
    return _("You need not stand in any longer. %(days)s.", **words)


TOPICS = (
    NoticeTopic(DEPUTY, _l("Standing in for an ambassador"), _words, default="mail", icon="people"),
)


def export_user(session: Session, user: User) -> Mapping[str, Any]:
    """The absences as data."""
    ambassador = ambassador_of(session, user.id)
    if ambassador is None:
        return {}
    own = session.scalars(select(Absence).where(Absence.ambassador_id == ambassador.id)).all()
    stands = session.scalars(select(Absence).where(Absence.deputy_id == ambassador.id)).all()
    found: dict[str, Any] = {}
    if own:
        found["away"] = [
            {
                "from": row.first.isoformat(),
                "until": row.last.isoformat(),
                "deputy": row.deputy.user.name if row.deputy else "",
            }
            for row in own
        ]
    if stands:
        found["stands_in"] = [
            {
                "for": row.ambassador.user.name,
                "from": row.first.isoformat(),
                "until": row.last.isoformat(),
            }
            for row in stands
        ]
    return found
