"""Plain forms of the canvas, read as operations."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from .document import ITEM, TYPES, implied_type
from .engine import Item, Operation
from .services import AROUND, NEAR

#: Where a ring's middle is, in thousandths.
MIDDLE = {"near": 400, "around": 680, "far": 920}
ENDS = {"near": (0, NEAR), "around": (NEAR, AROUND), "far": (AROUND, math.inf)}


def read_form(form: MultiDict[str, str], items: Mapping[str, Item]) -> list[Operation]:
    """The operations that a form means; none where it means nothing."""
    item, do, kind = form.get("item", ""), form.get("do", "set"), form.get("type", "")
    if do == "add":
        item = item or str(uuid.uuid4())
    if not ITEM.match(item) or do not in ("add", "set", "remove", "restore"):
        return []
    there = items.get(item)
    kind = there.type if there else implied_type(item) or kind
    if kind not in TYPES:
        return []
    base = _number(form.get("base", ""))
    choose = form.get("choose", "")
    if choose:
        return _settle(there, choose, base) if there is not None else []
    fields = _fields(form, kind)
    if kind == "stakeholder":
        fields |= _place(form.get("ring", ""), there, items)
    if do == "add" and not any(fields.get(name) for name in ("name", "text", "what")):
        return []
    if do == "set" and not fields:
        return []
    return [Operation(str(uuid.uuid4()), do, item, kind, fields, base)]


def _fields(form: MultiDict[str, str], kind: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, declared in TYPES[kind].items():
        key = f"f.{name}"
        if declared.empty == [] and f"{key}.sent" in form:
            found[name] = [_number(one) for one in form.getlist(key)]
        elif isinstance(declared.empty, bool) and f"{key}.sent" in form:
            found[name] = key in form
        elif key in form:
            found[name] = form[key]
    return found


def _settle(item: Item, choose: str, base: int) -> list[Operation]:
    """'<field>.<number>': this version holds, and the others have been seen."""
    name, _dot, number = choose.partition(".")
    register = item.fields.get(name)
    if register is None:
        return []
    versions = [register.current, *register.others]
    chosen = next((one for one in versions if one.number == _number(number)), None)
    if chosen is None:
        return []
    seen = frozenset(one.number for one in versions if one.number <= base)
    fields = {name: chosen.value}
    return [Operation(str(uuid.uuid4()), "settle", item.id, fields=fields, base=base, seen=seen)]


def _place(ring: str, item: Item | None, items: Mapping[str, Item]) -> dict[str, object]:
    if ring not in MIDDLE:
        return {}
    x, y = (item.value("x"), item.value("y")) if item else (0, 0)
    low, high = ENDS[ring]
    if item is not None and (x or y) and low < math.hypot(x, y) <= high:
        return {}
    angle = math.atan2(y, x) if x or y else _free_angle(items)
    return {"x": round(MIDDLE[ring] * math.cos(angle)), "y": round(MIDDLE[ring] * math.sin(angle))}


def _free_angle(items: Mapping[str, Item]) -> float:
    """The direction in which there is most room."""
    taken = [
        math.atan2(one.value("y"), one.value("x"))
        for one in items.values()
        if one.type == "stakeholder" and not one.gone
    ]
    spots = [-math.pi * 3 / 4 + math.pi / 4 * turn for turn in (0, 2, 4, 6, 1, 3, 5, 7)]
    return max(
        spots,
        key=lambda spot: min(
            (abs(math.remainder(spot - one, math.tau)) for one in taken), default=math.tau
        ),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
