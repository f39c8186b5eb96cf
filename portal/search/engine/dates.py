"""Dates as people write them after ``after:`` and ``before:``, in Danish and English."""

from __future__ import annotations

import datetime
import re

_MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_ENGLISH = {"may": "maj", "oct": "okt"}
_NAME = (
    r"(?P<name>januar|jan|februar|feb|marts|mar|april|apr|maj|juni|jun|juli|jul|august|aug|"
    r"september|sept|sep|oktober|okt|november|nov|december|dec|"
    r"january|february|march|may|june|july|october|oct)\.?(?!\w)"
)
_PATTERNS = tuple(
    re.compile(pattern + r"(?![\w/-])", re.IGNORECASE)
    for pattern in (
        r"(?P<near>i dag|i går|i gaar|today|yesterday|idag|igår|igaar)",
        r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?(?![./]\d)",
        r"(?P<d>\d{1,2})\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<y>\d{4}|\d{2})",
        r"(?P<m>\d{1,2})[-./](?P<y>\d{4})",
        r"(?:(?:den\s+)?(?P<d>\d{1,2})\.?\s*)?" + _NAME + r"(?:\s*(?P<y>\d{4}))?",
        _NAME + r"\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})",
    )
)


def read_date(
    text: str, *, is_end: bool, today: datetime.date | None = None
) -> tuple[datetime.date, int] | None:
    """Read the date at the beginning of a text; returns it and how many letters it took.

    Of a year or a month it is the first day, or with ``is_end`` the last. Without a year it is
    the last such day that has come.
    """
    today = today or datetime.date.today()
    best: tuple[datetime.date, int] | None = None
    for pattern in _PATTERNS:
        match = pattern.match(text)
        if match is None or (best and match.end() <= best[1]):
            continue
        try:
            best = (_day(match.groupdict(), is_end, today), match.end())
        except (ValueError, OverflowError):
            continue
    return best


def _day(found: dict[str, str | None], is_end: bool, today: datetime.date) -> datetime.date:
    near = found.get("near")
    if near:
        yesterday = near.lower() in ("i går", "i gaar", "igår", "igaar", "yesterday")
        return today - datetime.timedelta(days=1 if yesterday else 0)
    name, month, day, year = (found.get(part) for part in ("name", "m", "d", "y"))
    number = int(month) if month else 0
    if name:
        short = name.lower()[:3]
        number = _MONTHS.index(_ENGLISH.get(short, short)) + 1
    if not year:
        this = _in(today.year, number, day, is_end)
        first = _in(today.year, number, day, False)
        return this if first <= today else _in(today.year - 1, number, day, is_end)
    return _in(int(year) + (2000 if len(year) == 2 else 0), number, day, is_end)


def _in(year: int, month: int, day: str | None, is_end: bool) -> datetime.date:
    if day:
        return datetime.date(year, month, int(day))
    if not is_end:
        return datetime.date(year, month or 1, 1)
    month = month or 12
    datetime.date(year, month, 1)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)
