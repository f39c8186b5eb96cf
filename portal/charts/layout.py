"""Where everything stands in a picture: computed from the words alone, before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.charts.chart import Chart, Size, words_of
from portal.charts.fitting import fit, width_of

#: Phones, half of a page, all of it: pictures are shown about as large as they are drawn.
WIDTHS: dict[Size, int] = {"narrow": 340, "half": 510, "wide": 1070}
LINE = 18
EMPTY_HEIGHT = 56
#: More standing bars than this are laid down on a phone.
STANDING_ON_PHONES = 5


@dataclass(frozen=True, slots=True)
class BarRow:
    """A lying bar: the lines of its label, its words, where they stand, and the bar's own place."""

    index: int
    lines: Sequence[str]
    note: str
    top: float
    bar_top: float
    bar_height: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars: the labels' column, the bars' column, the words beside them."""

    rows: Sequence[BarRow]
    left: float
    right: float
    above: bool
    height: int
    legend: Sequence[tuple[float, float, int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Columns or lines: margins around the plot, and the labels below (lines of each, '' for
    those that find no room)."""

    left: float
    right: float
    top: float
    bottom: float
    height: int
    below: Sequence[Sequence[str]]


def width_of_size(size: Size) -> int:
    """How wide a picture is drawn."""
    return WIDTHS[size]


def is_lying(chart: Chart, size: Size) -> bool:
    """Whether its bars lie: those of columns do where standing they would find no room."""
    if chart.kind == "columns":
        return size == "narrow" and len(chart.shown) > STANDING_ON_PHONES
    return chart.kind != "line"


def height_of(chart: Chart, size: Size) -> int:
    """How high a picture is."""
    if chart.is_empty:
        return EMPTY_HEIGHT
    if is_lying(chart, size):
        return bars_of(chart, size).height
    return standing_of(chart, size).height


def bars_of(chart: Chart, size: Size) -> Bars:
    """The places of lying bars. On a phone a label stands above its bar, else beside it."""
    width = WIDTHS[size]
    notes = {at: fit(chart.note(at), width * 0.42, 1)[0] for at in chart.shown}
    beside = max(width_of(one, bold=True) for one in notes.values()) + 14
    above = size == "narrow"
    legend = _legend(chart, width)
    top = (legend[-1][1] + 34 if legend else 0) + 4
    if above:
        left, right, room = 1.0, 1.0, width - beside
    else:
        most = width * (0.42 if size == "half" else 0.4)
        widest = max(width_of(chart.labels[at]) for at in chart.shown) + 16
        left = min(most, max(widest, 64.0))
        right, room = beside, left - 14
    rows = []
    for at in chart.shown:
        lines = fit(chart.labels[at], room, 2 if above else 3)
        words = LINE * len(lines)
        if above:
            row = BarRow(at, lines, notes[at], top, top + words + 4, 10, words + 28)
        else:
            height = max(32, words + 12)
            thick = 24 if chart.kind == "funnel" else 16
            middle = top + height / 2
            row = BarRow(
                at, lines, notes[at], middle - words / 2, middle - thick / 2, thick, height
            )
        if chart.kind == "funnel" and not above:
            row = BarRow(at, lines, notes[at], row.top + 6, row.bar_top + 6, 24, row.height + 14)
        top += row.height
        rows.append(row)
    return Bars(rows, left, right, above, round(top + 2), legend)


def _legend(chart: Chart, width: int) -> list[tuple[float, float, int]]:
    """(x, y, which series) of each name above the bars."""
    if chart.kind != "stacked":
        return []
    places, x, y = [], 0.0, 0.0
    for at, one in enumerate(chart.series):
        needed = width_of(fit(one.name, width - 24, 1)[0], 13) + 22
        if x and x + needed > width:
            x, y = 0.0, y + 22
        places.append((x, y, at))
        x += needed + 18
    return places


def standing_of(chart: Chart, size: Size) -> Standing:
    """The places of columns and lines."""
    width = WIDTHS[size]
    most = max((one.values[at] or 0 for one in chart.series for at in chart.shown), default=0)
    left = width_of(words_of(ticks_of(most)[-1]), 13) + 14 if chart.kind == "line" else 1.0
    right = 4.0
    if chart.kind == "line":
        widest = max(width_of(one.name, bold=True) for one in chart.series) + 18
        right = min(widest, width * (0.34 if size == "narrow" else 0.26))
    places = len(chart.shown)
    plot = width - left - right
    # The points of a line stand at the ends of the plot; columns in the middle of their share.
    share = plot / max(places - 1, 1) if chart.kind == "line" else plot / places
    if chart.kind == "line" and places == 1:
        share = plot
    every = 1
    while every < places and share * every < min(
        96 if chart.kind == "line" else 64, _widest(chart)
    ):
        every += 1
    # The first and the last are moved into the picture, towards their neighbours.
    apart = share * every
    room = min(apart * 0.66, plot * 0.48) if chart.kind == "line" else apart - 8
    below: list[list[str]] = []
    for number, at in enumerate(chart.shown):
        # Counted from the end: the latest is always named.
        named = (places - 1 - number) % every == 0
        below.append(fit(chart.labels[at], room, 3, 13) if named else [])
    lines = max(len(one) for one in below)
    plot_height = 170 if size == "narrow" else 210
    bottom = 10 + 17 * lines + 4
    return Standing(left, right, 26, bottom, round(26 + plot_height + bottom), below)


def _widest(chart: Chart) -> float:
    """The widest word of the labels: a column that is narrower would part them."""
    words = (word for at in chart.shown for word in chart.labels[at].split())
    return max((width_of(word, 13) for word in words), default=0) + 10


def ticks_of(most: float) -> list[int]:
    """Round numbers from 0 to one that is not below `most`; whole ones, four steps at most."""
    step = 1
    for power in range(16):
        for factor in (1, 2, 5):
            step = factor * 10**power
            if step * 4 >= most:
                count = max(1, -(-int(-(-most // 1)) // step))
                return [step * number for number in range(count + 1)]
    return [0, int(most)]
