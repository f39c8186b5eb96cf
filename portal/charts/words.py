"""What a chart says, in a sentence: the text for those who hear the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

if TYPE_CHECKING:
    from portal.charts.chart import Chart


def finding_of(chart: Chart) -> str:
    """The sentence that is read in place of the picture."""
    if chart.is_empty or not any(chart.total(at) for at in chart.shown):
        return _("%(title)s: nothing yet.", title=chart.title)
    if chart.kind == "funnel":
        return _of_funnel(chart)
    if chart.kind == "line":
        return _of_line(chart)
    return _of_bars(chart)


def _of_bars(chart: Chart) -> str:
    from portal.charts.chart import words_of

    most = max(chart.shown, key=lambda at: (chart.total(at), -at))
    if len(chart.series) > 1:
        parts = "; ".join(f"{one.name}: {words_of(one.values[most] or 0)}" for one in chart.series)
    else:
        parts = chart.note(most)
    return _(
        "%(title)s. Most: %(label)s (%(number)s).",
        title=chart.title,
        label=chart.labels[most],
        number=parts,
    )


def _of_funnel(chart: Chart) -> str:
    from portal.charts.chart import words_of

    steps = ", ".join(
        f"{chart.labels[at]} {words_of(chart.series[0].values[at] or 0)}" for at in chart.shown
    )
    return _("%(title)s: %(steps)s.", title=chart.title, steps=steps)


def _of_line(chart: Chart) -> str:
    from portal.charts.chart import words_of

    first, last = chart.shown[0], chart.shown[-1]
    if first == last:
        steps = ", ".join(f"{s.name} {words_of(s.values[last] or 0)}" for s in chart.series)
        return _("%(title)s: %(steps)s.", title=chart.title, steps=steps)
    steps = ", ".join(
        _(
            "%(name)s from %(first)s to %(last)s",
            name=one.name,
            first=words_of(one.values[first] or 0),
            last=words_of(one.values[last] or 0),
        )
        for one in chart.series
    )
    return _(
        "%(title)s, %(start)s to %(end)s: %(steps)s.",
        title=chart.title,
        start=chart.labels[first],
        end=chart.labels[last],
        steps=steps,
    )
