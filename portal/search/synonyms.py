"""Synonyms that an editor maintains: rules, reading for a search, import and export."""

from __future__ import annotations

import csv
import datetime as dt
import io
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM, Actor
from portal.access.models import KnownPermission
from portal.audit.trail import record
from portal.database import now
from portal.errors import PortalError
from portal.search.models import SynonymSet
from portal.web.export import without_guard

EDIT = "search.synonyms"
MOST_WORDS, LONGEST, MOST_SETS = 12, 80, 1000
DEFAULTS = Path(__file__).parent / "synonyms.csv"
SynonymMap = Mapping[str, Sequence[str]]


def clean(words: Iterable[str]) -> list[str]:
    """The words as they are kept: trimmed, each once; raises PortalError for what will not do."""
    found: dict[str, str] = {}
    for word in words:
        plain = " ".join(word.replace("\x00", "").split())
        if plain:
            found.setdefault(plain.casefold(), plain)
    if len(found) < 2:
        raise PortalError(_("Write at least two words, one a line."))
    if len(found) > MOST_WORDS:
        raise PortalError(_("Write at most %(number)s words.", number=MOST_WORDS))
    for word in found.values():
        if len(word) > LONGEST:
            raise PortalError(_("Write at most %(number)s characters a line.", number=LONGEST))
        if not any(letter.isalnum() for letter in word):
            raise PortalError(_("'%(word)s' has no letters.", word=word))
    return list(found.values())


def save(
    session: Session,
    actor: Actor,
    words: Iterable[str],
    known: SynonymSet | None = None,
    *,
    trail: bool = True,
) -> SynonymSet:
    """Adds a set, or changes `known`. Raises PortalError for unusable words and repetitions.
    Without `trail` the audit trail says nothing of an added one."""
    plain = clean(words)
    wanted = {word.casefold() for word in plain}
    every = session.scalars(select(SynonymSet)).all()
    for other in every:
        if other is not known and {word.casefold() for word in other.words} == wanted:
            raise PortalError(_("These words stand together already."))
    if known is None:
        if len(every) >= MOST_SETS:
            raise PortalError(_("There is room for %(number)s lines.", number=MOST_SETS))
        known = SynonymSet(words=plain)
        session.add(known)
        session.flush()
        if trail:
            record(session, actor, "synonyms.added", "synonyms", known.id, words=plain)
    elif known.words != plain:
        changes = {"words": [known.words, plain]}
        record(session, actor, "synonyms.changed", "synonyms", known.id, changes=changes)
        known.words = plain
        known.updated_at = max(now(), known.updated_at + dt.timedelta(microseconds=1))
        session.flush()
    return known


def delete(session: Session, actor: Actor, known: SynonymSet) -> None:
    """Takes a set away."""
    record(session, actor, "synonyms.deleted", "synonyms", known.id, words=known.words)
    session.delete(known)


def import_csv(
    session: Session, actor: Actor, text: str, *, trail: bool = True
) -> tuple[int, list[str]]:
    """Adds the lines of a file as the export writes it; returns (added, problems in words).

    A line that is there already is passed over.
    """
    delimiter = ";" if ";" in text else ","
    added, problems = 0, []
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    there = {_key(one.words) for one in session.scalars(select(SynonymSet))}
    for number, cells in enumerate(lines, 1):
        words = [without_guard(cell).strip() for cell in cells]
        if not any(words) or (number == 1 and words[0] in {_("Words"), "Words", "Ord"}):
            continue
        try:
            plain = clean(words)
            if _key(plain) in there:
                continue
            save(session, actor, plain, trail=trail)
            there.add(_key(plain))
            added += 1
        except PortalError as problem:
            problems.append(_("Line %(number)s: %(problem)s", number=number, problem=str(problem)))
    return added, problems


def _key(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def as_map(sets: Iterable[Sequence[str]]) -> SynonymMap:
    """Word -> the others, as the engine takes it."""
    found: dict[str, dict[str, None]] = {}
    for words in sets:
        for word in words:
            others = found.setdefault(word.casefold(), {})
            others.update(dict.fromkeys(o for o in words if o.casefold() != word.casefold()))
    return {word: tuple(others) for word, others in found.items()}


class CurrentSynonyms:
    """The synonyms as a search needs them; read again when one has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: object = None
        self._map: SynonymMap = {}

    def get(self, session: Session) -> SynonymMap:
        """Word -> others."""
        row = session.execute(
            select(func.count(), func.max(SynonymSet.id), func.max(SynonymSet.updated_at))
        ).one()
        state = tuple(row)
        with self._lock:
            if state != self._state:
                self._map = as_map(session.scalars(select(SynonymSet.words)))
                self._state = state
            return self._map


def load_defaults(session: Session) -> None:
    """The list that comes with the portal, once: what an editor deletes stays deleted."""
    if session.get(KnownPermission, EDIT) is not None:
        return
    import_csv(session, SYSTEM, DEFAULTS.read_text(encoding="utf-8"), trail=False)
