"""Series: the list, one of them, one education in it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.api import (
    Unit,
    csv_response,
    current_actor,
    db,
    history_url,
    may,
    now,
    paginate,
    signed_in,
    slots,
    unit_paths,
    xlsx_response,
)

from ..frame import show
from ..models import Participation, Seat, Series
from ..permissions import may_see_participation, participation_or_404, plans, series_or_404
from ..sheets import fact
from ..times import local
from ..vocabulary import (
    HELP,
    HOLDS,
    SEAT_STATUS,
    SERIES_KIND,
    SERIES_STATUS,
    SeriesStatus,
    status_look,
)
from . import listing, seats
from .forms import ColleagueForm, HelpForm
from .services import people_of, seat_of, what_is_missing
from .signing import units_to_choose

bp = Blueprint(
    "workshops",
    __name__,
    url_prefix="/workshops",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)
FILES = {"xlsx": xlsx_response, "csv": csv_response}


@bp.get("/")
@signed_in
def index() -> str:
    """The series one may see: what is to come, what one is part of, what was."""
    session, actor = db.session(), current_actor()
    view, statuses, text, sort = _asked()
    found = paginate(session, listing.statement(session, actor, view, statuses, text, sort))
    ids = [one.id for one in found.items]
    numbers = listing.status_counts(session, actor)
    shown = [key for key in SERIES_STATUS if key in numbers and _belongs(view, key)]
    keep: dict[str, Any] = {"view": view if view != "coming" else None, "q": text or None}
    return render_template(
        "workshops/series/list.html",
        page=found,
        view=view,
        text=text,
        sort=sort,
        statuses=statuses,
        chips=[(key, SERIES_STATUS[key], numbers[key]) for key in shown],
        counts=listing.counts(session, ids),
        mine=listing.my_seats(session, actor, ids),
        look_of=lambda one: status_look(one.status, one.open_signup),
        seat_looks=SEAT_STATUS,
        plans=plans(actor),
        any_there=bool(numbers),
        ways=slots("workshops.list", actor),
        page_url=lambda number: url_for(
            ".index", **keep, status=statuses or None, sort=sort, page=number
        ),
        sort_url=lambda key: url_for(".index", **keep, status=statuses or None, sort=key),
        status_url=lambda key: url_for(
            ".index", **keep, status=None if statuses == [key] else key, sort=sort
        ),
        export_url=lambda extension: url_for(
            ".export", extension=extension, **keep, status=statuses or None, sort=sort
        ),
    )


@bp.get("/series.<extension>")
@signed_in
def export(extension: str) -> Any:
    """The list as a file, as it is narrowed."""
    write = FILES.get(extension)
    if write is None:
        abort(404)
    session, actor = db.session(), current_actor()
    rows = session.scalars(listing.statement(session, actor, *_asked())).all()
    numbers = listing.counts(session, [one.id for one in rows])
    columns = [
        _("Title"),
        _("Status"),
        _("Workshop 1"),
        _("Workshop 2"),
        _("Place"),
        _("Seats"),
        _("Taken"),
        _("Kept for an answer"),
        _("Waiting"),
        _("Educations"),
        _("Led by"),
    ]
    lines = []
    for one in rows:
        days = {half.number: half for half in one.half_days}
        lines.append(
            (
                one.title,
                str(status_look(one.status, one.open_signup).words),
                *(
                    f"{local(days[number].starts_at):%Y-%m-%d %H:%M}" if number in days else ""
                    for number in (1, 2)
                ),
                days[1].where if 1 in days else "",
                one.capacity,
                numbers[one.id].held,
                numbers[one.id].kept,
                numbers[one.id].waiting,
                numbers[one.id].educations,
                ", ".join(sorted(each.user.name for each in one.facilitators)),
            )
        )
    return write(_("workshops"), columns, lines)


@bp.get("/<int:series_id>")
@signed_in
def page(series_id: int) -> Any:
    """One series."""
    session, actor = db.session(), current_actor()
    series = series_or_404(session, actor, series_id)
    rows = session.scalars(
        select(Participation)
        .where(Participation.series_id == series_id)
        .options(
            selectinload(Participation.seats).selectinload(Seat.user),
            selectinload(Participation.unit),
            selectinload(Participation.leader),
        )
        .order_by(Participation.id)
    ).all()
    people = may(session, actor, "people", series)
    mine = seat_of(series, actor.user_id)
    first = series.half_days[0].starts_at if series.half_days else None
    adviser = next((one for one in series.advisers if one.user_id == actor.user_id), None)
    return show(
        "workshops/series/page.html",
        series,
        educations=[
            (one, people_of(one), may_see_participation(session, actor, one))
            for one in rows
            if people or any(seat.status in HOLDS for seat in one.seats)
        ],
        paths=unit_paths(session, [one.unit_id for one in rows]) if rows else {},
        people=people,
        mine=mine,
        mine_look=SEAT_STATUS.get(mine.status) if mine else None,
        turn=seats.place_in_queue(series, mine) if mine else 0,
        free=len(seats.free(series)),
        held=len(seats.held(series)),
        kept=len(seats.kept(series)),
        waiting=len(seats.queue(series)),
        signup=seats.is_open(series),
        begun=first is not None and first <= now(),
        units=units_to_choose(session, actor),
        missing=what_is_missing(series) if series.status == SeriesStatus.PLANNING else [],
        adviser=adviser,
        help_form=HelpForm(formdata=None, obj=adviser) if adviser else None,
        colleague_form=ColleagueForm(formdata=None),
        helps=HELP,
        sheet=fact(session, actor, series.sheet_id),
        history=history_url(SERIES_KIND, series_id),
        panels=slots("workshops.series", series),
    )


@bp.get("/education/<int:participation_id>")
@signed_in
def education(participation_id: int) -> Any:
    """One education in a series: its people, and the way to its work."""
    session, actor = db.session(), current_actor()
    found = participation_or_404(session, actor, participation_id)
    return show(
        "workshops/series/education.html",
        found.series,
        found,
        people=people_of(found),
        unit=session.get(Unit, found.unit_id),
        panels=slots("workshops.education", found),
    )


def _asked() -> tuple[str, list[str], str, str]:
    view = request.args.get("view", "coming")
    sort = request.args.get("sort", "date")
    return (
        view if view in listing.VIEWS else "coming",
        [one for one in request.args.getlist("status") if one in SERIES_STATUS],
        request.args.get("q", "").replace("\x00", "").strip()[:200],
        sort if sort.removeprefix("-") in listing.SORTS else "date",
    )


def _belongs(view: str, status: str) -> bool:
    over = status in (SeriesStatus.DONE, SeriesStatus.CANCELLED)
    return view == "mine" or over == (view == "over")


def find(series_id: int) -> Series:
    """The series, or 404."""
    return series_or_404(db.session(), current_actor(), series_id)
