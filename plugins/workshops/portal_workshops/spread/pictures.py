"""The leadership's view as charts: which practices travel, from where to where, where they stop.

All are made of an `Overview`, so they count what its reader may see and nothing else.
"""

from __future__ import annotations

from collections import Counter

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from portal.api import Chart, chart

from ..adoption.words import Status
from .family import Family
from .overview import Overview


def travelling_of(overview: Overview) -> Chart:
    """Which practices travel: the places that took each home, and how it goes there."""
    found = [_states(one) for one in overview.travelling]
    return chart(
        "stacked",
        _("Practices that travel"),
        [one.root.title for one in overview.travelling],
        {
            _("In use"): [one["used"] for one in found],
            _("On the way"): [one["way"] for one in found],
            _("Laid aside"): [one["dropped"] for one in found],
        },
        tones=("green", "soft", "plum"),
        notes=[_number(sum(one.values())) for one in found],
        order="given",
    )


def _states(family: Family) -> Counter[str]:
    """How many places use it, are on the way, or have laid it aside; each counts once, by what it
    came furthest with."""
    at: dict[str, str] = {}
    ranks = {"": 0, "dropped": 1, "way": 2, "used": 3}
    for one in family.grown:
        if one.unit_key == family.root.unit_key:
            continue
        state = "used" if one.used else "dropped" if one.status == Status.DROPPED else "way"
        if ranks[state] > ranks[at.get(one.unit_key, "")]:
            at[one.unit_key] = state
    return Counter(at.values())


def flows_of(overview: Overview, by: str) -> Chart:
    """From where to where."""
    found = overview.flows_by_place if by == "place" else overview.flows
    return chart(
        "stacked",
        _("From where to where"),
        [
            f"{one.start} → {one.end}"
            if one.start != one.end
            else _("%(place)s, within itself", place=one.start)
            for one in found
        ],
        {
            _("In use"): [one.used for one in found],
            _("Not in use, or not yet"): [one.number - one.used for one in found],
        },
        tones=("green", "soft"),
        notes=[_number(one.number) for one in found],
        order="given",
    )


def stops_of(overview: Overview) -> Chart:
    """Where they stop: how many practices for each reason."""
    rows = [
        (_("Laid aside"), len(overview.dropped), "plum"),
        (_("Has not moved for long"), len(overview.standing), "amber"),
        (_("Has not answered"), len(overview.silent), "blue"),
        (_("Ready, and nobody has taken it home"), len(overview.never_taken), "primary"),
    ]
    return chart(
        "bars",
        _("Why they stop"),
        [words for words, _n, _t in rows],
        {_("Practices"): [number for _w, number, _t in rows]},
        tones=[tone for _w, _n, tone in rows],
        order="given",
    )


def generations_of(overview: Overview) -> Chart:
    """After how many generations they stop, of those that were taken home at all."""
    counted = Counter(one.generations for one in overview.families)
    most = max(counted, default=0)
    return chart(
        "columns",
        _("How far they have come"),
        [
            ngettext("%(num)s generation", "%(num)s generations", number)
            for number in range(1, most + 1)
        ],
        {_("Practices"): [counted[number] for number in range(1, most + 1)]},
    )


def _number(value: int) -> str:
    return str(format_decimal(value))
