"""The query language: words, "phrases", -not, +must, field:value, dates.

Every string is a query; what is malformed is read as the words it contains.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from .danish.normalise import normalise

MAX_CHARACTERS = 400
MAX_TERMS = 32

FIELDS: dict[str, str] = {
    "kind": "kind", "slags": "kind", "type": "kind",
    "unit": "unit", "enhed": "unit", "institution": "unit",
    "programme": "programme", "program": "programme",
    "tag": "tag", "emne": "tag", "mærke": "tag",
    "after": "after", "efter": "after", "fra": "after", "siden": "after",
    "before": "before", "før": "before", "foer": "before", "inden": "before",
}  # fmt: skip

_ITEM = re.compile(
    r"""(?P<sign>(?<!\S)[-+])?
        (?:(?P<field>[^\W\d_]+):(?!//))?
        (?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»〝〞＂", '"'))
_MINUS = str.maketrans(dict.fromkeys("−–—", "-"))
_AND = {"AND", "OG", "&&"}
_OR = {"OR", "ELLER", "||"}
_NOT = {"NOT", "IKKE"}


@dataclass(frozen=True, slots=True)
class Term:
    """One word or, with ``phrase``, several in a row. ``required``: hits must contain it."""

    text: str
    phrase: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a query string asks for.

    ``fields``: name -> values as typed, to be resolved to keys by the caller. ``after`` and
    ``before`` are both inclusive of the days named.
    """

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    excluded_fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    after: datetime.date | None = None
    before: datetime.date | None = None


def parse(text: str) -> ParsedQuery:
    """Read a query; never raises.

    Only the first 400 characters and 32 terms are read: nobody types more, and more only
    costs time.
    """
    text = normalise(text[: 4 * MAX_CHARACTERS])[:MAX_CHARACTERS]
    text = " ".join(text.translate(_QUOTES).split())
    terms: list[Term] = []
    excluded: list[Term] = []
    fields: dict[str, list[str]] = {}
    excluded_fields: dict[str, list[str]] = {}
    dates: dict[str, datetime.date] = {}
    join = negate = False
    for match in _ITEM.finditer(text):
        sign, name = match["sign"], (match["field"] or "").lower()
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        is_phrase = match["phrase"] is not None
        if not sign and not name and not is_phrase:
            if value in _AND:
                join = True
                continue
            if value in _OR:
                continue
            if value in _NOT:
                negate = True
                continue
            if value.translate(_MINUS)[0] == "-" and len(value) > 1 and value[0] != "-":
                sign, value = "-", value[1:]
        minus = sign == "-" or negate
        negate = False
        field_name = FIELDS.get(name)
        if field_name in ("after", "before") and (day := _day(value, field_name)):
            dates[field_name] = day
            continue
        if field_name in ("kind", "unit", "programme", "tag") and value.strip():
            (excluded_fields if minus else fields).setdefault(field_name, []).append(value)
            continue
        if name:  # 'UddX: noter' and 'kl:' are no fields
            value = f"{name} {value}"
        if not any(c.isalnum() for c in value):
            continue
        term = Term(value, is_phrase, required=sign == "+" or join)
        if minus:
            excluded.append(term)
        else:
            if join and terms and not terms[-1].required:
                terms[-1] = Term(terms[-1].text, terms[-1].phrase, required=True)
            terms.append(term)
        join = False
    return ParsedQuery(
        text=text,
        terms=tuple(terms[:MAX_TERMS]),
        excluded=tuple(excluded[:MAX_TERMS]),
        fields={name: tuple(values) for name, values in fields.items()},
        excluded_fields={name: tuple(values) for name, values in excluded_fields.items()},
        after=dates.get("after"),
        before=dates.get("before"),
    )


_DATES = (
    re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?$"),
    re.compile(r"(?:(?P<d>\d{1,2})[-./])?(?P<m>\d{1,2})[-./](?P<y>\d{4})$"),
)


def _day(text: str, side: str) -> datetime.date | None:
    """Read a date; of a year or a month, the day that makes ``after``/``before`` inclusive."""
    for pattern in _DATES:
        match = pattern.match(text.strip())
        if match is None:
            continue
        year, month, day = match["y"], match["m"], match["d"]
        try:
            if side == "after":
                return datetime.date(int(year), int(month or 1), int(day or 1))
            if day:
                return datetime.date(int(year), int(month), int(day))
            y, m = (int(year), int(month)) if month else (int(year), 12)
            datetime.date(y, m, 1)
            following = datetime.date(y + m // 12, m % 12 + 1, 1)
            return following - datetime.timedelta(days=1)
        except (ValueError, OverflowError):
            return None
    return None
