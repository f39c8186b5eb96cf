"""How a canvas changes: a pure function from items and an operation to items.

The server gives every operation a number and applies them in that order, so all who read the
items see the same. A client says with each change which number it had seen (`base`). A value is
replaced only by somebody who had seen it; else both stay, side by side, until somebody settles
which one holds. Places and dots are loose: the last one counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .document import (
    DOES,
    ITEM,
    ITEMS_MAX,
    LED,
    OWN,
    SINGLE,
    TYPES,
    Field,
    Unfit,
    implied_type,
    owner_of,
)


class Result(StrEnum):
    """What became of an operation."""

    DONE = "done"
    SAME = "same"  # nothing to change
    BOTH = "both"  # two versions stand side by side now
    KEPT = "kept"  # not removed: somebody wrote in it meanwhile
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Author:
    """Who sends operations, from which browser. `advises`: may only add and change advice.
    `answers`: takes part, and is asked whether the group is on the right track."""

    user_id: int | None
    client: str
    leads: bool = False
    advises: bool = False
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Operation:
    """One change. `do`: add, set, remove, restore, settle. `seen`: the numbers of the versions
    that settling replaces."""

    uid: str
    do: str
    item: str
    type: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    base: int = 0
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Version:
    """A value, and the operation that wrote it."""

    value: Any
    number: int
    by: int | None = None
    client: str = ""


@dataclass(slots=True)
class Register:
    """A field's value, and versions that its writer had not seen and that nobody settled."""

    current: Version
    others: list[Version] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """One thing on the canvas. `number` is the operation that last touched it."""

    id: str
    type: str
    number: int = 0
    gone: bool = False
    by: int | None = None
    fields: dict[str, Register] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """What a field says now; what it says when empty, if nobody wrote."""
        register = self.fields.get(name)
        return TYPES[self.type][name].empty if register is None else register.current.value


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result; `item` as it is now, None where nothing changed; `why` it was refused."""

    result: Result
    item: Item | None = None
    why: str = ""


def apply(items: Mapping[str, Item], operation: Operation, author: Author, number: int) -> Outcome:
    """What `operation` makes of the items, as number `number`. Changes the item in place."""
    try:
        return _apply(items, operation, author, number)
    except Unfit as problem:
        return Outcome(Result.REFUSED, why=str(problem))


def _apply(items: Mapping[str, Item], operation: Operation, author: Author, number: int) -> Outcome:
    if operation.do not in DOES:
        raise Unfit("unknown")
    item = items.get(operation.item)
    kind = item.type if item else _type_of_new(items, operation)
    _check_rights(item, kind, operation, author)
    values = _cleaned(kind, operation.fields)
    if operation.do == "remove":
        return _remove(item, operation, author, number)
    if operation.do == "restore":
        if item is None or not item.gone:
            return Outcome(Result.SAME)
        item.gone, item.number = False, number
        return Outcome(Result.DONE, item)
    _check_words(items, operation.item, kind, values)
    if item is None:
        item = Item(operation.item, kind, by=author.user_id)
    elif operation.do == "add":
        raise Unfit("exists")
    _check_dots(items, item, values, author)
    return _write(item, operation, values, author, number)


def _type_of_new(items: Mapping[str, Item], operation: Operation) -> str:
    if not ITEM.match(operation.item):
        raise Unfit("item")
    implied = implied_type(operation.item)
    if operation.do == "add":
        wanted = operation.type
        if wanted not in TYPES or wanted in SINGLE | OWN or implied:
            raise Unfit("type")
    elif operation.do in ("set", "settle") and implied:
        wanted = implied
    else:
        raise Unfit("unknown")
    if len(items) >= ITEMS_MAX and wanted not in OWN | SINGLE:
        raise Unfit("full")
    return wanted


def _check_rights(item: Item | None, kind: str, operation: Operation, author: Author) -> None:
    if kind in OWN and owner_of(operation.item) != author.user_id:
        raise Unfit("others")
    if author.advises and kind != "advice":
        raise Unfit("advise")
    if kind == "answer" and not author.answers:
        raise Unfit("part")
    if kind == "advice" and item is not None and item.by != author.user_id:
        raise Unfit("others")
    if not author.leads and any((kind, name) in LED for name in operation.fields):
        raise Unfit("lead")


def _cleaned(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    known = TYPES[kind]
    if any(name not in known for name in fields):
        raise Unfit("field")
    return {name: known[name].clean(value) for name, value in fields.items()}


def _check_words(
    items: Mapping[str, Item], item: str, kind: str, values: Mapping[str, Any]
) -> None:
    """A word goes into another word, and in the end not into itself."""
    into = values.get("into", "")
    if kind != "word" or not into:
        return
    seen = {item}
    while into:
        other = items.get(into)
        if into in seen or other is None or other.type != "word":
            raise Unfit("merge")
        seen.add(into)
        into = other.value("into")


def _check_dots(
    items: Mapping[str, Item], item: Item, values: Mapping[str, Any], author: Author
) -> None:
    if item.type != "vote" or "n" not in values:
        return
    # Dots for what is no word yet would be counted nowhere, and be there once it is one.
    given = items.get(item.id.split("-", 2)[2])
    more = values["n"] > item.value("n") or not item.number
    if more and (given is None or given.type != "word"):
        raise Unfit("unknown")
    settings = items.get("settings") or Item("settings", "settings")
    mine = (
        one.value("n")
        for one in items.values()
        if one.type == "vote"
        and one.id != item.id
        and owner_of(one.id) == author.user_id
        # What was given to a word that is gone can be given again.
        and (word := items.get(one.id.split("-", 2)[2])) is not None
        and not word.gone
    )
    # Taking dots back is always possible, also when there are fewer to give than before.
    if values["n"] > item.value("n") and sum(mine) + values["n"] > settings.value("dots"):
        raise Unfit("dots")


def _remove(item: Item | None, operation: Operation, author: Author, number: int) -> Outcome:
    if item is None or item.gone:
        return Outcome(Result.SAME)
    known = TYPES[item.type]
    for name, register in item.fields.items():
        for version in (register.current, *register.others):
            unseen = not known[name].loose and version.value != known[name].empty
            if unseen and not _saw(version, operation, author):
                return Outcome(Result.KEPT)
    item.gone, item.number = True, number
    return Outcome(Result.DONE, item)


def _write(
    item: Item, operation: Operation, values: Mapping[str, Any], author: Author, number: int
) -> Outcome:
    results = set()
    for name, value in values.items():
        declared = TYPES[item.type][name]
        written = Version(value, number, author.user_id, author.client)
        results.add(_put(item, name, declared, written, operation, author))
    if item.gone and any(
        not TYPES[item.type][name].loose and value for name, value in values.items()
    ):
        item.gone = False  # somebody wrote in it who had not seen that it was removed
        results.add(Result.DONE)
    if not item.number:
        results.add(Result.DONE)  # it is new, be it empty
    if not results - {Result.SAME}:
        return Outcome(Result.SAME)
    item.number = number
    return Outcome(Result.BOTH if Result.BOTH in results else Result.DONE, item)


def _put(
    item: Item,
    name: str,
    declared: Field,
    written: Version,
    operation: Operation,
    author: Author,
) -> Result:
    register = item.fields.get(name)
    if register is None:
        item.fields[name] = Register(written)
        return Result.DONE
    before = len(register.others)
    # What one has seen and settled, or wrote oneself a moment ago, goes.
    register.others = [
        one
        for one in register.others
        if one.number not in operation.seen
        and one.client != author.client
        and one.value != written.value
    ]
    fewer = len(register.others) < before
    current = register.current
    if current.value == written.value:
        return Result.DONE if fewer else Result.SAME
    if declared.loose or current.value == declared.empty or _saw(current, operation, author):
        register.current = written
        return Result.DONE
    if written.value == declared.empty:
        return Result.SAME if not fewer else Result.DONE  # an unseen text outlives an emptying
    register.others.append(written)
    return Result.BOTH


def _saw(version: Version, operation: Operation, author: Author) -> bool:
    return (
        version.number <= operation.base
        or version.number in operation.seen
        or (bool(author.client) and version.client == author.client)
    )


def as_data(item: Item) -> dict[str, Any]:
    """An item as it is stored."""
    return {
        "by": item.by,
        "fields": {
            name: [_version_data(one) for one in (register.current, *register.others)]
            for name, register in item.fields.items()
        },
    }


def from_data(item: str, kind: str, number: int, gone: bool, data: Mapping[str, Any]) -> Item:
    """The item that was stored; fields that the code no longer knows are left out."""
    fields = {
        name: Register(Version(*versions[0]), [Version(*one) for one in versions[1:]])
        for name, versions in data.get("fields", {}).items()
        if name in TYPES.get(kind, {})
    }
    return Item(item, kind, number, gone, data.get("by"), fields)


def _version_data(version: Version) -> list[Any]:
    return [version.value, version.number, version.by, version.client]
