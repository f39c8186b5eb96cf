"""What this area answers to the hooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from portal.api import JobContext, Schedule

from .leaving import erase_user, export_user
from .tabs import participation_tabs, tabs
from .today import waiting

#: The keys of 'my data', here for the extraction of texts.
KEYS = (
    _l("Practice wishes"),
    _l("Canvas operations"),
    _l("Canvas presence"),
    _l("Adoptions"),
    _l("Adoption answers"),
    _l("Adoption questions"),
    _l("Adoption actions"),
    _l("Item"),
    _l("Fields"),
    _l("Sees"),
    _l("Contributes"),
    _l("Choice"),
    _l("Wanted"),
)


def blueprints() -> Iterable[Blueprint]:
    """The canvas, what its browsers ask for, and the facilitator's pages."""
    from . import views, views_leading, views_offline, views_paper, views_sync

    del (
        views_leading,
        views_offline,
        views_paper,
        views_sync,
    )  # add their addresses to the same blueprint
    return [views.bp]


def trail_actions() -> Mapping[str, Any]:
    """The entries of the audit trail."""
    return {
        "workshop_canvas.shared": _l("Shared a canvas with the other educations of a series"),
        "workshop_canvas.unshared": _l("Stopped sharing a canvas"),
    }


def trail_kinds() -> Mapping[str, Any]:
    """What entries of the trail are about, where it is no kind of the registry."""
    return {"workshop_participation": _l("Education in a workshop")}


def jobs() -> Mapping[str, Callable[[JobContext], None]]:
    """Folding the log."""
    from .log import fold_all

    return {"workshops.canvas_fold": fold_all}


def schedules() -> Iterable[Schedule]:
    """Once a day."""
    return [Schedule("workshops.canvas_fold", dt.timedelta(days=1))]
