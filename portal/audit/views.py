"""The page of the audit trail."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from portal.access.routes import requires
from portal.audit.listing import (
    NOBODY,
    Line,
    Wanted,
    by_words,
    codes_in_trail,
    entries,
    lines,
    people_in_trail,
)
from portal.audit.models import AuditEntry
from portal.audit.objects import kind_words
from portal.audit.words import describe
from portal.database import db
from portal.runtime import portal
from portal.web.export import csv_response, xlsx_response
from portal.web.paging import paginate
from portal.web.requests import current_actor

READ = "audit.read"
#: So many entries, the newest, are all that a file holds.
EXPORTED = 20_000
EXPORTS = {"xlsx": ("Excel", xlsx_response), "csv": ("CSV", csv_response)}

bp = Blueprint("audit", __name__)


@bp.get("/audit")
@requires(READ)
def index() -> str:
    """Who did what, newest first."""
    session, wanted = db.session, Wanted.from_args(request.args)
    page = paginate(session, entries(wanted), per_page=50)
    people = people_in_trail(session)
    kinds = kind_words(codes_in_trail(session, AuditEntry.kind))
    return render_template(
        "portal/audit/index.html",
        wanted=wanted,
        page=page,
        lines=lines(session, current_actor(), page.items),
        people=people,
        nobody=NOBODY,
        actions=by_words(codes_in_trail(session, AuditEntry.action)),
        kinds=sorted(kinds.items(), key=lambda pair: pair[1].casefold()),
        chips=_chips(wanted, dict(people), kinds),
        page_address=lambda number: url_for("audit.index", page=number, **wanted.as_args()),
        about=lambda reference: url_for("audit.index", kind=reference[0], object=reference[1]),
        exports=[
            (title, url_for("audit.export", form=form, **wanted.as_args()))
            for form, (title, _make) in EXPORTS.items()
        ],
        limit=EXPORTED,
    )


@bp.get("/audit/export.<form>")
@requires(READ)
def export(form: str) -> Any:
    """The trail as it is filtered."""
    if form not in EXPORTS:
        abort(404)
    found = db.session.scalars(entries(Wanted.from_args(request.args)).limit(EXPORTED)).all()
    columns = [_("When"), _("Who"), _("E-mail"), _("What"), _("Kind"), _("About"), _("Details")]
    zone = ZoneInfo(portal().settings.timezone)
    rows = (_row(line, zone) for line in lines(db.session, current_actor(), found))
    return EXPORTS[form][1](_("audit-trail"), columns, rows)


def _row(line: Line, zone: ZoneInfo) -> list[str]:
    subject = line.subject
    return [
        line.at.astimezone(zone).isoformat(" ", "seconds"),
        line.who.name if line.who else "",
        line.who.email if line.who else "",
        line.words,
        str(subject.kind) if subject else "",
        (subject.title or (_("deleted") if subject.gone else "")) if subject else "",
        "; ".join(f"{what}: {text}" for what, text in line.facts),
    ]


def _chips(wanted: Wanted, people: dict[int, str], kinds: dict[str, str]) -> list[tuple[str, str]]:
    """(words, address without it) of everything that narrows the list."""
    chips: list[tuple[str, dict[str, Any]]] = []
    if wanted.who:
        name = _("Without a person") if wanted.who == NOBODY else people.get(int(wanted.who))
        chips.append((name or wanted.who, wanted.as_args(who="")))
    if wanted.action:
        chips.append((describe(wanted.action), wanted.as_args(action="")))
    if wanted.object_id is not None:
        one = f"{kinds.get(wanted.kind, wanted.kind)} {wanted.object_id}"
        chips.append((one, wanted.as_args(object_id=None, kind="")))
    elif wanted.kind:
        chips.append((kinds.get(wanted.kind, wanted.kind), wanted.as_args(kind="")))
    if wanted.since:
        words = _("From %(date)s", date=format_date(wanted.since, "long"))
        chips.append((words, wanted.as_args(since=None)))
    if wanted.until:
        words = _("To %(date)s", date=format_date(wanted.until, "long"))
        chips.append((words, wanted.as_args(until=None)))
    return [(words, url_for("audit.index", **args)) for words, args in chips]
