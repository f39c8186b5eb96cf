"""A canvas on paper, and what has happened on it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.api import CannotPrint, current_actor, db, paginate, pdf, signed_in

from .log import entries, names, told
from .pages import view
from .printing import TEMPLATE, data_of
from .views import bp, find
from .wording import CHOICE_WORDS, QUESTIONS, RINGS, TRACK


@bp.get("/<int:participation_id>/paper")
@signed_in
def paper(participation_id: int) -> str:
    """All of it on one page, for reading and printing."""
    found = view(db.session(), current_actor(), find(participation_id))
    return render_template(
        "workshops/canvas/paper.html",
        view=found,
        series=found.rights.series,
        participation=found.rights.participation,
        design=found.design,
        rings=RINGS,
        questions=QUESTIONS,
        choice_words=CHOICE_WORDS,
        track_words=TRACK,
    )


@bp.get("/<int:participation_id>/paper.pdf")
@signed_in
def paper_pdf(participation_id: int) -> Any:
    """The same as a PDF, to send and to keep."""
    session = db.session()
    found = view(session, current_actor(), find(participation_id))
    data = data_of(found)
    session.rollback()  # nobody waits for the print
    try:
        made = pdf(TEMPLATE, data, lang=str(get_locale()), title=data["title"])
    except CannotPrint as problem:
        flash(str(problem), "error")
        return redirect(url_for(".paper", participation_id=participation_id), 303)
    response = Response(made, mimetype="application/pdf")
    name = _("canvas")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return response


@bp.get("/<int:participation_id>/history")
@signed_in
def log(participation_id: int) -> Any:
    """Who changed what when; answers and dots are nobody's business."""
    rights = find(participation_id)
    session = db.session()
    page = paginate(session, entries(rights.canvas))
    return render_template(
        "workshops/canvas/log.html",
        participation=rights.participation,
        series=rights.series,
        page=page,
        page_url=lambda number: url_for(".log", participation_id=participation_id, page=number),
        told_of=told,
        names=names(session, page.items),
    )
