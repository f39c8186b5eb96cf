"""All groups of a series at a glance, for who facilitates: how far, who is there, who is stuck."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.api import now

from ..models import Canvas, CanvasItem, CanvasPresence, Participation, Seat, Series
from ..vocabulary import HOLDS
from . import runsheet, tally
from .engine import Item
from .presence import HERE
from .progress import State, progress
from .store import item_of
from .wording import STEP

SILENT, SLOW = dt.timedelta(minutes=10), dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Group:
    """One education at work. `stuck` says why it may need somebody, empty if it does not;
    `spread` how it answered 'on the right track?', once that may be seen."""

    participation: Participation
    people: int
    here: int
    changed_at: dt.datetime | None
    progress: Mapping[str, State]
    wants_help: bool
    help_about: str
    stuck: tuple[str, ...]
    spread: Sequence[int] = ()


def groups_of(
    session: Session, series: Series, half: int, at: dt.datetime | None = None
) -> list[Group]:
    """The groups, those that want help first, then those that are stuck; a fixed number of
    queries whatever their number."""
    at = at or now()
    on = runsheet.current(runsheet.rows_of(session, series, half, at))
    rows = session.execute(
        select(Participation, Canvas)
        .outerjoin(Canvas, Canvas.participation_id == Participation.id)
        .where(Participation.series_id == series.id)
        .options(joinedload(Participation.unit))
    ).all()
    canvases = [canvas.id for _participation, canvas in rows if canvas is not None]
    items = _items(session, canvases)
    here = _here(session, canvases, at)
    seats = _seats(session, series)
    found = [
        _group(
            participation,
            canvas,
            items.get(canvas.id, {}) if canvas else {},
            here.get(canvas.id, 0) if canvas else 0,
            seats.get(participation.id, frozenset()),
            on,
            at,
        )
        for participation, canvas in rows
    ]
    found = [one for one in found if one.people or one.changed_at]
    return sorted(
        found,
        key=lambda one: (
            not one.wants_help,
            not one.stuck,
            one.participation.unit.name.casefold(),
            one.participation.id,
        ),
    )


def stuck(
    count: int, changed_at: dt.datetime | None, on: runsheet.Row | None, at: dt.datetime
) -> tuple[str, ...]:
    """Why a group may be stuck at the point that is on: its page is empty after five minutes, or
    nobody has written anything for ten."""
    if on is None or not on.point.page:
        return ()
    found = []
    if not count and at - on.starts >= SLOW:
        found.append(_("Has not begun: %(title)s", title=STEP[on.point.page].title))
    since = max(changed_at or on.starts, on.starts)
    if at - since >= SILENT:
        minutes = int((at - since).total_seconds() // 60)
        words = ngettext(
            "Nothing written for %(num)s minute", "Nothing written for %(num)s minutes", minutes
        )
        found.append(words)
    return tuple(found)


def _group(
    participation: Participation,
    canvas: Canvas | None,
    items: Mapping[str, Item],
    here: int,
    seated: frozenset[int],
    on: runsheet.Row | None,
    at: dt.datetime,
) -> Group:
    leader = participation.leader_id
    members = seated if leader is None else seated | {leader}
    states = progress(items, members=members, seated=seated)
    help = items.get("help")
    changed = canvas.changed_at if canvas is not None else None
    count = states[on.point.page].count if on is not None and on.point.page else 0
    return Group(
        participation,
        len(seated),
        here,
        changed,
        states,
        bool(help and help.value("wanted")),
        help.value("about") if help else "",
        stuck(count, changed, on, at),
        tally.spread(items.values(), members, seated).get("spread", ()),
    )


def _items(session: Session, canvases: list[int]) -> dict[int, dict[str, Item]]:
    found: dict[int, dict[str, Item]] = {}
    for row in session.scalars(select(CanvasItem).where(CanvasItem.canvas_id.in_(canvases))):
        found.setdefault(row.canvas_id, {})[row.item] = item_of(row)
    return found


def _here(session: Session, canvases: list[int], at: dt.datetime) -> dict[int, int]:
    rows = session.execute(
        select(CanvasPresence.canvas_id, func.count(CanvasPresence.user_id.distinct()))
        .where(CanvasPresence.canvas_id.in_(canvases), CanvasPresence.seen_at > at - HERE)
        .group_by(CanvasPresence.canvas_id)
    )
    return dict(rows.all())


def _seats(session: Session, series: Series) -> dict[int, frozenset[int]]:
    rows = session.execute(
        select(Seat.participation_id, Seat.user_id).where(
            Seat.series_id == series.id, Seat.status.in_(HOLDS)
        )
    )
    found: dict[int, frozenset[int]] = {}
    for participation, user_id in rows:
        found[participation] = found.get(participation, frozenset()) | {user_id}
    return found
