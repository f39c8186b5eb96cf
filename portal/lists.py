"""Lists out of spreadsheets, for whoever reads one: what the import of people and units is made
of. A plugin takes it as `from portal.api import lists`."""

from __future__ import annotations

from portal.roster.applying import BATCH, MAX_PROBLEMS, SECONDS
from portal.roster.finding_units import UnitFinder, fold_unit
from portal.roster.headings import Column, fold, heading_words
from portal.roster.people_rows import FUNCTION_WORDS
from portal.roster.plan import CHANGED, NEW, SAME, Change, Line, Mistake, Plan, Question
from portal.roster.problems import RosterProblem as ListProblem
from portal.roster.reading.reader import (
    MAX_BYTES,
    match,
    missing,
    read_lists,
    read_sheets,
)
from portal.roster.reading.sheets import HEADER_WITHIN, MAX_ROWS, Sheet, Table
from portal.roster.services import STALLED, clean_file_name
from portal.roster.values import CellProblem, email, is_formula, line, tidy

__all__ = [
    "BATCH",
    "CHANGED",
    "FUNCTION_WORDS",
    "HEADER_WITHIN",
    "MAX_BYTES",
    "MAX_PROBLEMS",
    "MAX_ROWS",
    "NEW",
    "SAME",
    "SECONDS",
    "STALLED",
    "CellProblem",
    "Change",
    "Column",
    "Line",
    "ListProblem",
    "Mistake",
    "Plan",
    "Question",
    "Sheet",
    "Table",
    "UnitFinder",
    "clean_file_name",
    "email",
    "fold",
    "fold_unit",
    "heading_words",
    "is_formula",
    "line",
    "match",
    "missing",
    "read_lists",
    "read_sheets",
    "tidy",
]
