"""One row of a list: its cells by column, clean, or a mistake that says what may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from portal.api import lists

from .layout import letter

#: As the list that is taken out names an account whose address its reader may not see.
_NUMBER = re.compile(r"#[0-9]{1,9}")
_ADDRESS = re.compile(r"[^\s<>;,()\"]+@[^\s<>;,()\"]+|(?<=<)#[0-9]{1,9}(?=>)")

#: Between several people in one cell; a comma is between a surname and a first name as often.
_BETWEEN = re.compile(r"\s*[;|\n]\s*|\s+(?:&|/|\+|og|and)\s+")
#: '3.', '#3', 'Nr. 3' and 'Stand 3' are 3.
_NUMBERED = re.compile(r"^(?:#|nr\.?|no\.?|stand|bod)?\s*(\d{1,6})\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellMistake(lists.Mistake):
    """A mistake with the cell it is in, as spreadsheets name it: 'C7'; '' for the whole row."""

    cell: str = ""


@dataclass(slots=True)
class RowReader:
    """A row; what is wrong with it is added to `mistakes`."""

    sheet: lists.Sheet
    number: int
    cells: dict[str, str]
    guarded: bool
    mistakes: list[lists.Mistake] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether the row is left out."""
        return bool(self.mistakes)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in any column we know."""
        return not any(cell.strip() for cell in self.cells.values())

    def line(self, name: str, limit: int, *, breaks: bool = False) -> str:
        """One line of at most `limit` characters; with `breaks`, '; ' stands for each end of a
        line in the cell."""
        raw = self.cells.get(name, "")
        if breaks:
            raw = "; ".join(part for part in raw.splitlines() if part.strip())
        try:
            if lists.is_formula(raw, guarded=self.guarded):
                raise lists.CellProblem(_("This looks like a formula. Write the value itself."))
            return lists.line(raw, limit, guarded=self.guarded)
        except lists.CellProblem as problem:
            self.refuse(name, str(problem))
            return ""

    def email(self, name: str) -> str:
        """An e-mail address, or the number of an account as '#12'; '' for none."""
        raw = self.cells.get(name, "")
        if _NUMBER.fullmatch(raw.strip()):
            return raw.strip()
        if not raw.strip(" \t\n\xa0'"):
            return ""
        try:
            if raw.strip().startswith("="):
                raise lists.CellProblem(_("This looks like a formula. Write the value itself."))
            return lists.email(raw, guarded=self.guarded)
        except lists.CellProblem as problem:
            self.refuse(name, str(problem))
            return ""

    def number_in(self, name: str, most: int) -> int | None:
        """A whole number from 1 to `most`; None for none."""
        text = self.line(name, 40).removesuffix(".0")
        text = _NUMBERED.sub(r"\1", text)
        if not text or self.wrong:
            return None
        if text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= most:
            return int(text)
        self.refuse(name, _("Write a number from 1 to %(most)s.", most=most))
        return None

    def people(self, name: str) -> list[tuple[str, str]]:
        """(name, address) of each of several people: 'Ane Holm <ane@skole.dk>; bo@skole.dk'. An
        address without a name has '' for it, a name without an address too."""
        text = self.line(name, 1_000, breaks=True)
        found = []
        for part in _people_in(text):
            address = _ADDRESS.search(part)
            words = " ".join(_ADDRESS.sub(" ", part).translate(_MARKS).split())
            if address is None:
                if words:
                    found.append((words, ""))
                continue
            if _NUMBER.fullmatch(address.group()):
                found.append((words, address.group()))
                continue
            try:
                found.append((words, lists.email(address.group(), guarded=False)))
            except lists.CellProblem as problem:
                self.refuse(name, str(problem))
        return found

    def parts(self, name: str) -> list[str]:
        """What stands in the cell for several people, one by one: by lines, ';', '&' or '/'."""
        text = self.line(name, 1_000, breaks=True)
        return [part.strip() for part in _BETWEEN.split(text) if part.strip(" ,")]

    def refuse(self, name: str, words: str) -> None:
        """The row is left out, for this."""
        at = next((at for at, column in self.sheet.columns.items() if column == name), None)
        value = self.cells.get(name, "")[:300]
        cell = f"{letter(at)}{self.number}" if at is not None else ""
        head = self.sheet.heads[at] if at is not None and at < len(self.sheet.heads) else ""
        self.mistakes.append(CellMistake(self.number, head, value, words, self.sheet.name, cell))


def _people_in(text: str) -> list[str]:
    """The text, cut where one person ends and another begins."""
    parts = [part for one in _BETWEEN.split(text) for part in re.split(r",(?=[^,@]*@)", one)]
    found: list[str] = []
    for part in parts:
        # 'ane@x.dk bo@x.dk': an address each.
        addresses = _ADDRESS.findall(part)
        words = _ADDRESS.sub(" ", part).translate(_MARKS).strip()
        found += addresses if len(addresses) > 1 and not words else [part]
    return found


_MARKS = str.maketrans('<>(),"', "      ")


def rows_of(table: lists.Table | None) -> Iterator[RowReader]:
    """The rows of a list, sheet by sheet."""
    for sheet in table.sheets if table is not None else ():
        for number, cells in sheet.rows:
            named = {
                name: cells[at] if at < len(cells) else "" for at, name in sheet.columns.items()
            }
            row = RowReader(sheet, number, named, table.guarded)  # type: ignore[union-attr]
            # Where two lists were put below each other, the headings come once more.
            again = all(
                lists.fold(named[name]) == lists.fold(sheet.heads[at])
                for at, name in sheet.columns.items()
            )
            if not row.empty and not again:
                yield row
