"""What is said of a wish for a practice, and of what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class WishKind(StrEnum):
    """Where a wish was made."""

    #: On a dance card, by one visitor.
    CARD = "card"
    #: By an education's leader and teachers together.
    COMMITMENT = "commitment"
    #: With the button on a fact sheet.
    BUTTON = "button"


class OutcomeState(StrEnum):
    """How far a wish has come; each comes after the one before."""

    CONVENED = "convened"
    HELD = "held"
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Somebody's wish to take a practice home.

    `key` is unique in the portal and stays the same: the plugin's name, a colon, and something of
    its own ('bazaar:card:12'). The practice is a fact sheet's id or, where there is none, the
    `title` somebody typed. `unit_id` is the education it is for. `text` is what they expect of it,
    `by` when they want to have it. `source` says in words where the wish was made ('Project Bazar
    2026'); `url` leads there, for those who may open it.
    """

    key: str
    kind: str = WishKind.CARD
    sheet_id: int | None = None
    title: str = ""
    user_id: int | None = None
    unit_id: int | None = None
    made_at: dt.datetime | None = None
    by: dt.date | None = None
    text: str = ""
    source: Any = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a wish.

    `status` is how it goes with an adopted practice: 'planned', 'trying', 'in_use', 'developed',
    'dropped'; empty where nothing was adopted. `sheet_id` is the fact sheet that came of it, which
    not everybody may see; `at` when it came so far.
    """

    state: str
    status: str = ""
    sheet_id: int | None = None
    at: dt.datetime | None = None


STATUSES = ("planned", "trying", "in_use", "developed", "dropped")
