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
    SYSTEM,
    Actor,
    JobContext,
    NavigationItem,
    NoticeTopic,
    ObjectKind,
    Permission,
    Schedule,
    may,
)

from ..frame import Tab
from ..models import Participation, Series
from ..permissions import PERMISSIONS
from ..vocabulary import HELP, SHEET_KIND
from .leaving import erase_user, export_user, hand_over, holdings
from .services import move_unit as move_unit_things
from .services import unit_holdings
from .showing import cards as dashboard_cards
from .showing import waiting


def blueprints() -> Iterable[Blueprint]:
    """All the pages."""
    from . import views, views_people, views_planning, views_signup

    del views_people, views_planning, views_signup  # add their pages to the same blueprint
    return [views.bp]


def permissions() -> Iterable[Permission]:
    """Planning."""
    return PERMISSIONS


def kinds() -> Iterable[ObjectKind]:
    """Series."""
    from .search import SERIES

    return [SERIES]


def navigation(actor: Actor) -> Iterable[NavigationItem]:
    """In the main menu."""
    if actor.is_signed_in:
        url = url_for("workshops.index")
        # All our pages but those of the spread, which have an entry of their own.
        own = ("", "_canvas", "_groups", "_series", "_wishes", "_adoption")
        pages = tuple(f"workshops{area}." for area in own)
        yield NavigationItem(_l("Workshops"), url, "people-fill", "main", 40, pages)


def tabs(session: Session, actor: Actor, series: Series) -> Iterable[Tab]:
    """The front page of a series."""
    url = url_for("workshops.page", series_id=series.id)
    yield Tab(10, _l("Overview"), url, "house", ("workshops.page",))
    if may(session, actor, "people", series):
        url = url_for("workshops.people", series_id=series.id)
        matches = ("workshops.people", "workshops.add_education")
        yield Tab(20, _l("Who takes part"), url, "people", matches)
    if may(session, actor, "facilitate", series):
        url = url_for("workshops.attendance", series_id=series.id)
        yield Tab(80, _l("Who came"), url, "list-check", ("workshops.attendance",))


def participation_tabs(
    session: Session, actor: Actor, participation: Participation
) -> Iterable[Tab]:
    """The front page of one education in a series."""
    url = url_for("workshops.education", participation_id=participation.id)
    yield Tab(10, _l("Overview"), url, "house", ("workshops.education",))


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "workshop_series.created": _l("Made a series of workshops"),
        "workshop_series.changed": _l("Changed a series of workshops"),
        "workshop_series.opened": _l("Announced a series of workshops"),
        "workshop_series.cancelled": _l("Cancelled a series of workshops"),
        "workshop_series.goes_ahead": _l("Said that a series of workshops goes ahead"),
        "workshop_series.done": _l("A series of workshops was held"),
        "workshop_series.education": _l("Convened an education for workshops"),
        "workshop_series.education_off": _l("Took an education off a series of workshops"),
        "workshop_series.help": _l("Said how one helps with a workshop"),
        "workshop_series.signed_up": _l("Signed up for workshops"),
        "workshop_series.accepted": _l("Said yes to a seat at workshops"),
        "workshop_series.seat_cancelled": _l("Gave up a seat at workshops"),
        "workshop_series.substituted": _l("Gave a seat at workshops to a colleague"),
        "workshop_series.lapsed": _l("A seat at workshops went on to the next"),
        "workshop_series.handed_over": _l("Handed a series of workshops over"),
        "workshop_room.saved": _l("Changed a room for workshops"),
        "workshop_series.attendance": _l("Noted who came to a workshop"),
    }


def notice_topics() -> Iterable[NoticeTopic]:
    """What those responsible for an origin, and planners, are told."""
    from .mails import HELP_TOPIC, PLANNER_TOPIC

    return [
        NoticeTopic(
            HELP_TOPIC,
            _l("A workshop starts from my experiment"),
            lambda notice: _("A workshop starts from your experiment. Say how you can help."),
            default="mail",
            icon="life-preserver",
        ),
        NoticeTopic(
            PLANNER_TOPIC,
            _l("News of workshops I plan"),
            _planner_words,
            default="digest",
            icon="people-fill",
        ),
    ]


def _planner_words(notice: Any) -> str:
    if notice.key == "help":
        look = HELP.get(notice.params.get("help", ""))
        words = look.words if look else ""
        return _("%(name)s: %(answer)s.", name=notice.by, answer=words)
    if notice.key == "under":
        return _("There are fewer people than the minimum now.")
    return _("There is news.")


def object_saved(session: Session, kind: str, object_id: int) -> None:
    """An origin's sheet was changed, hidden or deleted."""
    if kind == SHEET_KIND:
        from .services import follow_sheet

        follow_sheet(session, SYSTEM, object_id)


def object_deleted(session: Session, kind: str, object_id: int) -> None:
    """The origin's sheet is gone: its series are for their own people, and stay."""
    if kind == SHEET_KIND:
        from .services import follow_sheet

        follow_sheet(session, SYSTEM, object_id, gone=True)


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """What comes round."""
    from .jobs import ROUND, go_round

    return {ROUND: go_round}


def schedules() -> Iterable[Schedule]:
    """Every ten minutes: offers lapse by the hour."""
    from .jobs import ROUND

    return [Schedule(ROUND, dt.timedelta(minutes=10))]


def trail_kinds() -> Mapping[str, Any]:
    """What entries of the trail are about, where it is no kind of the registry."""
    return {"workshop_room": _l("Room")}


#: Extracted here, for the keys of 'my data' are looked up as they read in English.
KEYS = (
    _l("Workshops"),
    _l("Leads workshops"),
    _l("Helps with workshops"),
    _l("Plans workshops"),
    _l("Commits to workshops"),
    _l("Invited to workshops"),
    _l("Goes instead"),
    _l("Signed up"),
    _l("Education"),
    _l("Came"),
    _l("Note"),
)
