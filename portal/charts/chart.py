"""What a chart shows, before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from flask_babel import format_decimal

from portal.charts.words import finding_of
from portal.printing.cleaning import printable

Kind = Literal["bars", "columns", "stacked", "funnel", "line"]
Size = Literal["narrow", "half", "wide"]
Number = int | float
KINDS: tuple[Kind, ...] = ("bars", "columns", "stacked", "funnel", "line")
#: Colours by their meaning in docs/look.md, and a pale one for the rest of something.
TONES = ("primary", "green", "amber", "plum", "blue", "red", "soft", "faint")
#: How many bars and points a picture bears; the table beside it has all of them.
MOST_BARS, MOST_POINTS, MOST_SERIES = 12, 24, 6
#: What is longer than this says nothing more in a picture.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name, one for each label; None where there is none."""

    name: str
    values: tuple[Number | None, ...]
    tone: str


@dataclass(frozen=True)
class Chart:
    """A picture of numbers with its words; made by `chart`.

    `labels`, `series` and `notes` hold everything, in the order of the table; `shown` are the
    indices that are drawn.
    """

    kind: Kind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] | None
    tones: tuple[str, ...]
    shown: tuple[int, ...]
    said: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.shown

    @property
    def left_out(self) -> int:
        """How many are in the table alone."""
        return len(self.labels) - len(self.shown)

    def total(self, index: int) -> Number:
        """What stands for a label, over all series."""
        return sum(one.values[index] or 0 for one in self.series)

    def note(self, index: int) -> str:
        """The words beside a bar: its number, unless whoever made the chart says otherwise."""
        return self.notes[index] if self.notes is not None else words_of(self.total(index))

    @cached_property
    def finding(self) -> str:
        """What the picture says, for those who do not see it."""
        return self.said or finding_of(self)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """All of it as a table: (label, what stands in each series)."""
        return [
            (
                label,
                ["" if one.values[at] is None else words_of(one.values[at]) for one in self.series],
            )
            for at, label in enumerate(self.labels)
        ]

    def size(self, size: Size = "wide") -> tuple[int, int]:
        """(width, height) of the picture, known before it is drawn."""
        from portal.charts.layout import height_of, width_of_size

        return width_of_size(size), height_of(self, size)

    def svg(self, size: Size = "wide") -> str:
        """The picture; the same numbers and language give the same bytes."""
        from portal.charts.drawing import draw

        return draw(self, size)


def words_of(value: Number | None) -> str:
    """A number as the reader's language writes it."""
    return "" if value is None else str(format_decimal(round(value, 1)))


def chart(
    kind: Kind,
    title: Any,
    labels: Sequence[Any],
    series: Mapping[Any, Sequence[Number | None]],
    *,
    tones: Sequence[str] = ("primary",),
    notes: Sequence[Any] | None = None,
    finding: Any = "",
    order: Literal["most", "given"] = "most",
) -> Chart:
    """A picture of numbers, to be shown by `charts.figure` and served by `chart_response`.

    `kind`: 'bars' (lying, for names of any length), 'columns' (standing, for a few short names),
    'stacked' (lying, one part after another), 'funnel' (stages that follow each other) or 'line'
    (over time). `series`: name -> a value for each label, 0 or more; all but 'stacked' and 'line'
    show the first. `tones`: one of `TONES` for each series, or for each bar where there is but one
    series. `notes`: words beside each bar instead of its number. `finding`: what it shows in a
    sentence; else one is made.

    Bars are drawn with the most first ('given': as they come), at most `MOST_BARS` of them; lines
    have the last `MOST_POINTS`. The table has everything in the order given. Labels may be
    anything anybody typed. Raises ValueError where the numbers do not fit the labels.
    """
    if kind not in KINDS:
        raise ValueError(f"no chart is called {kind!r}")
    names = tuple(_clean(one) for one in labels)
    if not series or len(series) > MOST_SERIES:
        raise ValueError(f"a chart has one to {MOST_SERIES} series")
    made = []
    for at, (name, values) in enumerate(series.items()):
        tone = tones[at] if at < len(tones) else TONES[at % len(TONES)]
        made.append(Series(_clean(name), tuple(_number(one) for one in values), tone))
    if any(len(one.values) != len(names) for one in made):
        raise ValueError("a chart wants a value for each label")
    if notes is not None and len(notes) != len(names):
        raise ValueError("a chart wants a note for each label")
    unknown = {*tones} - {*TONES}
    if unknown:
        raise ValueError(f"no tone is called {sorted(unknown)[0]!r}")
    whole = Chart(
        kind=kind,
        title=_clean(title),
        labels=names,
        series=tuple(made),
        notes=tuple(_clean(one) for one in notes) if notes is not None else None,
        tones=tuple(tones),
        shown=(),
        said=_clean(finding, 1000),
    )
    return Chart(**{**vars(whole), "shown": _shown(whole, order)})


def _shown(one: Chart, order: str) -> tuple[int, ...]:
    everything = range(len(one.labels))
    if one.kind == "line":
        return tuple(everything)[-MOST_POINTS:]
    if one.kind in ("bars", "stacked") and order == "most":

        def first(at: int) -> tuple[Number, ...]:
            return (-one.total(at), *(-(each.values[at] or 0) for each in one.series), at)

        return tuple(sorted(everything, key=first)[:MOST_BARS])
    return tuple(everything)[:MOST_BARS]


def _number(value: Any) -> Number | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{value!r} cannot be drawn")
    return value


def _clean(value: Any, most: int = LONGEST) -> str:
    return " ".join(str(printable(str(value))).split())[:most]
