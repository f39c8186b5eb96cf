"""What this area answers to the hooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Notice, NoticeTopic, Panel

from ..frame import Figure, Tab
from ..models import Bazaar
from ..permissions import is_announced, moderates, organises
from .demo import load as demo
from .overview import waiting
from .people import erase_user, export_user, hand_over, holdings
from .words import STAND

#: The keys of 'my data', here for the extraction of texts.
KEYS = (
    _l("Stands I keep"),
    _l("Stands I proposed"),
    _l("Stand"),
    _l("Bazaar"),
    _l("Status"),
    _l("Pitch"),
    _l("At the stand"),
)


def blueprints() -> Iterable[Blueprint]:
    """Stands, the plan, rounds and shifts."""
    from . import views, views_manage, views_plan, views_rounds

    return [views.bp, views_manage.bp, views_plan.bp, views_rounds.bp]


def tabs(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Tab]:
    """Stands, plan and pitches; for who runs it the same to change."""
    number = bazaar.id
    runs = moderates(session, actor, bazaar)
    yield Tab(
        _l("Stands"),
        url_for("bazaar_stands.index", bazaar_id=number),
        "grid",
        20,
        ("bazaar_stands.",),
    )
    if is_announced(bazaar) or runs:
        url = url_for("bazaar_plan.plan", bazaar_id=number)
        yield Tab(_l("Floor plan"), url, "map", 21, ("bazaar_plan.plan",), guests=True)
        url = url_for("bazaar_rounds.order", bazaar_id=number)
        yield Tab(_l("Pitches"), url, "mic", 22, ("bazaar_rounds.order",), guests=True)
    organiser = organises(session, actor, bazaar)
    if organiser:
        url = url_for("bazaar_stands_manage.index", bazaar_id=number)
        yield Tab(_l("Stands"), url, "grid", 20, ("bazaar_stands_manage.",), manage=True)
        url = url_for("bazaar_plan.manage", bazaar_id=number)
        yield Tab(_l("Floor plan"), url, "map", 21, ("bazaar_plan.",), manage=True)
    if runs:
        url = url_for("bazaar_rounds.pitches", bazaar_id=number)
        yield Tab(_l("Pitches"), url, "mic", 22, ("bazaar_rounds.pitches",), manage=True)
    if organiser:
        url = url_for("bazaar_rounds.shifts", bazaar_id=number)
        yield Tab(_l("Shifts"), url, "people", 23, ("bazaar_rounds.shifts",), manage=True)


def overview(session: Session, actor: Actor, bazaar: Bazaar) -> Iterable[Figure]:
    """How many stands there are, what waits, what the check finds."""
    from .overview import figures

    return figures(session, bazaar)


def page_slots(session: Session, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
    """On a fact sheet: the stands that show it, and the way to propose one."""
    if slot != "factsheet.side":
        return []
    from .overview import sheet_panels

    return sheet_panels(session, actor, obj)


def notice_topics() -> Iterable[NoticeTopic]:
    """Proposals, answers, and stands that move on the day."""
    from .mails import ANSWERED, MOVED, PROPOSED

    return [
        NoticeTopic(PROPOSED, _l("A stand is proposed for my bazaar"), _said, icon="lightbulb"),
        NoticeTopic(
            ANSWERED, _l("Keepers answer, or withdraw a stand of my bazaar"), _said, icon="shop"
        ),
        NoticeTopic(
            MOVED, _l("A stand I look for has moved"), _moved, default="mail", icon="geo-alt"
        ),
    ]


def _said(notice: Notice) -> str:
    title = notice.params.get("title", "")
    return {
        "proposed": _("The stand %(title)s is proposed.", title=title),
        "accepted": _("The stand %(title)s is accepted by its keepers.", title=title),
        "declined": _("The stand %(title)s is declined by its keepers.", title=title),
        "withdrawn": _("The stand %(title)s is withdrawn.", title=title),
    }.get(notice.params.get("how", ""), title)


def _moved(notice: Notice) -> str:
    number, place = notice.params.get("number") or "", notice.params.get("place", "")
    title = notice.params.get("title", "")
    if place:
        return _(
            "Stand %(number)s, %(title)s, has moved to: %(place)s.",
            number=number,
            title=title,
            place=place,
        )
    return _("Stand %(number)s, %(title)s, has moved.", number=number, title=title)


def trail_kinds() -> Mapping[str, Any]:
    """What stands are called in the audit trail."""
    return {STAND: _l("Stand")}


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "bazaar_stand.proposed": _l("Proposed a stand"),
        "bazaar_stand.invited": _l("Invited keepers to a stand"),
        "bazaar_stand.confirmed": _l("Confirmed a stand"),
        "bazaar_stand.declined": _l("Said no to a stand"),
        "bazaar_stand.withdrawn": _l("Withdrew a stand"),
        "bazaar_stand.changed": _l("Changed a stand"),
        "bazaar_stand.moved": _l("Moved a stand"),
        "bazaar_stand.placed": _l("Put stands in rows"),
        "bazaar_stand.undone": _l("Undid the last step for many stands"),
        "bazaar_stand.numbered": _l("Numbered the stands anew"),
        "bazaar_stand.floor": _l("Changed the picture of the room"),
        "bazaar_stand.rounds": _l("Changed pitches or shifts"),
    }
