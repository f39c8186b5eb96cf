"""Drawing a chart with pygal: its scales, bars, lines and axes; our words, places and colours.

pygal makes a tree with a stylesheet, scripts and today's date in it. Of that only shapes with
plain attributes are taken over (`_taken`), so what a picture holds is known whatever pygal does.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pygal
from flask_babel import gettext as _
from pygal.config import Config

from portal.charts.chart import Chart, Size, words_of
from portal.charts.colours import style
from portal.charts.fitting import fit, width_of
from portal.charts.layout import (
    EMPTY_HEIGHT,
    LINE,
    WIDTHS,
    Bars,
    Standing,
    bars_of,
    is_lying,
    standing_of,
    ticks_of,
)

# pygal puts a finder of old style among the importers, for maps that are no longer made; Python
# warns of it at each import that finds nothing, anywhere in the portal.
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]

SHAPES = frozenset({"g", "rect", "path", "circle", "polygon", "text"})
ATTRIBUTES = {"class", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "d", "points"}
ATTRIBUTES |= {"transform", "stroke-dasharray"}
#: What tells lines apart without colours.
DASHES = ("", "7 5", "2 5", "12 4 2 4", "4 3", "16 5")
_LONG = re.compile(r"-?\d+\.\d+")


class _Config(Config):
    js: list[str] = []
    css: list[str] = []
    no_prefix = True
    show_legend = False
    title = None
    margin = 0
    spacing = 0
    show_x_labels = False
    show_y_labels = False
    tooltip_border_radius = 0
    print_values = False
    explicit_size = False
    include_x_axis = True
    allow_interruptions = True


class _Lying(pygal.HorizontalStackedBar):
    """Bars that lie where `Bars` puts them; pygal scales and stacks them."""

    places: Bars
    chart: Chart

    def _set_view(self) -> None:
        self._box.margin = 0
        super()._set_view()

    def _bar(self, serie: Any, parent: Any, x: Any, y: Any, i: int, *rest: Any, **more: Any) -> Any:
        made = super()._bar(serie, parent, x, y, i, *rest, **more)
        row, bar = self.places.rows[i], parent[-1]
        if not (self.chart.series[serie.index].values[row.index] or 0):
            parent.remove(bar)
            return made
        # At least a hair of a bar where there is something; parts that follow each other stand
        # apart, for their colours may look alike to somebody.
        gap = 2 if self.chart.kind == "stacked" else 0
        bar.set("width", str(max(float(bar.get("width", 0)) - gap, 2.0)))
        bar.set("y", str(row.bar_top))
        bar.set("height", str(row.bar_height))
        bar.set("rx", "3")
        bar.set("ry", "3")
        bar.set("class", _tone(self.chart, serie.index, row.index))
        return made


class _Columns(pygal.Bar):
    places: Standing
    chart: Chart
    _series_margin = 0.16

    def _set_view(self) -> None:
        self._box.margin = 0
        super()._set_view()

    def _bar(self, serie: Any, parent: Any, x: Any, y: Any, i: int, *rest: Any, **more: Any) -> Any:
        made = super()._bar(serie, parent, x, y, i, *rest, **more)
        at = self.chart.shown[i]
        parent[-1].set("class", _tone(self.chart, serie.index, at))
        return made


class _Lines(pygal.Line):
    places: Standing
    chart: Chart

    def _set_view(self) -> None:
        self._box.margin = 0
        super()._set_view()

    def line(self, serie: Any, rescale: bool = False) -> None:
        """As pygal draws it, in the tone of the series."""
        before = {node: len(self.nodes[node]) for node in ("plot", "overlay")}
        super().line(serie, rescale)
        one = self.chart.series[serie.index]
        for node, number in before.items():
            for shape in [each for group in self.nodes[node][number:] for each in group.iter()]:
                if shape.tag == "path":
                    shape.set("class", f"l {one.tone}")
                    if DASHES[serie.index]:
                        shape.set("stroke-dasharray", DASHES[serie.index])
                elif shape.tag == "circle":
                    shape.set("class", one.tone)
                    shape.set("r", "4")


def draw(chart: Chart, size: Size) -> str:
    """The picture as SVG."""
    width = WIDTHS[size]
    if chart.is_empty:
        root = _root(chart, width, EMPTY_HEIGHT)
        _write(root, 0, 34, fit(_("Nothing to show yet."), width, 1)[0], "m")
        return _text(root)
    if is_lying(chart, size):
        return _text(_lying(chart, size))
    return _text(_standing(chart, size))


def _lying(chart: Chart, size: Size) -> ET.Element:
    width, places = WIDTHS[size], bars_of(chart, size)
    plot = width - places.left - places.right
    graph: Any = _Lying(
        _Config(width=width, height=places.height),
        margin_left=round(places.left),
        margin_right=round(places.right),
        range=(0, max([*(chart.total(at) for at in chart.shown), 1])),
    )
    graph.places, graph.chart = places, chart
    for one in chart.series if chart.kind == "stacked" else chart.series[:1]:
        graph.add(one.name, [one.values[row.index] or 0 for row in places.rows])
    root = _root(chart, width, places.height)
    for x, y, at in places.legend:
        ET.SubElement(
            root, "rect", {"class": chart.series[at].tone, "x": _n(x + 0.5), "y": _n(y + 3.5),
                           "width": "13", "height": "13", "rx": "3"}
        )  # fmt: skip
        _write(root, x + 22, y + 15, fit(chart.series[at].name, width - 24, 1, 13)[0], "s")
    top = max(chart.total(at) for at in chart.shown) or 1
    if chart.kind == "funnel" and not places.above:
        for row, after in zip(places.rows, places.rows[1:], strict=False):
            ends = [
                places.left + plot * float(chart.total(one.index)) / top for one in (row, after)
            ]
            low, high = row.bar_top + row.bar_height, after.bar_top
            points = [(places.left, low), (ends[0], low), (ends[1], high), (places.left, high)]
            words = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
            ET.SubElement(root, "polygon", {"class": "join", "points": words})
    root.extend(_taken(graph.render_tree()))
    for row in places.rows:
        for number, line in enumerate(row.lines):
            _write(root, 0, row.top + LINE * number + 13.5, line)
        if places.above:
            _write(root, width, row.top + 13.5, row.note, "b e")
        else:
            end = places.left + plot * float(chart.total(row.index)) / top
            _write(root, end + 8, row.bar_top + row.bar_height / 2 + 5, row.note, "b")
    if not places.above:
        last = places.rows[-1].bar_top + places.rows[-1].bar_height + 4
        line = f"M{_n(places.left - 0.5)} {_n(places.rows[0].bar_top - 4)}V{_n(last)}"
        ET.SubElement(root, "path", {"class": "g", "d": line})
    return root


def _standing(chart: Chart, size: Size) -> ET.Element:
    width, places = WIDTHS[size], standing_of(chart, size)
    numbers = [one.values[at] or 0 for one in chart.series for at in chart.shown]
    ticks = ticks_of(max(numbers))
    graph: Any = (_Lines if chart.kind == "line" else _Columns)(
        _Config(width=width, height=places.height),
        margin_left=round(places.left),
        margin_right=round(places.right),
        margin_top=round(places.top),
        margin_bottom=round(places.bottom),
        range=(0, ticks[-1] if chart.kind == "line" else max([*numbers, 1])),
        show_dots=True,
    )
    graph.places, graph.chart = places, chart
    for one in chart.series if chart.kind == "line" else chart.series[:1]:
        graph.add(one.name, [one.values[at] for at in chart.shown])
    root = _root(chart, width, places.height)
    low = places.height - places.bottom
    high, right = low - places.top, width - places.right
    for tick in ticks if chart.kind == "line" else (0,):
        y = low - high * tick / ticks[-1]
        line = f"M{_n(places.left)} {_n(y)}H{_n(right)}"
        ET.SubElement(root, "path", {"class": "g", "d": line})
        if chart.kind == "line":
            _write(root, places.left - 8, y + 4.5, words_of(tick), "s m e")
    root.extend(_taken(graph.render_tree()))
    plot = right - places.left
    for number, lines in enumerate(places.below):
        x = _place(number, len(places.below), chart.kind == "line") * plot + places.left
        if chart.kind == "columns":
            at = chart.shown[number]
            top = low - high * float(chart.series[0].values[at] or 0) / max([*numbers, 1])
            note = fit(chart.note(at), plot / len(places.below) - 4, 1)[0]
            _write(root, x, top - 7, note, "b c")
        for at, line in enumerate(lines):
            half = width_of(line, 13) / 2
            middle = min(max(x, half), width - half)
            _write(root, middle, low + 24 + 17 * at, line, "s m c")
    if chart.kind == "line":
        ends = right if len(places.below) > 1 else places.left + plot / 2
        _names(root, chart, places, ends, low, high, ticks[-1])
    return root


def _place(number: int, places: int, line: bool) -> float:
    if line:
        return number / (places - 1) if places > 1 else 0.5
    return (number + 0.5) / places


def _names(
    root: ET.Element,
    chart: Chart,
    places: Standing,
    right: float,
    low: float,
    high: float,
    top: float,
) -> None:
    """The name of each line at its end; names that would touch are moved apart."""
    wanted = []
    for one in chart.series:
        ends = [one.values[at] for at in chart.shown if one.values[at] is not None]
        wanted.append((low - high * float((ends or [0])[-1] or 0) / top, one))
    wanted.sort(key=lambda pair: pair[0])
    ys: list[float] = []
    for y, _one in wanted:
        ys.append(max(y, ys[-1] + LINE) if ys else y)
    over = ys[-1] - low
    if over > 0:
        for at in range(len(ys) - 1, -1, -1):
            below = ys[at + 1] - LINE if at + 1 < len(ys) else low
            ys[at] = min(ys[at], below)
    for y, (_y, one) in zip(ys, wanted, strict=True):
        name = fit(one.name, places.right - 16, 1)[0]
        _write(root, right + 12, y + 5, name, f"b {one.tone}")


def _tone(chart: Chart, series: int, index: int) -> str:
    if len(chart.series) == 1 and len(chart.tones) == len(chart.labels):
        return chart.tones[index]
    if len(chart.series) == 1:
        return chart.tones[0]
    return chart.series[series].tone


def _root(chart: Chart, width: int, height: int) -> ET.Element:
    root = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}",
         "width": str(width), "height": str(height), "role": "img"},
    )  # fmt: skip
    ET.SubElement(root, "title").text = chart.title
    ET.SubElement(root, "style").text = style()
    size = {"width": str(width), "height": str(height)}
    ET.SubElement(root, "rect", {"class": "bg", "x": "0", "y": "0", **size})
    return root


def _write(parent: Any, x: float, y: float, words: str, kind: str = "") -> None:
    made = ET.SubElement(parent, "text", {"x": _n(x), "y": _n(y)})
    if kind:
        made.set("class", kind)
    made.text = words


def _taken(root: Any) -> Sequence[ET.Element]:
    """The shapes of pygal's tree: no scripts, styles, hidden words, comments, backgrounds."""
    return list(_children(root))


def _children(node: Any) -> Iterable[ET.Element]:
    for child in node:
        tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        kind = child.get("class", "") if tag else ""
        if tag not in SHAPES or "background" in kind or "tooltip" in kind.split():
            continue
        attributes = {
            name: _LONG.sub(lambda found: _n(float(found.group())), value)
            for name, value in sorted(child.items())
            if name in ATTRIBUTES
        }
        made = ET.Element(tag, attributes)
        made.text = child.text
        made.extend(_children(child))
        if tag == "g":
            attributes.pop("class", "")
            made.attrib.pop("class", "")
            if not len(made):
                continue
        yield made


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".") if number else "0"


def _text(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode") + "\n"
