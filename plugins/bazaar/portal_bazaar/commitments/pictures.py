"""The tables of collecting as charts: the same rows, so nothing is in a picture alone."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.api import Chart, chart, danish_order

from .tables import Table


def picture_of(table: Table, view: str) -> Chart | None:
    """The chart of a table; None while nothing has come in."""
    titles = {
        "stands": _("Interest by stand"),
        "themes": _("Interest by theme"),
        "educations": _("Interest by education"),
        "workshops": _("Who wants a workshop"),
        "commitments": _("Taken home, by education"),
        "missing": _("Cards that are missing, by education"),
    }
    found: dict[str, tuple[int, int]] = {}
    for row in table.rows:
        part, whole = row.bar or (0, 0)
        before = found.get(row.head, (0, 0))
        found[row.head] = (before[0] + part, before[1] + whole)
    # However the table is sorted: what is most comes first.
    rows = sorted(
        ((head, bar) for head, bar in found.items() if bar[1]),
        key=lambda row: (-row[1][0], -row[1][1], _number_of(row[0]), danish_order(row[0])),
    )
    if not rows:
        return None
    title, labels = titles[view], [head for head, _bar in rows]
    if table.legend is None:
        tone = "amber" if view == "missing" else "primary"
        words = _("Cards missing") if view == "missing" else _("People who want one")
        return chart("bars", title, labels, {words: [bar[1] for _h, bar in rows]}, tones=[tone])
    (first, most), (of_it, rest) = rows[0], table.legend
    finding = ""
    if view != "commitments":
        finding = _(
            "%(title)s: %(interested)s of %(visits)s visits were of interest. "
            "Most for %(most)s (%(part)s of %(whole)s).",
            title=title,
            interested=sum(bar[0] for _h, bar in rows),
            visits=sum(bar[1] for _h, bar in rows),
            most=first,
            part=most[0],
            whole=most[1],
        )
    return chart(
        "stacked",
        title,
        labels,
        {of_it: [bar[0] for _h, bar in rows], rest: [bar[1] - bar[0] for _h, bar in rows]},
        tones=("primary", "soft"),
        order="given",
        notes=[_("%(part)s of %(whole)s", part=bar[0], whole=bar[1]) for _h, bar in rows],
        finding=finding,
    )


def _number_of(head: str) -> int:
    """The number that a stand's name begins with: 9 comes before 10."""
    first = head.partition(" ")[0]
    return int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 0
