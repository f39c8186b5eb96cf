"""The facilitator's run sheet: what happens when in a half day, with hints; delays move it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import now

from ..models import RunSheet, Series
from .document import LINE, NOTE

MINUTES_MAX, POINTS_MAX = 240, 30


@dataclass(frozen=True, slots=True)
class Point:
    """One point. `page` is the canvas page the groups work on meanwhile, if any."""

    key: str
    title: Any
    minutes: int
    hint: Any = ""
    page: str = ""


USUAL: Mapping[int, tuple[Point, ...]] = {
    1: (
        Point(
            "welcome",
            _l("Welcome and aim"),
            15,
            _l("Say why we are here. Each says what they hope to take home."),
        ),
        Point(
            "origin",
            _l("Those who tried it tell"),
            20,
            _l("What they did, what they found, what they would do otherwise. Then questions."),
        ),
        Point(
            "arena",
            _l("The arena"),
            40,
            _l("Ten minutes alone, then together. Ask: who is missing? Who loses something?"),
            "arena",
        ),
        Point("break", _l("Break"), 15, _l("Coffee. Look at which groups are stuck.")),
        Point(
            "words",
            _l("Value words and codex"),
            30,
            _l("Collect in silence, merge, give dots. Five words at most, each with a sentence."),
            "words",
        ),
        Point(
            "redesign",
            _l("Redesign"),
            35,
            _l("Take one part at a time. What they leave is as important as what they keep."),
            "redesign",
        ),
        Point(
            "pitch",
            _l("The elevator pitch"),
            20,
            _l("Write five minutes, read aloud with the clock, cut. Are the value words in it?"),
            "pitch",
        ),
        Point("close", _l("Until next time"), 5, _l("Who tells whom at home before workshop 2?")),
    ),
    2: (
        Point("back", _l("Welcome back"), 10, _l("What has happened at home since last time?")),
        Point(
            "track",
            _l("Codex, and are we on the right track?"),
            30,
            _l("Read the codex aloud. Each answers alone; then open the answers and talk."),
            "track",
        ),
        Point(
            "present",
            _l("The pitch presented"),
            25,
            _l("One minute each, with the clock. The others say what they heard."),
            "present",
        ),
        Point("break", _l("Break"), 15, _l("Coffee. Look at which groups are stuck.")),
        Point(
            "design",
            _l("The final design"),
            70,
            _l("Every step has a name and a day. Begin with what happens next week."),
            "design",
        ),
        Point(
            "signs",
            _l("Signs and first review"),
            20,
            _l("What will you see when it works? Put the day in your calendars now."),
            "design",
        ),
        Point(
            "home", _l("Take it home"), 10, _l("Open the draft of your own fact sheet together.")
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A point with its times. `state`: done, now or later; `late` is how many minutes after the
    plan it begins."""

    point: Point
    starts: dt.datetime
    ends: dt.datetime
    state: str
    late: int = 0


def points_of(sheet: RunSheet | None, number: int) -> tuple[Point, ...]:
    """The points of a half day, as the facilitator wants them, else the usual ones."""
    own = sheet.points.get("points") if sheet is not None else None
    if not own:
        return USUAL[number]
    usual = {one.key: one for one in USUAL[number]}
    found = []
    for data in own:
        like = usual.get(data["key"])
        found.append(
            Point(
                data["key"],
                data["title"] or (like.title if like else ""),
                data["minutes"],
                data["hint"] if data["hint"] is not None else (like.hint if like else ""),
                like.page if like else "",
            )
        )
    return tuple(found)


def schedule(
    points: Sequence[Point],
    begins: dt.datetime,
    done: Mapping[str, dt.datetime],
    at: dt.datetime | None,
) -> list[Row]:
    """The times of all points: those that are over as they were, the one that is on until now at
    least, the rest after it. `at` is None while the half day has not begun."""
    rows: list[Row] = []
    planned = starts = begins
    running = at is not None
    for point in points:
        length = dt.timedelta(minutes=point.minutes)
        late = round((starts - planned).total_seconds() / 60)
        if point.key in done:
            ends, state = max(starts, done[point.key]), "done"
        elif running:
            assert at is not None
            ends, state, running = max(starts + length, at), "now", False
        else:
            ends, state = starts + length, "later"
        rows.append(Row(point, starts, ends, state, late))
        starts, planned = ends, planned + length
    return rows


