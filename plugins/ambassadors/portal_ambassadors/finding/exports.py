"""The list and the overview as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import format_date
from flask_babel import gettext as _

from portal.api import full_address, plain_text

from ..facts import Facts
from ..vocabulary import CHOSEN, LEVELS, REACH, ROLES
from ..words import language_word
from .directory import Directory
from .overview import Overview


def columns() -> list[str]:
    """The headings of `rows`."""
    return [
        _("Name"),
        _("Title"),
        _("Unit"),
        _("Town"),
        _("Roles"),
        _("Competences"),
        _("Languages"),
        _("Communities"),
        _("E-mail"),
        _("Phone"),
        _("Preferably"),
        _("When and how"),
        _("What I can help with"),
        _("How chosen"),
        _("Chosen on"),
        _("Mandate until"),
        _("Page"),
    ]


def rows(all_of: Directory, found: Iterable[Facts]) -> Iterable[list[str]]:
    """A row for each ambassador, as the reader may know them."""
    for one in found:
        units = list(dict.fromkeys(unit_id for unit_id, _function in one.units))
        yield [
            one.name,
            one.title,
            "; ".join(all_of.places.path(unit_id) for unit_id in units),
            ", ".join(all_of.towns_of(one)),
            ", ".join(str(ROLES[role].words) for role in one.roles if role in ROLES),
            "; ".join(
                f"{all_of.competences[key].name}: {LEVELS[level].words}"
                for key, level in one.levels.items()
                if key in all_of.competences
            ),
            ", ".join(language_word(code) for code in one.languages),
            "; ".join(one.communities),
            one.email,
            one.phone,
            str(REACH[one.reach].words) if one.reach in REACH else "",
            one.reach_note,
            plain_text(one.help_text),
            str(CHOSEN[one.chosen_how].words) if one.chosen_how in CHOSEN else "",
            format_date(one.chosen_on, "medium") if one.chosen_on else "",
            format_date(one.mandate_until, "medium") if one.mandate_until else "",
            full_address(f"/ambassadors/{one.id}"),
        ]


def overview_columns() -> list[str]:
    """The headings of `overview_rows`."""
    return [
        _("Unit"),
        _("Group"),
        _("Competence"),
        _("How many"),
        _("Of them at the level asked for"),
        _("Highest level"),
    ]


def overview_rows(overview: Overview) -> Iterable[list[str | int]]:
    """A row for each unit and competence, sub-units rolled up; also where there is no one."""
    for place in overview.every_place:
        for row in overview.offered:
            cell = overview.cell(place.id, row.id)
            yield [
                overview.all.places.path(place.id),
                overview.all.groups[row.group_id],
                row.name,
                cell.people,
                cell.able,
                str(LEVELS[cell.best].words),
            ]
