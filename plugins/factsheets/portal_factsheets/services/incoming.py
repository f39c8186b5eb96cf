"""A sheet as a file says it, whichever kind of file, before the database is asked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from portal.api import LANGUAGES, PortalError, fold

from ..importing import JSON_KEYS, SheetDraft
from ..vocabulary import KINDS, OUTCOMES, PHASES, STATUSES
from .columns import COLUMNS, LISTS, VISIBILITIES
from .data import Link
from .filters import as_month
from .tables import Row


@dataclass(frozen=True, slots=True)
class Incoming:
    """One sheet of a file. `values` holds only what the file speaks of, by the names of
    `columns.COLUMNS`; `where` is for messages."""

    key: str
    where: str
    values: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Its title."""
        return self.values["title"]

    @property
    def digest(self) -> str:
        """The same for the same content."""
        text = json.dumps(dict(self.values), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """What `--json` prints: always the same keys, whatever the file."""
        found = {key: self.values.get(key, "") for key in JSON_KEYS}
        found["concepts"] = list(self.values.get("concepts", ()))
        halves = self.values.get("hypothesis_if"), self.values.get("hypothesis_then")
        if not found["hypothesis"] and any(halves):
            found["hypothesis"] = " ".join(half for half in halves if half)
        return found


def from_drafts(name: str, drafts: Iterable[SheetDraft]) -> list[Incoming]:
    """The sheets of a booklet."""
    return [
        Incoming(
            key=draft.source_key,
            where=f"{name}, sheet {number}",
            values=_values(draft),
        )
        for number, draft in enumerate(drafts, start=1)
    ]


def _values(draft: SheetDraft) -> dict[str, Any]:
    values: dict[str, Any] = {**draft.to_json(), "other_titles": tuple(draft.other_titles)}
    # Only where they are: the digest of a sheet without them stays what it was.
    for name in ("summary", "target_group"):
        if text := getattr(draft, name):
            values[name] = text
    return values


def from_rows(name: str, rows: Sequence[Row]) -> list[Incoming]:
    """The sheets of a table. Raises PortalError naming the row and column of a value that makes
    no sense, and for a row without a title."""
    copies: Counter[str] = Counter()
    found = []
    for row in rows:
        where = f"{name}, row {row.number}"
        if not row.values.get("title"):
            raise PortalError(f"{where}: the title is missing.")
        values = {column: _value(column, text, where) for column, text in row.values.items()}
        key = row.values.get("key", "").strip()
        if len(key) > 64:
            raise PortalError(f"{where}: the key is too long.")
        values.pop("key", None)
        found.append(Incoming(key or _key(values, copies), where, values))
    return found


def _key(values: Mapping[str, Any], copies: Counter[str]) -> str:
    """A row that somebody wrote by hand is known by its name, as a sheet of a booklet is."""
    draft = SheetDraft(
        title=values["title"],
        programme=values.get("programme", ""),
        institution=values.get("institution", ""),
    )
    copies[draft.source_key] += 1
    return draft.numbered(copies[draft.source_key]).source_key


def _value(column: str, text: str, where: str) -> Any:
    if column in LISTS:
        return _list(column, text)
    if column in CHOICES:
        return _choice(column, text, where)
    if column in ("period_start", "period_end"):
        return _known(as_month(text[:7]), text, column, where)
    if column in ("review_due", "published"):
        return _known(_date(text), text, column, where)
    return text


def _list(column: str, text: str) -> tuple[Any, ...]:
    if column == "tags":
        text = text.replace(",", "\n").replace(";", "\n")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if column != "links":
        return tuple(lines)
    pairs = [line.rpartition("|") for line in lines]
    return tuple(Link(title.strip(), url.strip()) for title, _bar, url in pairs)


def _choice(column: str, text: str, where: str) -> Any:
    if not text:
        return None
    found = _choices(column).get(fold(text))
    if found is None:
        raise _problem(column, text, where)
    return found


def _known(value: Any, text: str, column: str, where: str) -> Any:
    if value is None and text:
        raise _problem(column, text, where)
    return value


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _problem(column: str, text: str, where: str) -> PortalError:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return PortalError(f'{where}: "{shown}" in the column "{COLUMNS[column]}" is not understood.')


YES_NO = {True: _l("Yes"), False: _l("No")}
CHOICES: dict[str, Mapping[Any, Any]] = {
    "kind": KINDS,
    "outcome": {key: look.words for key, look in OUTCOMES.items()},
    "status": {key: look.words for key, look in STATUSES.items()},
    "visibility": VISIBILITIES,
    "phase": {int(key): words for key, words in PHASES.items()},
    "ready": YES_NO,
}


@cache
def _choices(column: str) -> Mapping[str, Any]:
    """The value for each way to say it: its key, and its words in every language."""
    found: dict[str, Any] = {fold(str(key)): key for key in CHOICES[column]}
    if column == "ready":
        found |= {"1": True, "0": False}
    for language in LANGUAGES:
        with force_locale(language):
            found.update({fold(str(words)): key for key, words in CHOICES[column].items()})
    return found
