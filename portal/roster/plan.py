"""What an import would do: a preview, made anew from the file and the portal as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it is called, what stands there and what will; '' for nothing."""

    what: Any
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person or unit of the file. `key` finds it again; `meta` is the line below the title."""

    rows: tuple[int, ...]
    title: str
    meta: str
    state: str
    changes: tuple[Change, ...] = ()
    object_id: int | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A row that is left out: where, what stands there and what may stand there."""

    row: int
    column: str  # the heading as the file has it
    value: str
    text: str
    sheet: str = ""

    @property
    def shown(self) -> str:
        """The value on one line, with what cannot be seen made visible."""
        plain = "".join(char if char.isprintable() else "\u2423" for char in self.value)
        return plain if len(plain) <= 80 else plain[:79] + "\u2026"


@dataclass(frozen=True, slots=True)
class Missing:
    """Who or what is in the portal and not in the file."""

    object_id: int
    title: str
    meta: str


@dataclass(frozen=True, slots=True)
class Question:
    """Words of the file that may mean several things, or none: asked once for all their rows."""

    kind: str  # unit, function
    words: str
    rows: int
    choices: tuple[tuple[str, str], ...]  # (value, label)
    ambiguous: bool = False
    chosen: str = ""


@dataclass(slots=True)
class Plan:
    """All of it. `steps` are the payloads of what is to be done, in order; `leftovers` counts
    the functions that people have and their rows do not name."""

    lines: list[Line] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    leftovers: int = 0

    def of(self, state: str) -> Sequence[Line]:
        """The lines of one state."""
        return [line for line in self.lines if line.state == state]

    @property
    def wrong_rows(self) -> int:
        """How many rows are left out."""
        return len({(mistake.sheet, mistake.row) for mistake in self.mistakes})

    def counts(self) -> dict[str, int]:
        """How many of each; the keys are those of the page's filter."""
        return {
            NEW: len(self.of(NEW)),
            CHANGED: len(self.of(CHANGED)),
            SAME: len(self.of(SAME)),
            "missing": len(self.missing),
            "wrong": self.wrong_rows,
        }
