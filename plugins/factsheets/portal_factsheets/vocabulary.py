"""The words of a fact sheet: what its fields may say, and how that is shown."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from portal.api import Look


class SheetKind(StrEnum):
    """What was done: an experiment of the wheel, or another development project."""

    EXPERIMENT = "experiment"
    PROJECT = "project"


class Outcome(StrEnum):
    """How it went. One that took another way is a result like any other."""

    SUCCEEDED = "succeeded"
    PARTLY = "partly"
    FAILED = "failed"
    TOO_EARLY = "too_early"


class Status(StrEnum):
    """Where a sheet is in its own life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Phase(IntEnum):
    """The phases of the experiment wheel."""

    PREPHASE = 1
    DESIGN = 2
    ACTION = 3
    ANALYSIS = 4
    CONCEPTUALISATION = 5
    SPREADING = 6


KINDS: dict[str, Any] = {
    SheetKind.EXPERIMENT: _l("Experiment"),
    SheetKind.PROJECT: _l("Other development project"),
}

OUTCOMES: dict[str, Look] = {
    Outcome.SUCCEEDED: Look(_l("Succeeded"), "check-circle-fill", "green"),
    Outcome.PARTLY: Look(_l("Partly"), "circle-half", "amber"),
    Outcome.FAILED: Look(_l("Took another way"), "signpost-split", "plum"),
    Outcome.TOO_EARLY: Look(_l("Too early to say"), "hourglass-split"),
}

STATUSES: dict[str, Look] = {
    Status.DRAFT: Look(_l("Draft"), "pencil-square"),
    Status.PUBLISHED: Look(_l("Published"), "check2"),
    Status.ARCHIVED: Look(_l("Archived"), "archive"),
}

PHASES: dict[int, Any] = {
    Phase.PREPHASE: _l("Prephase"),
    Phase.DESIGN: _l("Design"),
    Phase.ACTION: lazy_pgettext("experiment wheel", "Action"),
    Phase.ANALYSIS: _l("Analysis and evaluation"),
    Phase.CONCEPTUALISATION: _l("Conceptualisation"),
    Phase.SPREADING: _l("Implementation and spreading"),
}

VISIBLE_TO: dict[str, Any] = {
    "everyone": _l("Everyone signed in"),
    "units": _l("Certain units"),
    "people": _l("Named people"),
    "private": _l("Only its author and who is responsible"),
}

READY = Look(_l("Ready to take home"), "backpack", "teal")

#: The Markdown sections in the order in which they are read, with their headings.
SECTIONS: dict[str, Any] = {
    "challenge": _l("Challenge"),
    "actions": _l("Actions"),
    "findings": _l("Findings"),
    "elements": _l("What you can lift out"),
    "attention": _l("Pay attention to"),
    "target_group": _l("Whom it is for"),
}

#: The limits of what a sheet holds; the form, the import and the services keep the same ones.
TITLE_MAX = 200
SUMMARY_MAX = 300
INSTITUTION_MAX = 200
SECTION_MAX = 30_000  # a cell of Excel holds 32,767
OTHER_TITLES_MAX = 10
TAGS_MAX, TAG_MAX = 10, 40
LINKS_MAX, LINK_TITLE_MAX, URL_MAX = 20, 200, 1000
CONCEPTS_MAX = 12
