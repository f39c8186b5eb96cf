"""What stands in a cell, made clean or refused with what may stand there."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from flask_babel import gettext as _

from portal.accounts.services import clean_email
from portal.errors import PortalError
from portal.web.export import FORMULA

#: What a spreadsheet shows where a formula failed.
_BROKEN = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#I/T!")
_SPACES = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u2060"), None)
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_DATE = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})(?:[T ].*)?")


class CellProblem(PortalError):
    """A value that cannot be used."""


def tidy(raw: str) -> str:
    """The text on one line, without what nobody sees. Raises CellProblem for control characters
    and for a formula that failed."""
    text = unicodedata.normalize("NFC", raw).translate(_SPACES)
    text = " ".join(text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ").split(" "))
    text = " ".join(part for part in text.split(" ") if part)
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Zl", "Zp") for char in text):
        raise CellProblem(_("There is a character that cannot be seen. Write it once more."))
    if text.upper() in _BROKEN:
        raise CellProblem(_("A formula failed here. Write the value itself."))
    return text


def line(raw: str, limit: int, *, guarded: bool) -> str:
    """A text of at most `limit` characters; what was protected from being a formula is itself
    again."""
    text = tidy(raw)
    if guarded and text.startswith("'") and text.lstrip("'").startswith(FORMULA):
        text = text[1:]
    if len(text) > limit:
        raise CellProblem(
            _("Too long: %(length)s characters, at most %(limit)s.", length=len(text), limit=limit)
        )
    return text


def is_formula(raw: str, *, guarded: bool) -> bool:
    """Whether a spreadsheet would work something out here: '=cmd' and '@sum', also '+' and '-'
    with no number behind."""
    text = raw.strip()
    del guarded  # a protected one begins with an apostrophe
    return text.startswith(("=", "@")) or bool(re.match(r"[+-](?![\d\s(])", text))


def email(raw: str, *, guarded: bool) -> str:
    """The address as accounts keep it: in lower case."""
    text = line(raw, 320, guarded=guarded).strip("'<>;, ")
    text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    if len(re.findall("@", text)) > 1 and re.search(r"[;,\s]", text):
        raise CellProblem(_("Two addresses. Write one, such as ane@skole.dk."))
    try:
        return clean_email(text)
    except PortalError:
        raise CellProblem(_("This is no e-mail address. Write it like ane@skole.dk.")) from None


def phone(raw: str, limit: int, *, guarded: bool) -> str:
    """A phone number; the apostrophe that keeps Excel from counting with it is not part of it."""
    return line(raw, limit + 1, guarded=guarded).lstrip("'")[:limit]


def date(raw: str) -> dt.date | None:
    """A day: 31-12-2026, 31.12.26, 31/12/2026, 2026-12-31, or as Excel counts days."""
    text = tidy(raw).strip("'")
    if not text:
        return None
    if _SERIAL.fullmatch(text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text.split(".")[0]))
    found = _DATE.fullmatch(text)
    if found:
        first, month, last = (int(part) for part in found.groups())
        year, day = (first, last) if len(found.group(1)) == 4 else (last, first)
        if len(str(year)) <= 2:
            year += 2000
        try:
            if 1900 <= year <= 2200:
                return dt.date(year, month, day)
        except ValueError:
            pass
    raise CellProblem(_("There is no such day. Write it like 31-12-2026."))
