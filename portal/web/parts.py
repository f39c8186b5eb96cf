"""The small things hooks return and pages are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """How a stored value is shown: its words and an icon; the tone of its badge (docs/look.md);
    a line that explains it where it is chosen."""

    words: Any
    icon: str = ""
    tone: str = ""
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter, and how many it would leave."""

    value: str
    title: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One filter of the macro `filters.sidebar`."""

    name: str
    title: Any
    options: list[FilterOption]


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of a menu. `place`: 'main', 'admin' or 'me'; `order` sorts within it.

    `matches`: endpoint prefixes ('factsheets.') on whose pages the entry is the current one.
    """

    title: Any
    url: str
    icon: str
    place: str = "main"
    order: int = 100
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the front page: a template and what it is given.

    `area`: 'top', 'main' or 'side'. A card with nothing to say is not returned.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    area: str = "main"
    order: int = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of 'Waiting for you' on the front page, from the hook `waiting`."""

    title: str
    url: str
    text: Any
    icon: str
    tone: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of somebody else's page."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True, slots=True)
class Health:
    """One line of the health report."""

    name: str
    ok: bool
    text: str = ""
