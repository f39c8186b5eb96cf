"""What the history keeps of a series, and how two versions of it become one: field by field, as
the form has them. Nothing of who takes part is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, History, HistoryField, people_names

from ..models import Room, Series
from ..vocabulary import SERIES_STATUS, SHEET_KIND
from .data import HalfData, SeriesData, data_of

TEXTS = ("origin_title", "title", "description", "prepare_able", "prepare_gain", "prepare_aim")
#: Kept as words, so that a number is one of two and never put together of both.
NUMBERS = ("capacity", "minimum", "quota", "wait_hours")
DAYS = ("decide_on", "signup_until")


def snapshot(series: Series) -> dict[str, Any]:
    """A series as the history keeps it."""
    return {"status": series.status, **snapshot_of(data_of(series))}


def snapshot_of(data: SeriesData) -> dict[str, Any]:
    """The fields of the form as the history keeps them."""
    found: dict[str, Any] = {
        "sheet_id": data.sheet_id,
        "open_signup": data.open_signup,
        "facilitator_ids": sorted(set(data.facilitator_ids)),
    }
    for name in TEXTS:
        found[name] = getattr(data, name)
    for name in NUMBERS:
        value = getattr(data, name)
        found[name] = "" if value is None else str(value)
    for name in DAYS:
        day = getattr(data, name)
        found[name] = day.isoformat() if day else ""
    for number, half in enumerate(data.halves, start=1):
        found[f"half{number}"] = _when(half)
        found[f"half{number}_room"] = half.room_id
        found[f"half{number}_place"] = half.place
    return found


def data_from(kept: Mapping[str, Any]) -> SeriesData:
    """And back again."""
    fields: dict[str, Any] = {name: kept[name] for name in TEXTS}
    for name in NUMBERS:
        fields[name] = int(kept[name]) if kept[name] else None
    for name in DAYS:
        fields[name] = dt.date.fromisoformat(kept[name]) if kept[name] else None
    return SeriesData(
        **fields,
        sheet_id=kept["sheet_id"],
        open_signup=bool(kept["open_signup"]),
        facilitator_ids=list(kept["facilitator_ids"]),
        halves=tuple(
            _half(kept[f"half{number}"], kept[f"half{number}_room"], kept[f"half{number}_place"])
            for number in (1, 2)
        ),
    )


def _when(half: HalfData) -> str:
    if half.day is None:
        return ""
    times = "-".join(f"{time:%H:%M}" if time else "" for time in (half.starts, half.ends))
    return f"{half.day.isoformat()} {times}"


def _half(when: str, room_id: int | None, place: str) -> HalfData:
    day, _space, times = when.partition(" ")
    starts, _dash, ends = times.partition("-")
    return HalfData(
        day=dt.date.fromisoformat(day) if day else None,
        starts=dt.time.fromisoformat(starts) if starts else None,
        ends=dt.time.fromisoformat(ends) if ends else None,
        room_id=room_id,
        place=place,
    )


def _when_words(when: str) -> str:
    day, _space, times = when.partition(" ")
    return f"{format_date(dt.date.fromisoformat(day), 'long')} {times}"


def _people(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    return people_names(session, ids)


def _rooms(session: Session, actor: Actor, ids: Collection[Any]) -> Mapping[Any, Any]:
    rows = session.execute(select(Room.id, Room.name).where(Room.id.in_(ids)))
    return {row.id: row.name for row in rows}


HISTORY = History(
    fields={
        "sheet_id": HistoryField(_l("Which practice?"), "reference", kind=SHEET_KIND),
        "origin_title": HistoryField(_l("Or: what is it called?")),
        "title": HistoryField(_l("Title")),
        "status": HistoryField(
            _l("Status"), "choice", words=lambda value: SERIES_STATUS[value].words
        ),
        "description": HistoryField(_l("What it is about"), "markdown"),
        "half1": HistoryField(_l("Workshop 1"), "choice", words=_when_words),
        "half1_room": HistoryField(_l("Workshop 1: room"), "reference", names=_rooms),
        "half1_place": HistoryField(_l("Workshop 1: place")),
        "half2": HistoryField(_l("Workshop 2"), "choice", words=_when_words),
        "half2_room": HistoryField(_l("Workshop 2: room"), "reference", names=_rooms),
        "half2_place": HistoryField(_l("Workshop 2: place")),
        "facilitator_ids": HistoryField(_l("Who leads the workshops?"), "reference", names=_people),
        "capacity": HistoryField(_l("Seats"), "choice", words=str),
        "minimum": HistoryField(_l("At least so many people"), "choice", words=str),
        "quota": HistoryField(_l("At most so many of one education"), "choice", words=str),
        "decide_on": HistoryField(_l("Day of decision"), "date"),
        "open_signup": HistoryField(_l("Everyone who sees the practice may sign up"), "yes_no"),
        "signup_until": HistoryField(_l("Last day to sign up"), "date"),
        "wait_hours": HistoryField(
            _l("Hours to say yes, when it is somebody's turn"), "choice", words=str
        ),
        "prepare_able": HistoryField(_l("What shall I be able to do?")),
        "prepare_gain": HistoryField(_l("What do I get out of it?")),
        "prepare_aim": HistoryField(_l("How does it serve our aim?")),
    },
    snapshot=snapshot,
)
