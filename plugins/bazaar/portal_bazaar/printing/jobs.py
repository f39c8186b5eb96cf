"""The worker's part: making the box, and deleting it."""

from __future__ import annotations

import logging

from flask_babel import force_locale

from portal.api import CannotPrint, JobContext, User, actor_for, aside, now, own_session

from ..models import Bazaar, PrintBox
from .making import make_box
from .services import forget_boxes, kinds_for, note_printed
from .things import Hall, Print

log = logging.getLogger("portal.bazaar")


@aside
def box(job: JobContext) -> None:
    """Makes the box that was wished for, unless another was since."""
    job.session.rollback()
    bazaar_id, wish = int(job.payload["bazaar"]), str(job.payload["wish"])
    prints, content = _made(bazaar_id, wish)
    row = job.session.get(PrintBox, bazaar_id)
    if row is None or row.wish != wish or prints is None:
        return
    if content is None:
        row.state = "failed"
        return
    row.state, row.content, row.size, row.made_at = "ready", content, len(content), now()
    for one in prints:
        note_printed(job.session, bazaar_id, one, one.things)


def _made(bazaar_id: int, wish: str) -> tuple[list[Print] | None, bytes | None]:
    """What went into the box, and the box; the database is let go before the printing begins."""
    with own_session("read") as session:
        row = session.get(PrintBox, bazaar_id)
        bazaar = session.get(Bazaar, bazaar_id)
        if row is None or bazaar is None or row.wish != wish or row.state != "waiting":
            return None, None
        wisher = session.get(User, row.wished_by_id) if row.wished_by_id else None
        actor = actor_for(session, wisher)
        language, names = row.language, row.kinds.split()
        with force_locale(language):
            hall = Hall(session, actor, bazaar)
            allowed = [one for one in kinds_for(session, actor, bazaar) if one.name in names]
            prints = [hall.print_of(one.name) for one in allowed]
    try:
        with force_locale(language):
            return prints, make_box(prints)
    except CannotPrint as problem:
        log.error("the box of bazaar %s could not be made: %s", bazaar_id, problem.details)
        return prints, None


def forget(job: JobContext) -> None:
    """Deletes old boxes."""
    forget_boxes(job.session)
