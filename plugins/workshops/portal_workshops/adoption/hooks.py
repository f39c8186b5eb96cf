"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import (
    Actor,
    JobContext,
    NavigationItem,
    NoticeTopic,
    Panel,
    Schedule,
)

from ..frame import Tab
from ..models import Participation
from .panels import waiting
from .people import erase_user, export_user, hand_over, holdings, move_unit_things, unit_holdings
from .words import STATUSES


def blueprints() -> Iterable[Blueprint]:
    """The pages, and those that mails lead to."""
    from . import views, views_link

    return [views.bp, views_link.bp]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """What one has taken home, in the menu of one's own things."""
    if actor.is_signed_in:
        url = url_for("workshops_adoption.index")
        words = _l("Taken home")
        yield NavigationItem(words, url, "backpack", "me", 61, ("workshops_adoption.",))


def participation_tabs(
    session: Session, actor: Actor, participation: Participation
) -> Iterable[Tab]:
    """The last step of an education's way."""
    url = url_for("workshops_adoption.of_participation", participation_id=participation.id)
    yield Tab(90, _l("Take it home"), url, "backpack", ("workshops_adoption.",))


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """How it goes, beside one's own fact sheet."""
    if slot == "factsheet.side":
        from .panels import of_sheet

        return of_sheet(session, actor, obj)
    return []


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Asking, reminding, telling."""
    from .asking import JOB, come_round

    return {JOB: come_round}


def schedules() -> Iterable[Schedule]:
    """Every hour."""
    from .asking import JOB

    return [Schedule(JOB, dt.timedelta(hours=1))]


def notice_topics() -> Iterable[NoticeTopic]:
    """What those responsible for an origin are told."""
    from .services import NEWS

    return [
        NoticeTopic(
            NEWS, _l("Somebody took my practice home"), _news, default="digest", icon="backpack"
        )
    ]


def _news(notice: Any) -> str:
    look = STATUSES.get(notice.params.get("status", ""))
    words = look.words if look is not None else ""
    return _("%(place)s: %(status)s.", place=notice.params.get("unit") or notice.by, status=words)


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "workshop_adoption.begun": _l("Took a practice home"),
        "workshop_adoption.said": _l("Said how a practice goes"),
        "workshop_adoption.kept": _l("Changed who answers for a practice"),
    }
