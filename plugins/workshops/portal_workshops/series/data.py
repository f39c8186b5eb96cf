"""What is said of a series, and what may not be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import InvalidInput, PortalError, User

from ..models import Room, Series
from ..times import LAST_MINUTE, local, moment
from ..vocabulary import (
    CAPACITY,
    CAPACITY_MAX,
    DESCRIPTION_MAX,
    MINIMUM,
    PLACE_MAX,
    PREPARATION_MAX,
    TITLE_MAX,
    WAIT_HOURS,
    WAIT_HOURS_MAX,
)

PLAIN = (
    "sheet_id",
    "origin_title",
    "title",
    "description",
    "prepare_able",
    "prepare_gain",
    "prepare_aim",
    "capacity",
    "minimum",
    "decide_on",
    "open_signup",
    "quota",
    "wait_hours",
)


class InvalidSeries(InvalidInput):
    """What was written cannot be saved; `errors` says why, by the name of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfData:
    """One half day, as clocks here show it."""

    day: dt.date | None = None
    starts: dt.time | None = None
    ends: dt.time | None = None
    room_id: int | None = None
    place: str = ""

    @classmethod
    def at(
        cls,
        starts_at: dt.datetime,
        ends_at: dt.datetime,
        room_id: int | None = None,
        place: str = "",
    ) -> HalfData:
        """The half day between two moments."""
        start, end = local(starts_at), local(ends_at)
        return cls(
            day=start.date(), starts=start.time(), ends=end.time(), room_id=room_id, place=place
        )

    @property
    def is_empty(self) -> bool:
        """Whether the day is not known yet; a time alone says nothing."""
        return self.day is None

    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """When it begins and ends; only after it was checked."""
        assert self.day is not None and self.starts is not None and self.ends is not None
        return moment(self.day, self.starts), moment(self.day, self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesData:
    """What a form says of a series. `signup_until` is the last day on which one may sign up."""

    sheet_id: int | None = None
    origin_title: str = ""
    title: str = ""
    description: str = ""
    prepare_able: str = ""
    prepare_gain: str = ""
    prepare_aim: str = ""
    capacity: int | None = CAPACITY
    minimum: int | None = MINIMUM
    decide_on: dt.date | None = None
    open_signup: bool = True
    signup_until: dt.date | None = None
    quota: int | None = None
    wait_hours: int | None = WAIT_HOURS
    facilitator_ids: Sequence[int] = ()
    halves: Sequence[HalfData] = field(default=(HalfData(), HalfData()))


def data_of(series: Series) -> SeriesData:
    """The series as it stands."""
    there = {one.number: one for one in series.half_days}
    return SeriesData(
        **{name: getattr(series, name) for name in PLAIN},
        signup_until=local(series.signup_until).date() if series.signup_until else None,
        facilitator_ids=sorted(one.user_id for one in series.facilitators),
        halves=tuple(
            HalfData.at(one.starts_at, one.ends_at, one.room_id, one.place)
            if (one := there.get(number)) is not None
            else HalfData()
            for number in (1, 2)
        ),
    )


def checked(session: Session, data: SeriesData, before: SeriesData | None = None) -> SeriesData:
    """The same, tidied. Raises InvalidSeries, with half days' errors as 'half1_day' and so on."""
    tidied: dict[str, Any] = {
        name: _line(getattr(data, name)) for name in ("title", "origin_title")
    }
    for name in ("description", "prepare_able", "prepare_gain", "prepare_aim"):
        tidied[name] = _text(getattr(data, name))
    tidied["facilitator_ids"] = sorted(set(data.facilitator_ids))
    tidied["halves"] = tuple(replace(one, place=_line(one.place)) for one in data.halves)
    data = replace(data, **tidied)
    errors = {**_words(data), **_numbers(data), **_halves(session, data)}
    old = before or SeriesData()
    new = set(data.facilitator_ids) - set(old.facilitator_ids)
    there = set(session.scalars(select(User.id).where(User.id.in_(new), User.active)))
    if new - there:
        errors["facilitator_ids"] = _("Choose somebody from the list.")
    if not errors:
        errors = _days(data)
    if errors:
        raise InvalidSeries(errors)
    return data


def _words(data: SeriesData) -> dict[str, str]:
    limits = {
        "title": TITLE_MAX,
        "origin_title": 200,
        "description": DESCRIPTION_MAX,
        "prepare_able": PREPARATION_MAX,
        "prepare_gain": PREPARATION_MAX,
        "prepare_aim": PREPARATION_MAX,
    }
    errors = {
        name: _("Make it shorter: at most %(max)d characters.", max=most)
        for name, most in limits.items()
        if len(getattr(data, name)) > most
    }
    if not data.title:
        errors["title"] = _("Give the series a title.")
    return errors


def _numbers(data: SeriesData) -> dict[str, str]:
    errors = {}
    limits: dict[str, tuple[Any, int, bool]] = {
        "capacity": (data.capacity, CAPACITY_MAX, True),
        "minimum": (data.minimum, CAPACITY_MAX, True),
        "quota": (data.quota, CAPACITY_MAX, False),
        "wait_hours": (data.wait_hours, WAIT_HOURS_MAX, True),
    }
    for name, (value, most, needed) in limits.items():
        if (needed and value is None) or (value is not None and not 1 <= value <= most):
            errors[name] = _("Write a number between 1 and %(most)d.", most=most)
    if not errors and (data.minimum or 0) > (data.capacity or 0):
        errors["minimum"] = ngettext(
            "There is %(num)s seat only.", "There are %(num)s seats only.", data.capacity or 0
        )
    return errors


def _halves(session: Session, data: SeriesData) -> dict[str, str]:
    errors: dict[str, str] = {}
    asked = {one.room_id for one in data.halves if one.room_id is not None}
    rooms = {one.id: one for one in session.scalars(select(Room).where(Room.id.in_(asked)))}
    for number, half in enumerate(data.halves, start=1):
        name = f"half{number}"
        if len(half.place) > PLACE_MAX:
            errors[f"{name}_place"] = _(
                "Make it shorter: at most %(max)d characters.", max=PLACE_MAX
            )
        room = rooms.get(half.room_id or 0)
        if half.room_id is not None and room is None:
            errors[f"{name}_room"] = _("Choose one from the list.")
        elif room is not None and room.seats < (data.capacity or 0):
            errors[f"{name}_room"] = _(
                "There is room for %(seats)d, and you have %(capacity)d seats.",
                seats=room.seats,
                capacity=data.capacity or 0,
            )
        if half.is_empty:
            if half.place or half.room_id is not None:
                # There is no half day without a day, and what was typed would be gone.
                errors[f"{name}_day"] = _("Choose the day, too: the place is kept with it.")
            continue
        errors.update(_times(name, half))
    return errors


def _times(name: str, half: HalfData) -> dict[str, str]:
    if half.day is None or not 2000 <= half.day.year <= 2099:
        return {f"{name}_day": _("Choose a day.")}
    if half.starts is None:
        return {f"{name}_starts": _("Write when it begins.")}
    if half.ends is None or half.ends <= half.starts:
        return {f"{name}_ends": _("Choose a time after the beginning.")}
    for word in ("starts", "ends"):
        try:
            moment(half.day, getattr(half, word))
        except PortalError as problem:
            return {f"{name}_{word}": str(problem)}
    return {}


def _days(data: SeriesData) -> dict[str, str]:
    """What does not fit together, when each for itself is right."""
    errors = {}
    first, second = data.halves
    if first.day is not None and second.day is not None:
        if second.moments()[0] < first.moments()[1]:
            errors["half2_day"] = _("Workshop 2 comes after workshop 1.")
    elif second.day is not None:
        errors["half1_day"] = _("Choose the day of workshop 1, too.")
    begins = first.day
    for name in ("decide_on", "signup_until"):
        day = getattr(data, name)
        if day is None:
            continue
        if not 2000 <= day.year <= 2099:
            errors[name] = _("Choose a day.")
        elif begins is not None and day > begins:
            errors[name] = _("Choose a day before workshop 1.")
    return errors


def signup_moment(data: SeriesData) -> dt.datetime | None:
    """Until when one may sign up."""
    return None if data.signup_until is None else moment(data.signup_until, LAST_MINUTE)


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _text(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
