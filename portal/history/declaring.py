"""How a kind says which of its fields have a history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from sqlalchemy.orm import Session

from portal.access.actors import Actor

Show = Literal["text", "markdown", "choice", "yes_no", "date", "list", "reference"]
#: Fields whose differences are shown word by word, and that can be edited while merging.
PROSE = frozenset({"text", "markdown"})


@dataclass(frozen=True, slots=True)
class HistoryField:
    """One field: what it is called and how its values are shown.

    `show`: 'text' and 'markdown' word by word; 'choice' by `words` (a mapping or a function of
    the value); 'list' item by item, each by `words`; 'reference' as the title of the object of
    `kind` with that id (or of each, for a list), or by `names(session, actor, ids)` where it is
    no kind; 'yes_no' and 'date' as such.
    """

    title: Any
    show: Show = "text"
    words: Mapping[Any, Any] | Callable[[Any], Any] | None = None
    kind: str = ""
    names: Callable[[Session, Actor, Collection[Any]], Mapping[Any, Any]] | None = None
    #: Whether `actor` may read this field of the object; without it, whoever may see the object.
    visible: Callable[[Session, Actor, Any], bool] | None = None
    #: Whether bringing back an older version brings this back, too (a status, say, does not).
    restores: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)  # kinds are hashed, and mappings cannot be
class History:
    """The declaration of a kind: `ObjectKind(..., history=History(fields={...}))`.

    `snapshot(obj)` gives the value of each field as data (texts, numbers, dates, lists, mappings);
    without it the object's attributes of those names are taken. `restore(session, actor, obj,
    data)` writes such values back by the rules of the kind: it may raise PortalError, and it calls
    `saved`. Without it older versions can be read but not brought back.
    """

    fields: Mapping[str, HistoryField]
    snapshot: Callable[[Any], Mapping[str, Any]] | None = None
    restore: Callable[[Session, Actor, Any, Mapping[str, Any]], None] | None = None

    def data_of(self, obj: Any) -> dict[str, Any]:
        """The declared fields of an object as they are now, JSON-able."""
        if self.snapshot is None:
            return {name: plain(getattr(obj, name)) for name in self.fields}
        found = self.snapshot(obj)
        return {name: plain(found[name]) for name in self.fields}

    def visible_fields(self, session: Session, actor: Actor, obj: Any) -> dict[str, HistoryField]:
        """The fields that `actor` may read."""
        return {
            name: field
            for name, field in self.fields.items()
            if field.visible is None or actor.is_system or field.visible(session, actor, obj)
        }


def plain(value: Any) -> Any:
    """`value` as JSON keeps it: dates in ISO, choices as their values, lists for what is like one.

    Raises TypeError for anything else: an object's text form means nothing to later readers.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"a history holds no {type(value).__name__}: {value!r}")
