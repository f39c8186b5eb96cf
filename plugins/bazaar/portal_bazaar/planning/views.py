"""The list of bazaars, one of them, and its organisers' overview."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    attachments_of,
    csv_response,
    current_actor,
    db,
    history_url,
    local,
    may,
    narrow,
    now,
    paginate,
    signed_in,
    slots,
    xlsx_response,
)

from ..areas import gathered
from ..frame import Figure, show
from ..models import Bazaar, PlanTask, ProgrammePart
from ..permissions import (
    MANAGE,
    bazaar_or_404,
    is_announced,
    moderates,
    organised_among,
    organised_or_404,
)
from ..vocabulary import KIND, PARTS, STATUSES, BazaarStatus
from . import display as show_of
from .calendar import event_of
from .services import STEPS, may_delete

bp = Blueprint(
    "bazaar",
    __name__,
    url_prefix="/bazaar",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)


@bp.app_template_filter("part_times")
def part_times(part: ProgrammePart | Bazaar) -> str:
    """When a part of the programme is: 13.00-13.30, as clocks here show it."""
    mark = "." if str(get_locale()) == "da" else ":"
    start, end = local(part.starts_at), local(part.ends_at)
    return f"{start:%H}{mark}{start:%M}\u2013{end:%H}{mark}{end:%M}"


@bp.get("/")
@signed_in
def index() -> str:
    """What is to come, the next one first; and what was, the latest first."""
    session, actor = db.session(), current_actor()
    wanted = narrow(select(Bazaar), actor, Bazaar)
    coming = session.scalars(
        wanted.where(Bazaar.ends_at > now(), Bazaar.status != BazaarStatus.CLOSED)
        .order_by(Bazaar.starts_at, Bazaar.id)
        .limit(50)
    ).all()
    past = wanted.where((Bazaar.ends_at <= now()) | (Bazaar.status == BazaarStatus.CLOSED))
    page = paginate(session, past.order_by(Bazaar.starts_at.desc(), Bazaar.id.desc()))
    return render_template(
        "bazaar/planning/list.html",
        coming=coming,
        page=page,
        organised=organised_among(session, actor, [*coming, *page.items]),
        may_create=may(session, actor, MANAGE),
        statuses=STATUSES,
        page_url=lambda number: url_for(".index", page=number),
    )


@bp.get("/<int:bazaar_id>")
@signed_in
def page(bazaar_id: int) -> str:
    """One bazaar, as visitors see it: what it is about, the day, what is on display."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    seen = is_announced(bazaar) or moderates(session, actor, bazaar)
    stands = show_of.stands_of(session, actor, bazaar) if seen else []
    themes: dict[str, list[show_of.Shown]] = {}
    for one in stands:
        name = one.stand.theme.name if one.stand.theme else ""
        themes.setdefault(name, []).append(one)
    return show(
        "bazaar/planning/page.html",
        bazaar,
        stands=stands,
        themes=themes,
        seen=seen,
        parts=sorted(bazaar.parts, key=lambda part: (part.starts_at, part.id)),
        looks=PARTS,
        now=now(),
        files=attachments_of(session, KIND, [bazaar_id])[bazaar_id],
        kind=KIND,
        event=event_of(session, bazaar) if now() < bazaar.ends_at else None,
        organisers=[one.user for one in bazaar.organisers if one.role == "organiser"],
        panels=slots(f"bazaar.{moment_of(bazaar)}", bazaar) if seen else [],
        side=slots("bazaar.side", bazaar),
    )


def moment_of(bazaar: Bazaar) -> str:
    """'before', 'during' or 'after': where questionnaires of that moment have their slot."""
    if bazaar.status in (BazaarStatus.HELD, BazaarStatus.CLOSED) or now() >= bazaar.ends_at:
        return "after"
    return "during" if now() >= bazaar.starts_at else "before"


@bp.get("/<int:bazaar_id>/manage")
@signed_in
def overview(bazaar_id: int) -> str:
    """For its organisers: the numbers of all areas, and what waits."""
    session, actor = db.session(), current_actor()
    bazaar = organised_or_404(session, actor, bazaar_id)
    figures: list[Figure] = gathered("overview", session, actor, bazaar)
    figures.sort(key=lambda figure: figure.order)
    steps = STEPS.get(bazaar.status, ())
    todo = [one for one in figures if one.text]
    if bazaar.status == BazaarStatus.PLANNED:
        empty = not any(one.number for one in figures)
        todo = [*_to_begin_with(session, bazaar, empty), *todo]
    return show(
        "bazaar/planning/overview.html",
        bazaar,
        figures=[one for one in figures if one.number is not None],
        todo=todo,
        statuses=STATUSES,
        steps=steps,
        begun=now() >= bazaar.starts_at,
        may_delete=may_delete(session, bazaar),
        may_create=may(session, actor, MANAGE),
        history=history_url(KIND, bazaar_id),
        panels=slots("bazaar.manage", bazaar),
    )


def _to_begin_with(session: Session, bazaar: Bazaar, empty: bool) -> list[Figure]:
    """What saves the most work: a spreadsheet while there is nothing, and a plan where is none."""
    lists = url_for(".setup", bazaar_id=bazaar.id)
    words = _("Have you a spreadsheet? Take educations, stands and people from it")
    tasks = url_for(".tasks", bazaar_id=bazaar.id)
    plan = _("Make a plan of what is to be done, and by when")
    found = [Figure("", None, lists, "file-earmark-spreadsheet", words)] if empty else []
    if session.scalar(select(PlanTask.id).where(PlanTask.bazaar_id == bazaar.id).limit(1)) is None:
        found.append(Figure("", None, tasks, "clipboard-check", plan))
    return found


@bp.get("/<int:bazaar_id>/display.<extension>")
@signed_in
def display_file(bazaar_id: int, extension: str) -> Any:
    """What is on display as a file, as the page is filtered."""
    write = {"csv": csv_response, "xlsx": xlsx_response}.get(extension)
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    hidden = not is_announced(bazaar) and not moderates(session, actor, bazaar)
    if write is None or hidden:
        abort(404)
    view = show_of.display(session, actor, bazaar, show_of.read_wish(bazaar, request.args))
    found = [one for _name, group in view.groups for one in group]
    return write(_("on display"), show_of.columns(), show_of.rows(found))
