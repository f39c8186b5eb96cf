"""The numbers of the effect as charts. Each shows what the tables beside it say."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from portal.api import Chart, chart, day_of

from ..models import Bazaar
from .counting import Stages, per_cent
from .facts import Row
from .states import BECAME
from .words import BY_WORDS, STAGES

#: What became of it, in the colours that docs/look.md gives these words.
TONES = {"green": "green", "teal": "primary", "plum": "plum", "amber": "amber"}
LINES = ("primary", "blue", "amber", "plum", "green")


def way_of(total: Stages) -> Chart:
    """From visited to in use."""
    visited = total.visited
    return chart(
        "funnel",
        _("From visited to in use"),
        STAGES,
        {_("Practices"): total.numbers},
        tones=("primary",) * 4 + ("green",),
        notes=[
            _share(number, visited) if visited and at else format_decimal(number)
            for at, number in enumerate(total.numbers)
        ],
        finding=_(
            "Of %(visited)s practices that were seen, %(committed)s were committed to, and "
            "%(in_use)s are in use (%(share)s per cent).",
            visited=format_decimal(visited),
            committed=format_decimal(total.committed),
            in_use=format_decimal(total.in_use),
            share=per_cent(total.in_use, visited),
        ),
    )


def became_of(total: Stages) -> Chart:
    """How the answers fell."""
    numbers = [total.became[key] for key in BECAME]
    return chart(
        "bars",
        _("What became of it"),
        [look.words for look in BECAME.values()],
        {_("Answers"): numbers},
        tones=[TONES[look.tone] for look in BECAME.values()],
        notes=[_share(number, total.answered) for number in numbers],
        order="given",
    )


def _share(number: int, whole: int) -> str:
    return f"{format_decimal(number)} · {per_cent(number, whole)} %"


def groups_of(rows: Sequence[Row], by: str) -> Chart:
    """How far it came, by stand, education or theme: each practice at the furthest it reached."""
    stages = [one.stages for one in rows]
    return chart(
        "stacked",
        _("How far it came, by %(group)s", group=str(BY_WORDS[by]).lower()),
        [f"{one.number} {one.name}" if one.number is not None else one.name for one in rows],
        {
            _("In use"): [one.in_use for one in stages],
            _("Committed"): [one.committed - one.in_use for one in stages],
            _("Interested"): [one.interested - one.committed for one in stages],
            _("Visited only"): [one.visited - one.interested for one in stages],
        },
        tones=("green", "primary", "soft", "faint"),
        notes=[_("%(part)s of %(whole)s", part=one.in_use, whole=one.visited) for one in stages],
        finding=_(
            "%(group)s with the most in use: %(name)s, %(part)s of %(whole)s.",
            group=BY_WORDS[by],
            name=rows[0].name,
            part=stages[0].in_use,
            whole=stages[0].visited,
        )
        if rows
        else "",
        order="given",
    )


def years_of(found: Sequence[tuple[Bazaar, Stages]]) -> Chart:
    """The stages over the bazaars, the oldest first; named by the year where that tells them
    apart, else by the month."""
    bazaars = sorted(found, key=lambda pair: (pair[0].starts_at, pair[0].id))
    days = [day_of(bazaar.starts_at) for bazaar, _stages in bazaars]
    alone = len({day.year for day in days}) == len(days)
    return chart(
        "line",
        _("From bazaar to bazaar"),
        [str(day.year) if alone else format_date(day, "MMM y") for day in days],
        {
            words: [stages.numbers[at] for _bazaar, stages in bazaars]
            for at, words in enumerate(STAGES)
        },
        tones=LINES,
    )
