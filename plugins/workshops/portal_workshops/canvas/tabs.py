"""The canvas in the sub-navigation of an education and of a series."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor

from ..frame import Tab
from ..models import Participation, Seat, Series
from ..permissions import facilitates
from ..vocabulary import HOLDS


def tabs(session: Session, actor: Actor, series: Series) -> Iterable[Tab]:
    """Run sheet and groups for who leads; their own canvas for who takes part."""
    found = []
    mine = session.scalars(
        select(Seat.participation_id).where(
            Seat.series_id == series.id,
            Seat.user_id == (actor.user_id or 0),
            Seat.status.in_(HOLDS),
        )
    )
    for participation_id in mine:
        url = url_for("workshops_canvas.index", participation_id=participation_id)
        found.append(Tab(30, _("Your canvas"), url, "compass"))
    if facilitates(session, actor, series):
        run = url_for("workshops_canvas.run", series_id=series.id, number=1)
        groups = url_for("workshops_canvas.groups", series_id=series.id)
        found.append(Tab(40, _("Run sheet"), run, "stopwatch", ("workshops_canvas.run",)))
        found.append(Tab(45, _("Groups at work"), groups, "activity"))
    return found


def participation_tabs(
    session: Session, actor: Actor, participation: Participation
) -> Iterable[Tab]:
    """For everyone who sees the education's work."""
    url = url_for("workshops_canvas.index", participation_id=participation.id)
    return [Tab(10, _("Canvas"), url, "compass", ("workshops_canvas.",))]
