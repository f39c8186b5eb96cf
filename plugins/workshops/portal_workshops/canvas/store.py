"""The canvas in the database: its items as they stand, and the log of what made them so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import now

from ..models import Canvas, CanvasItem, CanvasOperation, Participation
from . import engine
from .document import TYPES
from .engine import Author, Item, Operation, Result


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one operation, for the client that sent it."""

    uid: str
    result: str
    why: str = ""


def canvas_for(session: Session, participation: Participation) -> Canvas | None:
    """The canvas of an education, if somebody has begun it."""
    return session.scalar(select(Canvas).where(Canvas.participation_id == participation.id))


def locked_canvas(session: Session, participation: Participation) -> Canvas:
    """The canvas, made if need be, and held until the transaction ends: operations are numbered
    one after the other."""
    # The participation is what two who begin at the same moment both have.
    session.execute(
        select(Participation.id).where(Participation.id == participation.id).with_for_update()
    )
    found = session.scalar(
        select(Canvas)
        .where(Canvas.participation_id == participation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = Canvas(participation_id=participation.id)
        session.add(found)
        session.flush()
    return found


def items_of(session: Session, canvas: Canvas | None) -> dict[str, Item]:
    """Everything on the canvas, what was removed too."""
    if canvas is None:
        return {}
    rows = session.scalars(
        select(CanvasItem).where(CanvasItem.canvas_id == canvas.id).order_by(CanvasItem.item)
    )
    return {row.item: item_of(row) for row in rows}


def item_of(row: CanvasItem) -> Item:
    """A stored item."""
    return engine.from_data(row.item, row.type, row.seq, row.gone, row.data)


def perform(
    session: Session, canvas: Canvas, author: Author, operations: Sequence[Operation]
) -> list[Answer]:
    """Applies operations in their order, each once whatever it is sent; the canvas is locked.

    What is refused leaves no trace; all else stands in the log.
    """
    done = _already(session, canvas, [one.uid for one in operations])
    items = items_of(session, canvas)
    answers, changed = [], dict[str, Item]()
    for operation in operations:
        before = done.get(operation.uid)
        if before is not None:
            answers.append(Answer(operation.uid, before))
            continue
        outcome = engine.apply(items, operation, author, canvas.seq + 1)
        answers.append(Answer(operation.uid, outcome.result, outcome.why))
        if outcome.result == Result.REFUSED:
            continue
        canvas.seq += 1
        done[operation.uid] = outcome.result
        if outcome.item is not None:
            items[outcome.item.id] = changed[outcome.item.id] = outcome.item
        session.add(_logged(canvas, author, operation, items, outcome.result))
    _keep(session, canvas, changed.values())
    if changed:
        canvas.changed_at = now()
    session.flush()
    return answers


def _already(session: Session, canvas: Canvas, uids: Sequence[str]) -> dict[str, str]:
    rows = session.execute(
        select(CanvasOperation.uid, CanvasOperation.result).where(
            CanvasOperation.canvas_id == canvas.id, CanvasOperation.uid.in_(uids)
        )
    )
    return dict(rows.all())


def _logged(
    canvas: Canvas, author: Author, operation: Operation, items: dict[str, Item], result: str
) -> CanvasOperation:
    item = items.get(operation.item)
    known = TYPES[item.type] if item else {}
    fields = {name: known[name].clean(value) for name, value in operation.fields.items()}
    what: dict[str, Any] = {"do": operation.do, "fields": fields}
    if operation.base:
        what["base"] = operation.base
    if operation.seen:
        what["seen"] = sorted(operation.seen)
    return CanvasOperation(
        canvas_id=canvas.id,
        seq=canvas.seq,
        uid=operation.uid,
        client=author.client,
        user_id=author.user_id,
        item=operation.item,
        type=item.type if item else operation.type[:16],
        what=what,
        result=result,
    )


def _keep(session: Session, canvas: Canvas, items: Iterable[Item]) -> None:
    for item in items:
        session.merge(
            CanvasItem(
                canvas_id=canvas.id,
                item=item.id,
                type=item.type,
                seq=item.number,
                gone=item.gone,
                data=engine.as_data(item),
            )
        )
