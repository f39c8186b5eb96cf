"""Operations: what a phone wants done, read from JSON that anybody may have written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verb = Literal["edit", "remove", "settle", "hand_in"]
VERBS: tuple[Verb, ...] = ("edit", "remove", "settle", "hand_in")
#: The visitor's own: nobody else reads it.
NOTE = "note"
#: The fields of a line, in the order of the card.
FIELDS = ("interest", "expectation", "wants_workshop", NOTE)
#: What a field of the page takes; what is a little longer is stored all the same.
LONGEST_TEXT = 2000
LONGEST_STORED = 2 * LONGEST_TEXT
#: How many a phone sends at once; it comes again with the rest.
MOST = 100

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DEVICE = re.compile(r"[0-9a-zA-Z-]{1,36}")
_ROW = 2**31


class BadOperation(ValueError):
    """One that cannot be understood, in words for whoever writes a client."""

    reason = "broken"


class TooLong(BadOperation):
    """A text that is longer than can be stored."""

    reason = "long"


@dataclass(frozen=True, slots=True)
class Where:
    """Which stand is meant: what was scanned (`code`), typed (`short`) or chosen (`id`)."""

    code: str = ""
    short: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """A field as somebody left it, in milliseconds since 1970 by the phone's clock."""

    value: Any
    at: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to do. `id` is made by the phone, once; `base` is the version of the line that
    stood on the phone when it was written; `difference` and `use` belong to 'settle'."""

    id: str
    verb: Verb
    at: int
    device: str
    where: Where = field(default_factory=Where)
    base: int = 0
    edits: Mapping[str, Edit] = field(default_factory=dict)
    difference: int = 0
    use: str = "keep"


@dataclass(frozen=True, slots=True)
class Broken:
    """An operation that has an id and cannot be understood: it is refused by itself, so that one
    never keeps the others behind it from being sent."""

    id: str
    reason: str


def read_operations(data: Any) -> list[Operation | Broken]:
    """The operations of a request's body, in their order. Raises BadOperation."""
    if not isinstance(data, list):
        raise BadOperation("ops must be a list")
    if len(data) > MOST:
        raise BadOperation(f"at most {MOST} at once")
    return [_read_or_broken(one) for one in data]


def _read_or_broken(data: Any) -> Operation | Broken:
    try:
        return _read(data)
    except BadOperation as problem:
        name = data.get("id") if isinstance(data, dict) else None
        return Broken(_matching(name, _UUID, "id"), problem.reason)


def clean_text(text: str) -> str:
    """A text as it may be stored: without NUL, without halves of letters, with plain line ends."""
    whole = text.encode("utf-8", "ignore").decode()
    return whole.replace("\x00", "").replace("\r\n", "\n").strip()


def number(value: Any, most: int = 2**53) -> int:
    """A whole number from 0 to `most`. Raises BadOperation."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadOperation("a number is missing")
    # Neither NaN nor infinity is; a number of 400 digits cannot even be asked whether it is finite.
    if not 0 <= value < most:
        raise BadOperation("a number is out of bounds")
    return int(value)


def _read(data: Any) -> Operation:
    if not isinstance(data, dict):
        raise BadOperation("an operation must be an object")
    verb = data.get("verb")
    if verb not in VERBS:
        raise BadOperation("unknown verb")
    at = number(data.get("at"))
    return Operation(
        id=_matching(data.get("id"), _UUID, "id"),
        verb=verb,
        at=at,
        device=_matching(data.get("device"), _DEVICE, "device"),
        where=_where(data.get("where")) if verb in ("edit", "remove") else Where(),
        base=number(data.get("base", 0), _ROW),
        edits=_edits(data.get("edits", {}), at) if verb == "edit" else {},
        difference=number(data.get("difference"), _ROW) if verb == "settle" else 0,
        use=_use(data.get("use", "keep")),
    )


def _matching(value: Any, pattern: re.Pattern[str], name: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadOperation(f"{name} is not one")
    return value


def _where(data: Any) -> Where:
    if not isinstance(data, dict):
        raise BadOperation("where must be an object")
    if "id" in data:
        return Where(id=number(data["id"], _ROW))
    code, short = data.get("code", ""), data.get("short", "")
    if not isinstance(code, str) or not isinstance(short, str) or not (code or short):
        raise BadOperation("no stand is named")
    return Where(code=clean_text(code)[:80], short=clean_text(short)[:20])


def _edits(data: Any, at: int) -> Mapping[str, Edit]:
    if not isinstance(data, dict) or not set(data) <= set(FIELDS):
        raise BadOperation("unknown field")
    return {name: _edit(name, one, at) for name, one in data.items()}


def _edit(name: str, data: Any, at: int) -> Edit:
    if not isinstance(data, dict) or "value" not in data:
        raise BadOperation("an edit needs a value")
    return Edit(clean_value(name, data["value"]), number(data.get("at", at)))


def clean_value(name: str, value: Any) -> Any:
    """A value as the field holds it. Raises BadOperation."""
    if name == "interest":
        if value is None:
            return None
        return number(value, 4)
    if name == "wants_workshop":
        if not isinstance(value, bool):
            raise BadOperation("wants_workshop is true or false")
        return value
    if not isinstance(value, str):
        raise BadOperation(f"{name} is a text")
    if len(value) > LONGEST_STORED:
        raise TooLong(f"{name} is too long")
    return clean_text(value)


def _use(value: Any) -> str:
    if value not in ("keep", "use", "both"):
        raise BadOperation("use is keep, use or both")
    return str(value)
