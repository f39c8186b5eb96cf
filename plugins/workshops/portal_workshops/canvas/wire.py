"""Operations as clients send them, and changes as they get them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.api import Actor, people_names

from ..models import CanvasItem
from . import presence
from .access import Rights
from .document import ITEM, OPERATIONS_MAX, OWN, UUID
from .engine import Item, Operation, Version
from .store import item_of
from .tally import dots, spread

MOST = 2**31 - 1


class Unreadable(ValueError):
    """What was sent is nothing a client of ours sends."""


def read_client(data: Any) -> str:
    """The name of the browser. Raises Unreadable."""
    client = data.get("client") if isinstance(data, Mapping) else None
    if not isinstance(client, str) or not UUID.match(client):
        raise Unreadable("client")
    return client


def read_operations(data: Any) -> list[Operation]:
    """The operations in what was sent. Raises Unreadable."""
    sent = data.get("operations")
    if not isinstance(sent, list) or len(sent) > OPERATIONS_MAX:
        raise Unreadable("operations")
    return [_operation(one) for one in sent]


def _operation(data: Any) -> Operation:
    if not isinstance(data, Mapping):
        raise Unreadable("operation")
    uid, item, fields = data.get("id"), data.get("item"), data.get("fields", {})
    if not isinstance(uid, str) or not UUID.match(uid):
        raise Unreadable("id")
    if not isinstance(item, str) or not ITEM.match(item) or not isinstance(fields, Mapping):
        raise Unreadable("item")
    seen = data.get("seen", [])
    if not isinstance(seen, list) or len(seen) > 50:
        raise Unreadable("seen")
    return Operation(
        uid=uid,
        do=str(data.get("do", ""))[:8],
        item=item,
        type=str(data.get("type", ""))[:16],
        fields={str(name)[:24]: value for name, value in fields.items()},
        base=number(data.get("base")),
        seen=frozenset(number(one) for one in seen),
    )


def number(value: Any) -> int:
    """A number of an operation, 0 where it is none."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= MOST else 0


def etag(rights: Rights) -> str:
    """What a poll compares."""
    pulse = rights.canvas.pulse if rights.canvas is not None else 0
    people = crc32(repr(sorted(rights.members)).encode())
    return f"{rights.number}.{pulse}.{people:x}"


def changes(session: Session, actor: Actor, rights: Rights, since: int) -> dict[str, Any]:
    """What is new on a canvas since an operation, as `actor` may see it: of others' dots and
    answers only what they add up to."""
    items = _since(session, rights, since)
    shown = [one for one in items if one.number > since and _mine(one, actor)]
    found: dict[str, Any] = {
        "seq": rights.number,
        "items": [item_data(one) for one in shown],
        "people": names(session, shown),
        "here": presence.here(session, rights.canvas),
    }
    if any(one.type in OWN or one.id == "settings" for one in items if one.number > since):
        found["dots"] = dots(items)
    found["track"] = spread(items, rights.members, rights.seated)
    return found


def _since(session: Session, rights: Rights, since: int) -> list[Item]:
    if rights.canvas is None:
        return []
    rows = session.scalars(
        select(CanvasItem)
        .where(
            CanvasItem.canvas_id == rights.canvas.id,
            or_(CanvasItem.seq > since, CanvasItem.type.in_(("vote", "answer", "settings"))),
        )
        .order_by(CanvasItem.seq)
    )
    return [item_of(row) for row in rows]


def _mine(item: Item, actor: Actor) -> bool:
    return item.type not in OWN or item.by == actor.user_id


def item_data(item: Item) -> dict[str, Any]:
    """One item for clients: each field as its versions, the one that holds first."""
    return {
        "id": item.id,
        "type": item.type,
        "n": item.number,
        "gone": item.gone,
        "by": item.by,
        "f": {
            name: [_version(one) for one in (register.current, *register.others)]
            for name, register in item.fields.items()
        },
    }


def _version(version: Version) -> list[Any]:
    return [version.value, version.number, version.by]


def names(session: Session, items: Iterable[Item]) -> dict[int, str]:
    """The names of those who wrote these items."""
    wanted = {one.by for one in items}
    for item in items:
        for register in item.fields.values():
            wanted |= {version.by for version in (register.current, *register.others)}
    wanted.discard(None)
    if not wanted:
        return {}
    return people_names(session, wanted)