def sheet_of(session: Session, series: Series, number: int) -> RunSheet | None:
    """The stored run sheet, if somebody has begun or changed it."""
    return session.scalar(
        select(RunSheet).where(RunSheet.series_id == series.id, RunSheet.number == number)
    )


def rows_of(
    session: Session, series: Series, number: int, at: dt.datetime | None = None
) -> list[Row]:
    """The run sheet of a half day as it stands."""
    sheet, at = sheet_of(session, series, number), at or now()
    begins = sheet.starts_at if sheet is not None and sheet.starts_at else planned(series, number)
    over = sheet.done if sheet is not None else {}
    done = {key: dt.datetime.fromisoformat(text) for key, text in over.items()}
    return schedule(points_of(sheet, number), begins, done, at if has_begun(sheet, at) else None)


def has_begun(sheet: RunSheet | None, at: dt.datetime) -> bool:
    """Whether the half day has been begun, or the time set for it has come."""
    return sheet is not None and sheet.starts_at is not None and sheet.starts_at <= at


def planned(series: Series, number: int) -> dt.datetime:
    """When the half day is meant to begin; in an hour, where no day is set."""
    found = next((one.starts_at for one in series.half_days if one.number == number), None)
    return found or now().replace(second=0, microsecond=0) + dt.timedelta(hours=1)


def current(rows: Sequence[Row]) -> Row | None:
    """The point that is on."""
    return next((one for one in rows if one.state == "now"), None)


def is_begun(session: Session, series: Series, number: int) -> bool:
    """Whether the half day has begun and is not over."""
    return current(rows_of(session, series, number)) is not None


def locked_sheet(session: Session, series: Series, number: int) -> RunSheet:
    """The run sheet, made if need be, and held until the transaction ends: two who lead press at
    the same moment."""
    # The series is what two who begin it both have.
    session.execute(select(Series.id).where(Series.id == series.id).with_for_update())
    found = session.scalar(
        select(RunSheet)
        .where(RunSheet.series_id == series.id, RunSheet.number == number)
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = RunSheet(series_id=series.id, number=number)
        found.points, found.done = {}, {}
        session.add(found)
    return found


def act(
    session: Session, series: Series, number: int, action: str, pressed: str | None = None
) -> bool:
    """One click of the facilitator: begin, next, back, more, less, reset; whether it was taken.

    `pressed` is what stood there when they pressed, see `mark`: who presses what another has
    pressed a moment before moves nothing a second time. None presses whatever is on.
    """
    sheet = locked_sheet(session, series, number)
    at = now()
    points = points_of(sheet, number)
    on = next((one for one in points if one.key not in (sheet.done or {})), None)
    begun = has_begun(sheet, at)
    if action in ("next", "back", "more", "less") and pressed not in (None, mark(on)):
        return False
    if action == "begin" and not begun:
        sheet.starts_at = at
    elif action == "next" and on is not None and begun:
        sheet.done = {**sheet.done, on.key: at.isoformat()}
    elif action == "back" and sheet.done:
        last = [one.key for one in points if one.key in sheet.done][-1:]
        sheet.done = {key: text for key, text in sheet.done.items() if key not in last}
    elif action in ("more", "less") and on is not None:
        by = 5 if action == "more" else -5
        minutes = max(1, min(MINUTES_MAX, on.minutes + by))
        write(sheet, [_data(one, minutes if one is on else one.minutes) for one in points])
    elif action == "reset":
        sheet.starts_at, sheet.done = None, {}
    sheet.version = (sheet.version or 1) + 1
    session.flush()
    return True


def mark(on: Point | None) -> str:
    """What a press carries: the point that is on and its minutes, `over` after the last one."""
    return f"{on.key}.{on.minutes}" if on is not None else "over"


def write(sheet: RunSheet, points: list[dict[str, Any]]) -> None:
    """The points as the facilitator wants them; no points: the usual ones."""
    sheet.points = {"points": points[:POINTS_MAX]} if points else {}


def _data(point: Point, minutes: int) -> dict[str, Any]:
    usual = {one.key for half in USUAL.values() for one in half}
    own = point.key not in usual or isinstance(point.title, str)
    return {
        "key": point.key,
        # The usual words stay in the reader's language.
        "title": str(point.title)[:LINE] if own else "",
        "minutes": minutes,
        "hint": str(point.hint)[:NOTE] if isinstance(point.hint, str) and own else None,
    }
