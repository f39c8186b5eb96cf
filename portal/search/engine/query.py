"""The query language: words, "phrases", -not, +must, field:value, dates.

Every string is a query; what is malformed is read as the words it contains.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from .danish.normalise import normalise
from .dates import read_date

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
_DATED = re.compile(
    r"(?<!\S)(?P<field>after|efter|fra|siden|before|før|foer|inden):\s?", re.IGNORECASE
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
    for match in _ITEM.finditer(_without_dates(text, dates)):
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


def _without_dates(text: str, dates: dict[str, datetime.date]) -> str:
    """Take ``after:1. marts 2026`` and the like out of a query, into ``dates``."""
    kept, at = [], 0
    for match in _DATED.finditer(text):
        if match.start() < at:
            continue
        side = FIELDS[match["field"].lower()]
        begin = match.end()
        quote = text[begin : begin + 1] == '"'
        found = read_date(text[begin + quote :], is_end=side == "before")
        if found is None:
            continue
        dates[side] = found[0]
        kept.append(text[at : match.start()])
        at = begin + quote + found[1]
        if quote and text[at : at + 1] == '"':
            at += 1
    return " ".join([*kept, text[at:]])


def wider(text: str) -> list[tuple[str, str]]:
    """Return what of a query narrows it, each as written, with the query without it.

    A phrase becomes its words, a word that must be there one that may.
    """
    text = " ".join(normalise(text)[:MAX_CHARACTERS].translate(_QUOTES).split())
    found: list[tuple[str, str]] = []

    def note(start: int, end: int, instead: str = "") -> None:
        rest = " ".join(f"{text[:start]} {instead} {text[end:]}".split())
        found.append((text[start:end].strip(), rest))

    taken: list[tuple[int, int]] = []
    for match in _DATED.finditer(text):
        begin = match.end()
        quote = text[begin : begin + 1] == '"'
        day = read_date(text[begin + quote :], is_end=False)
        if day is not None:
            taken.append((match.start(), begin + day[1] + 2 * quote))
            note(*taken[-1])
    for match in _ITEM.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        name = FIELDS.get((match["field"] or "").lower())
        if match["sign"] == "-" or name in ("kind", "unit", "programme", "tag"):
            note(*match.span())
        elif match["sign"] == "+":
            note(*match.span(), match.group()[1:])
        elif (match["phrase"] or "").strip() and " " in match["phrase"].strip():
            note(*match.span(), match["phrase"])
    return found
