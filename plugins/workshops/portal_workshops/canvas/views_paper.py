"""A canvas on paper, and what has happened on it."""

from __future__ import annotations

from typing import Any

from flask import render_template

from portal.api import current_actor, db, paginate, signed_in

from .log import entries, names, told
from .pages import view
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
        told_of=told,
        names=names(session, page.items),
    )
