"""The tables of collecting as charts: the same rows, so nothing is in a picture alone."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.api import Chart, chart

from .tables import Table


def picture_of(table: Table, view: str) -> Chart | None:
    """The chart of a table; None for what is no number, and while nothing has come in."""
    titles = {
        "stands": _("Interest by stand"),
        "themes": _("Interest by theme"),
        "educations": _("Interest by education"),
        "workshops": _("Who wants a workshop"),
    }
    rows = [(row.head, row.bar) for row in table.rows if row.bar and row.bar[1]]
    # However the table is sorted: what was of interest to most comes first.
    rows.sort(key=lambda row: (-row[1][0], -row[1][1]))
    if view not in titles or not rows:
        return None
    labels = [head for head, _bar in rows]
    if table.legend is None:
        numbers = [bar[1] for _head, bar in rows]
        return chart("bars", titles[view], labels, {_("People who want one"): numbers})
    part, rest = table.legend
    whole = sum(bar[1] for _head, bar in rows)
    interested = sum(bar[0] for _head, bar in rows)
    return chart(
        "stacked",
        titles[view],
        labels,
        {part: [bar[0] for _h, bar in rows], rest: [bar[1] - bar[0] for _h, bar in rows]},
        tones=("primary", "soft"),
        order="given",
        notes=[_("%(part)s of %(whole)s", part=bar[0], whole=bar[1]) for _h, bar in rows],
        finding=_(
            "%(title)s: %(interested)s of %(visits)s visits were of interest. "
            "Most for %(most)s (%(part)s of %(whole)s).",
            title=titles[view],
            interested=interested,
            visits=whole,
            most=rows[0][0],
            part=rows[0][1][0],
            whole=rows[0][1][1],
        ),
    )
