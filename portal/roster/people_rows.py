"""The rows of a list of people, cell by cell; rows of one address become one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.accounts.services import MAX_NAME, MAX_PHONE, MAX_TITLE
from portal.roster import values
from portal.roster.headings import fold
from portal.roster.plan import Mistake
from portal.roster.reading.sheets import Sheet
from portal.roster.values import CellProblem
from portal.units.models import Function

#: Words for the four functions; what stands here needs no asking.
FUNCTION_WORDS: Mapping[str, str] = {
    fold(word): function.value
    for function, words in {
        Function.LEADER: "leader leder ledere leaders chef rektor afdelingsleder "
        "uddannelsesleder uddannelseschef institutleder head manager",
        Function.TEACHER: "teacher underviser undervisere teachers lærer lektor adjunkt docent",
        Function.STAFF: "staff medarbejder medarbejdere tap member_of_staff members_of_staff "
        "ansat employee",
        Function.STUDENT: "student studerende students elev elever",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function as a row says it."""

    row: int
    sheet: str
    unit: str
    function: str  # as it is written
    starts: dt.date | None
    ends: dt.date | None
    unit_head: str = ""
    function_head: str = ""


@dataclass(slots=True)
class Person:
    """What all rows of one address say together; None where they say nothing."""

    email: str
    rows: list[tuple[str, int]] = field(default_factory=list)
    name: str = ""
    as_written: str = ""  # before 'Holm, Ane' became Ane Holm
    title: str | None = None
    phone: str | None = None
    functions: list[FunctionRow] = field(default_factory=list)
    # Fields that look like a formula: fine where the portal says the very same already.
    suspicious: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Row:
    number: int
    sheet: str
    heads: Mapping[str, str]
    cells: dict[str, str]
    found: dict[str, str] = field(default_factory=dict)


