"""Which unit the words of a file mean: by code, by name, or by path ('A / B / C')."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.roster.models import UnitCode
from portal.units.models import Unit

SEPARATOR = " / "
_SEPARATORS = re.compile(r"\s*[/\\>\u203a\u2192]\s*")


def fold_unit(text: str) -> str:
    """Words for a unit without case and doubled spaces, with one kind of separator."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return _SEPARATORS.sub(SEPARATOR, " ".join(plain.split())).strip()


@dataclass(slots=True)
class UnitFinder:
    """The open units by everything a file may call them."""

    paths: dict[int, str] = field(default_factory=dict)  # 'A / B / C' of every unit, closed too
    closed: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    _full: dict[str, list[int]] = field(default_factory=dict)
    _ends: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def load(cls, session: Session) -> UnitFinder:
        """Two queries."""
        found = cls()
        units = {
            row.id: row
            for row in session.execute(
                select(Unit.id, Unit.parent_id, Unit.name, Unit.closed_at).order_by(Unit.id)
            )
        }
        for unit_id, row in units.items():
            chain = [row.name]
            above = units.get(row.parent_id)
            while above is not None and len(chain) < 50:
                chain.insert(0, above.name)
                above = units.get(above.parent_id)
            found.names[unit_id] = row.name
            found.paths[unit_id] = SEPARATOR.join(chain)
            if row.closed_at is not None:
                found.closed.add(unit_id)
            found._full.setdefault(fold_unit(found.paths[unit_id]), []).append(unit_id)
            for start in range(len(chain)):
                key = fold_unit(SEPARATOR.join(chain[start:]))
                found._ends.setdefault(key, []).append(unit_id)
            if len(chain) > 1:  # as the list of people writes it: 'Education, Institution'
                key = fold_unit(f"{row.name}, {chain[0]}")
                found._ends.setdefault(key, []).append(unit_id)
        for code in session.scalars(select(UnitCode)):
            if code.unit_id in units:
                found.by_code[fold_unit(code.code)] = code.unit_id
                found.codes[code.unit_id] = code.code
        return found

    def find(self, text: str) -> list[int]:
        """The open units the words may mean; of the closed ones only where no open one fits."""
        key = fold_unit(text)
        if key in self.by_code:
            return [self.by_code[key]]
        for known in (self._full, self._ends):
            ids = list(dict.fromkeys(known.get(key, ())))
            if opened := [one for one in ids if one not in self.closed]:
                return opened
        return list(dict.fromkeys(self._ends.get(key, ())))

    def exactly(self, path: str) -> list[int]:
        """The open units with that whole path."""
        return [one for one in self._full.get(fold_unit(path), ()) if one not in self.closed]

    def near(self, text: str, limit: int = 1) -> list[str]:
        """Names that are spelt much like it."""
        names = {name for one, name in self.names.items() if one not in self.closed}
        return difflib.get_close_matches(text, sorted(names), n=limit, cutoff=0.75)

    def choices(self, ids: list[int] | None = None) -> list[tuple[str, str]]:
        """(id, path) for a question; all open units where none are given."""
        wanted = [one for one in self.paths if one not in self.closed] if ids is None else ids
        return sorted(
            ((str(one), self.paths[one]) for one in wanted), key=lambda pair: pair[1].casefold()
        )


def answered(answers: Mapping[str, object], words: str) -> str:
    """What somebody said the words mean; '' where nobody did."""
    return str(answers.get(fold_unit(words), ""))
