"""What a form says of a bazaar, tidied and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from portal.api import InvalidInput, PortalError, Visibility, local, moment_at

from ..models import Bazaar

TITLE_MAX, PLACE_MAX, ADDRESS_MAX, SUMMARY_MAX = 160, 200, 300, 20_000
THEME_MAX, THEMES_MOST = 80, 20
PART_TITLE_MAX, PART_PLACE_MAX, PART_NOTE_MAX, PARTS_MOST = 120, 120, 2_000, 40
TASK_TITLE_MAX, CHANNEL_MAX, TASK_TEXT_MAX, TASKS_MOST = 200, 40, 20_000, 300
LESSON_MAX = 20_000
MONTHS_MOST = 24
#: Days a calendar of ours shows.
FIRST_YEAR, LAST_YEAR = 2000, 2099


class InvalidPlan(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BazaarData:
    """A bazaar as its form says it; times are those of clocks here."""

    title: str = ""
    summary: str = ""
    place: str = ""
    address: str = ""
    day: dt.date | None = None
    starts: dt.time | None = None
    ends: dt.time | None = None
    registration_day: dt.date | None = None
    registration_time: dt.time | None = None
    cards_day: dt.date | None = None
    cards_time: dt.time | None = None
    follow_up_months: int | None = 3
    visibility: str = Visibility.EVERYONE
    visible_units: Sequence[int] = ()
    visible_people: Sequence[int] = ()


def data_of(bazaar: Bazaar) -> BazaarData:
    """The bazaar as it stands."""
    start, end = local(bazaar.starts_at), local(bazaar.ends_at)
    register = local(bazaar.registration_until) if bazaar.registration_until else None
    cards = local(bazaar.cards_until) if bazaar.cards_until else None
    return BazaarData(
        title=bazaar.title,
        summary=bazaar.summary,
        place=bazaar.place,
        address=bazaar.address,
        day=start.date(),
        starts=start.time(),
        ends=end.time(),
        registration_day=register.date() if register else None,
        registration_time=register.time() if register else None,
        cards_day=cards.date() if cards else None,
        cards_time=cards.time() if cards else None,
        follow_up_months=bazaar.follow_up_months,
        visibility=bazaar.visibility,
        visible_units=sorted(bazaar.visible_units),
        visible_people=sorted(bazaar.visible_people),
    )


def checked(data: BazaarData) -> BazaarData:
    """The same, tidied. Raises InvalidPlan."""
    data = replace(
        data,
        title=line(data.title),
        place=line(data.place),
        address=line(data.address),
        summary=text(data.summary),
        visible_units=sorted(set(data.visible_units)) if data.visibility == "units" else [],
        visible_people=sorted(set(data.visible_people)) if data.visibility == "people" else [],
    )
    errors: dict[str, str] = {}
    limits = (
        ("title", TITLE_MAX),
        ("place", PLACE_MAX),
        ("address", ADDRESS_MAX),
        ("summary", SUMMARY_MAX),
    )
    for name, most in limits:
        if len(getattr(data, name)) > most:
            errors[name] = too_long(most)
    if not data.title:
        errors["title"] = _("Give the bazaar a name.")
    if not is_day(data.day):
        errors["day"] = _("Choose a day.")
    if data.starts is None:
        errors["starts"] = _("Write when it begins.")
    if data.ends is None or (data.starts is not None and data.ends <= data.starts):
        errors["ends"] = _("Choose a time after the beginning.")
    if data.follow_up_months is None or not 1 <= data.follow_up_months <= MONTHS_MOST:
        errors["follow_up_months"] = _("Write a number between 1 and %(most)d.", most=MONTHS_MOST)
    if data.visibility not in list(Visibility) or data.visibility == Visibility.PRIVATE:
        errors["visibility"] = _("Choose one from the list.")
    if not errors.keys() & {"day", "starts", "ends"}:
        errors |= _moments(data)
    if errors:
        raise InvalidPlan(errors)
    return data


def _moments(data: BazaarData) -> dict[str, str]:
    errors: dict[str, str] = {}
    assert data.day is not None
    found: dict[str, dt.datetime] = {}
    for name in ("starts", "ends"):
        try:
            found[name] = moment_at(data.day, getattr(data, name))
        except PortalError as problem:
            errors[name] = str(problem)
    if data.registration_day is not None:
        if not is_day(data.registration_day):
            errors["registration_day"] = _("Choose a day.")
        else:
            try:
                until = registration_until(data)
            except PortalError as problem:
                errors["registration_time"] = str(problem)
            else:
                if until and "ends" in found and until > found["ends"]:
                    errors["registration_day"] = _("Choose a day before the bazaar ends.")
    if data.cards_day is not None:
        if not is_day(data.cards_day):
            errors["cards_day"] = _("Choose a day.")
        else:
            try:
                until = cards_until(data)
            except PortalError as problem:
                errors["cards_time"] = str(problem)
            else:
                if until and "starts" in found and until < found["starts"]:
                    errors["cards_day"] = _("Choose a day after the bazaar has begun.")
    return errors


def registration_until(data: BazaarData) -> dt.datetime | None:
    """Until when one may register; without a time, until the day is over."""
    return _until(data.registration_day, data.registration_time)


def cards_until(data: BazaarData) -> dt.datetime | None:
    """Until when one may change one's card; without a time, until the day is over."""
    return _until(data.cards_day, data.cards_time)


def _until(day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
    return moment_at(day, time or dt.time(23, 59)) if day is not None else None


def is_day(day: dt.date | None) -> bool:
    """Whether it is a day one may plan for."""
    return day is not None and FIRST_YEAR <= day.year <= LAST_YEAR


def line(words: str) -> str:
    """On one line, without what nobody sees."""
    return " ".join(words.replace("\x00", "").split())


def text(words: str) -> str:
    """Several lines, as they are stored."""
    return words.replace("\x00", "").replace("\r\n", "\n").strip()


def too_long(most: int) -> str:
    """The words for a field with too much in it."""
    return _("Make it shorter: at most %(max)d characters.", max=most)
