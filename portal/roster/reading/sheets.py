"""What was read of a file: sheets of rows of texts, and the row with the headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: How far down the headings may stand: above them are titles, dates, logos.
HEADER_WITHIN = 30
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 2_000

Row = tuple[int, list[str]]  # its number as the spreadsheet counts, its texts


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with headings that fit. `columns`: position -> column; `ignored`: headings that
    mean nothing to us; `rows` are those below the headings that are not empty."""

    name: str
    heads: list[str]
    columns: Mapping[int, str]
    ignored: list[str]
    rows: list[Row]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The fitting sheets of a file. `guarded`: apostrophes protect what looks like a formula."""

    sheets: list[Sheet]
    guarded: bool
    unfit: list[str] = field(default_factory=list)  # names of the sheets that do not fit

    def to_json(self) -> dict[str, Any]:
        """For the database."""
        return {
            "guarded": self.guarded,
            "unfit": self.unfit,
            "sheets": [
                {
                    "name": one.name,
                    "heads": one.heads,
                    "columns": {str(at): name for at, name in one.columns.items()},
                    "ignored": one.ignored,
                    "rows": [[number, cells] for number, cells in one.rows],
                    "header_row": one.header_row,
                }
                for one in self.sheets
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Table:
        """Back again."""
        sheets = [
            Sheet(
                one["name"],
                one["heads"],
                {int(at): name for at, name in one["columns"].items()},
                one["ignored"],
                [(number, cells) for number, cells in one["rows"]],
                one["header_row"],
            )
            for one in data.get("sheets", [])
        ]
        return cls(sheets, bool(data.get("guarded")), list(data.get("unfit", [])))
