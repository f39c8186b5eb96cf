"""The floor plan: where each stand is, in thousandths of the room, and the picture behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import (
    SYSTEM,
    Actor,
    PortalError,
    attach,
    attachments_of,
    content_path,
    detach,
    record,
    store_upload,
)

from ..models import Bazaar, Stand, StandPlan
from ..vocabulary import KIND, StandStatus
from . import undo
from .rounds import plan_row

#: Where the picture hangs; a kind of its own, so that it is not among the bazaar's files.
PICTURES = "bazaar.floor"
WIDTH, HEIGHT = 1600, 1000
_DAMAGE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Spot:
    """A stand on the plan, in the plan's own measure."""

    stand: Stand
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Floor:
    """The plan of a bazaar. The picture is as wide as the plan; `radius` and `size` are those of
    the stands' marks and their numbers."""

    width: int
    height: int
    picture: bool
    spots: Sequence[Spot]
    unplaced: Sequence[Stand]
    version: int

    @property
    def radius(self) -> int:
        """How large a stand's mark is."""
        return self.width // 36

    @property
    def step(self) -> int:
        """The width of the grid where there is no picture."""
        return self.width // 16


def floor_of(session: Session, bazaar: Bazaar, stands: Iterable[Stand] | None = None) -> Floor:
    """The confirmed stands on their places."""
    plan = session.get(StandPlan, bazaar.id)
    width, height = (plan.width, plan.height) if plan is not None else (WIDTH, HEIGHT)
    if stands is None:
        stands = session.scalars(
            select(Stand)
            .where(Stand.bazaar_id == bazaar.id, Stand.status == StandStatus.CONFIRMED)
            .order_by(Stand.number, Stand.id)
        ).all()
    placed, unplaced = [], []
    for one in stands:
        if one.x is None or one.y is None:
            unplaced.append(one)
        else:
            placed.append(Spot(one, one.x * width // 1000, one.y * height // 1000))
    picture = plan is not None and plan.picture is not None
    return Floor(width, height, picture, placed, unplaced, plan.version if plan else 0)


def place_in_rows(session: Session, actor: Actor, bazaar: Bazaar) -> int:
    """Puts the stands without a place into rows, by number, where nobody stands yet; how many."""
    floor = floor_of(session, bazaar)
    taken = [(one.stand.x or 0, one.stand.y or 0) for one in floor.spots]
    number = len(floor.unplaced)
    if not number:
        return 0
    columns = max(1, min(10, -(-(number + len(taken)) // 4)))
    spots = _free_spots(taken, columns)
    for stand in floor.unplaced:
        stand.x, stand.y = next(spots)
        stand.version += 1
    session.flush()
    placed = [[one.id, one.x, one.y] for one in floor.unplaced]
    undo.keep(session, bazaar, undo.ROWS, stands=placed)
    record(session, actor, "bazaar_stand.placed", KIND, bazaar.id)
    return number


def _free_spots(taken: Sequence[tuple[int, int]], columns: int) -> Any:
    """Places in rows, away from those that are taken; closer rows when the room is full."""
    across = 900 // columns
    for down in (140, 90, 60, 40, 20):
        for y in range(80, 960, down):
            for column in range(columns):
                x = 50 + across // 2 + column * across
                near = any(abs(x - a) < across // 2 and abs(y - b) < down // 2 for a, b in taken)
                if not near:
                    taken = [*taken, (x, y)]
                    yield x, y
    while True:  # more than any hall holds
        yield 500, 500


def set_picture(session: Session, actor: Actor, bazaar: Bazaar, stream: Any, name: str) -> None:
    """Takes a picture of the room. Raises FileProblem, and PortalError for what is no picture."""
    file = store_upload(session, actor, stream, name)
    if not file.media_type.startswith("image/"):
        raise PortalError(_("Choose a picture: JPEG, PNG, GIF or WebP."))
    try:
        with Image.open(content_path(file)) as picture:
            width, height = picture.size
    except _DAMAGE:
        raise PortalError(_("This picture cannot be read. Choose another.")) from None
    if not width or not height or max(width, height) > 8 * min(width, height):
        raise PortalError(_("The picture is too narrow for a floor plan."))
    there = attachments_of(session, PICTURES, [bazaar.id])[bazaar.id]
    for row in there:
        if row.file_id != file.id:
            detach(session, SYSTEM, row)
    if not any(row.file_id == file.id for row in there):
        attach(session, actor, PICTURES, bazaar.id, file, name="plan")
    plan = plan_row(session, bazaar)
    plan.picture, plan.width, plan.height = file, WIDTH, max(200, WIDTH * height // width)
    plan.version = (plan.version or 0) + 1
    session.flush()
    record(session, actor, "bazaar_stand.floor", KIND, bazaar.id)


def remove_picture(session: Session, actor: Actor, bazaar: Bazaar) -> None:
    """Takes the picture away; the stands stay where they are."""
    for row in attachments_of(session, PICTURES, [bazaar.id])[bazaar.id]:
        detach(session, SYSTEM, row)
    plan = plan_row(session, bazaar)
    plan.picture, plan.width, plan.height = None, WIDTH, HEIGHT
    plan.version = (plan.version or 0) + 1
    session.flush()
    record(session, actor, "bazaar_stand.floor", KIND, bazaar.id)