class PeopleReader:
    """Reads rows; `people` and `mistakes` are what came of them."""

    def __init__(self, guarded: bool) -> None:
        self._guarded = guarded
        self.people: dict[str, Person] = {}
        self.mistakes: list[Mistake] = []
        self.repeated = 0
        self._conflicting: set[str] = set()
        self._rows: dict[str, list[_Row]] = {}

    def read(self, sheets: Iterable[Sheet]) -> None:
        """All rows of the sheets, in order."""
        for sheet in sheets:
            heads = {
                name: sheet.heads[at] for at, name in sheet.columns.items() if at < len(sheet.heads)
            }
            for number, cells in sheet.rows:
                by_name = {
                    name: cells[at] if at < len(cells) else "" for at, name in sheet.columns.items()
                }
                self._take(_Row(number, sheet.name, heads, by_name))
        for address in self._conflicting:
            self._refuse_conflict(self.people.pop(address), self._rows[address])

    def _take(self, row: _Row) -> None:
        address = self._cell(row, "email")
        name = self._name(row)
        title = self._cell(row, "title")
        phone = self._cell(row, "phone")
        unit = self._cell(row, "unit")
        function = self._cell(row, "function")
        days = self._days(row)
        if None in (address, name, title, phone, unit, function) or days is None:
            return
        assert address is not None and name is not None and unit is not None
        if function and not unit and "unit" in row.cells:
            self._wrong(row, "unit", _("There is a function and no unit. Write the unit."))
            return
        person = self.people.get(address) or Person(address)
        if not name and not person.name and address not in self.people:
            self._wrong(row, "name", _("The name is missing."))
            return
        if name and person.name and name.casefold() != person.name.casefold():
            self._conflicting.add(address)
        self.people[address] = person
        self._rows.setdefault(address, []).append(row)
        person.rows.append((row.sheet, row.number))
        if not person.name:
            person.name, person.as_written = name, " ".join(row.cells.get("name", "").split())
        person.title = person.title or title or None
        person.phone = person.phone or phone or None
        for field_name, value in (("name", name), ("title", title or ""), ("phone", phone or "")):
            raw = row.cells.get(field_name, "")
            if value and values.is_formula(raw, guarded=self._guarded):
                person.suspicious[field_name] = (row.heads.get(field_name, ""), raw)
        if unit:
            self._add(person, row, unit, function or "", days)

    def _add(
        self,
        person: Person,
        row: _Row,
        unit: str,
        function: str,
        days: tuple[dt.date | None, dt.date | None],
    ) -> None:
        new = FunctionRow(
            row.number,
            row.sheet,
            unit,
            function,
            *days,
            row.heads.get("unit", ""),
            row.heads.get("function", ""),
        )
        for one in person.functions:
            if (one.unit.casefold(), one.function.casefold()) == (
                unit.casefold(),
                function.casefold(),
            ):
                self.repeated += 1
                return
        person.functions.append(new)

    def _name(self, row: _Row) -> str | None:
        if "name" in row.cells:
            name = self._cell(row, "name")
            if name and name.count(",") == 1 and "first" not in row.cells:
                surname, given = (part.strip() for part in name.split(","))
                return f"{given} {surname}" if given and surname else name
            if name != "":
                return name
        first, last = self._cell(row, "first"), self._cell(row, "last")
        if first is None or last is None:
            return None
        whole = f"{first} {last}".strip()
        if len(whole) > MAX_NAME:
            self._wrong(
                row,
                "last" if "last" in row.cells else "first",
                _("The name is too long: at most %(limit)s characters.", limit=MAX_NAME),
            )
            return None
        return whole

    def _days(self, row: _Row) -> tuple[dt.date | None, dt.date | None] | None:
        found: list[dt.date | None] = []
        for name in ("starts", "ends"):
            try:
                found.append(values.date(row.cells.get(name, "")))
            except CellProblem as problem:
                self._wrong(row, name, str(problem))
                return None
        starts, ends = found
        if starts and ends and ends < starts:
            self._wrong(row, "ends", _("It ends before it begins."))
            return None
        return starts, ends

    def _cell(self, row: _Row, name: str) -> str | None:
        """The clean value, '' for nothing; None after a mistake was noted."""
        raw, guarded = row.cells.get(name, ""), self._guarded
        try:
            if name == "email":
                return self._email(row, raw)
            if name == "phone":
                return values.phone(raw, MAX_PHONE, guarded=guarded)
            limit = {"title": MAX_TITLE, "unit": 1000}.get(name, MAX_NAME)
            text = values.line(raw, limit, guarded=guarded)
        except CellProblem as problem:
            self._wrong(row, name, str(problem))
            return None
        if name in ("name", "first", "last") and "@" in text and "." in text.split("@")[-1]:
            self._wrong(row, name, _("This is an e-mail address, not a name."))
            return None
        return text

    def _email(self, row: _Row, raw: str) -> str:
        if not raw.strip():
            raise CellProblem(_("The e-mail address is missing: it says who the person is."))
        try:
            return values.email(raw, guarded=self._guarded)
        except CellProblem:
            for other in ("name", "first", "last"):
                if "@" in row.cells.get(other, ""):
                    words = _(
                        "This is no e-mail address; one stands under %(column)s. "
                        "Are the columns swapped?",
                        column=row.heads.get(other, other),
                    )
                    raise CellProblem(words) from None
            raise

    def _refuse_conflict(self, person: Person, rows: list[_Row]) -> None:
        """Nobody knows whose address it is; guessing would give one person another's functions."""
        for row in rows:
            words = _(
                "Two names have the address %(email)s, in the rows %(rows)s. Write one of them.",
                email=person.email,
                rows=", ".join(str(one.number) for one in rows[:6]),
            )
            self._wrong(row, "name" if "name" in row.cells else "first", words)

    def _wrong(self, row: _Row, column: str, text: str) -> None:
        head = row.heads.get(column, "")
        value = row.cells.get(column, "")
        self.mistakes.append(Mistake(row.number, head, value[:300], text, row.sheet))
