"""The map and the overview as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from portal.api import full_address

from .map_page import MapPage
from .overview import Flow, Overview


def map_columns() -> list[str]:
    """The headings of a map."""
    return [
        _("Practice"),
        _("Place"),
        _("Institution"),
        _("Had it from"),
        _("Generation"),
        _("Since"),
        _("Status"),
        _("Status since"),
        _("Programme"),
        _("Address"),
    ]


def map_rows(page: MapPage) -> Iterable[Sequence[Any]]:
    """The origin, then everything the table shows."""
    for node in [page.family.root, *page.listed]:
        yield (
            node.title,
            node.place,
            node.institution,
            page.had_from(node),
            node.generation,
            node.since,
            str(node.look.words) if node.generation or node.status else _("Origin"),
            node.status_on or "",
            node.programme,
            full_address(node.url),
        )


def travel_columns() -> list[str]:
    """The headings of the practices that travel."""
    return [
        _("Practice"),
        _("Place"),
        _("Institution"),
        _("Taken home by"),
        _("In use in"),
        _("Laid aside"),
        _("Generations"),
        _("Last moved"),
        _("Address"),
    ]


def travel_rows(overview: Overview) -> Iterable[Sequence[Any]]:
    """One row a family."""
    for one in overview.travelling:
        yield (
            one.root.title,
            one.root.place,
            one.root.institution,
            len(one.places),
            len(one.using),
            len(one.dropped),
            one.generations,
            one.last_move,
            full_address(f"/workshops/spread/{one.root.id}"),
        )


def flow_columns() -> list[str]:
    """The headings of from where to where."""
    return [_("From"), _("To"), _("Practices"), _("In use")]


def flow_rows(flows: Iterable[Flow]) -> Iterable[Sequence[Any]]:
    """One row a pair."""
    for one in flows:
        yield one.start, one.end, one.number, one.used


def stop_columns() -> list[str]:
    """The headings of where they stop."""
    return [_("Practice"), _("Place"), _("Origin"), _("Why it is here"), _("Since")]


def stop_rows(overview: Overview) -> Iterable[Sequence[Any]]:
    """One row a practice, and what nobody has taken."""
    reasons = [
        (overview.dropped, _("Laid aside")),
        (overview.standing, _("Has not moved for long")),
        (overview.silent, _("Has not answered")),
    ]
    for stops, words in reasons:
        for one in stops:
            yield one.node.title, one.node.place, one.origin.title, words, one.since
    for sheet in overview.never_taken:
        yield sheet.title, sheet.unit_name, "", _("Ready, and nobody has taken it home"), ""
