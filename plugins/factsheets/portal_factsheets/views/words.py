"""Small things said the same way on several pages."""

from __future__ import annotations

import datetime as dt
import re

from flask_babel import format_date
from flask_babel import gettext as _

from portal.api import Badge, plain_text

from ..models import FactSheet
from ..vocabulary import STATUSES, Status

EXCERPT = 180
_LAST_PARTS = re.compile(r"(?<=\w{4})(?=uddannelse|højskole|gymnasium|forvaltning|vejledning)")
_IF_THEN = re.compile(
    r"(?:hvis|når|if)\s+(?P<if>[^\n]+?)[,;]?\s+(?:så|then)\s+(?P<then>[^\n]+)", re.IGNORECASE
)


def month_words(day: dt.date | None) -> str:
    """'august 2023'"""
    return format_date(day, "MMMM yyyy") if day else ""


def period_words(start: dt.date | None, end: dt.date | None) -> str:
    """'August 2023 to June 2024', or as much of it as is known."""
    if start and end and start != end:
        return _("%(start)s to %(end)s", start=month_words(start), end=month_words(end))
    if start and end:
        return month_words(start)
    if start:
        return _("from %(month)s", month=month_words(start))
    return _("until %(month)s", month=month_words(end)) if end else ""


def excerpt(sheet: FactSheet) -> str:
    """The sheet's own summary, else the beginning of the first text that says something."""
    if sheet.summary:
        return sheet.summary
    texts = (sheet.challenge, sheet.hypothesis, sheet.actions, sheet.findings)
    text = next((plain for raw in texts if (plain := plain_text(raw))), "")
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0].rstrip(",.;:") + " …"


def status_badges(sheet: FactSheet) -> list[Badge]:
    """'Draft' or 'Archived'; what is published needs no badge."""
    if sheet.status == Status.PUBLISHED:
        return []
    look = STATUSES[sheet.status]
    return [Badge(look.words, look.icon, look.tone)]


def if_then(sheet: FactSheet) -> tuple[str, str] | None:
    """The two halves of the hypothesis, also where it was written as one plain sentence; None
    when it is no such sentence."""
    if sheet.hypothesis_if or sheet.hypothesis_then:
        return sheet.hypothesis_if, sheet.hypothesis_then
    found = _IF_THEN.fullmatch(sheet.hypothesis.strip())
    return (found["if"] + ",", found["then"]) if found else None


def soft(name: str) -> str:
    """A name with soft hyphens where long Danish compounds may break."""
    return _LAST_PARTS.sub("\u00ad", name)
