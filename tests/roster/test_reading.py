"""Files of every kind: what is read of them, and what is said where nothing can be."""

import pytest

from portal.roster.problems import RosterProblem
from portal.roster.reading.reader import MAX_BYTES, read_table
from portal.roster.reading.sheets import MAX_ROWS
from tests.roster import samples

ROWS = [["Navn", "E-mail", "Enhed"], ["Åse Æbelø", "aase@skole.dk", "Mathematics"]]


def people(data):
    """The rows of the first sheet by column."""
    sheet = read_table(data, "people").sheets[0]
    return [
        {name: cells[at] for at, name in sheet.columns.items() if at < len(cells)}
        for _number, cells in sheet.rows
    ]


AASE = {"name": "Åse Æbelø", "email": "aase@skole.dk", "unit": "Mathematics"}


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["cp1252", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_and_delimiter_of_an_office(mark, encoding):
    assert people(samples.text(ROWS, mark, encoding)) == [AASE]


def test_a_workbook():
    assert people(samples.book(Ark1=ROWS)) == [AASE]


def test_excel_says_the_delimiter_itself():
    assert people(b"sep=,\r\n" + samples.text(ROWS, ",")) == [AASE]
    sheet = read_table(b"sep=,\r\n" + samples.text(ROWS, ","), "people").sheets[0]
    assert [number for number, _cells in sheet.rows] == [3]


def test_a_cell_over_several_lines_keeps_the_count_of_the_rows():
    data = b'Navn;E-mail\r\n"Ane\r\nHolm";ane@skole.dk\r\nBo;bo@skole.dk\r\n'
    sheet = read_table(data, "people").sheets[0]
    assert [number for number, _cells in sheet.rows] == [2, 4]


def test_the_headings_may_stand_further_down_and_empty_rows_anywhere():
    rows = [["Ansatte pr. 1. august"], [], ["", "", ""], *ROWS, [], ["", " ", ""], []]
    for data in (samples.text(rows), samples.book(Ark=rows)):
        assert people(data) == [AASE]


def test_only_sheets_with_such_a_list_count_and_the_others_are_named():
    table = read_table(samples.book(Forside=[["Hej"]], Ansatte=ROWS, Vikarer=ROWS), "people")
    assert [sheet.name for sheet in table.sheets] == ["Ansatte", "Vikarer"]
    assert table.unfit == ["Forside"]


def test_formulas_count_as_what_excel_worked_out():
    found = people(samples.with_formulas())
    assert found[0]["name"] == "Ane Holm"
    assert found[0]["email"] == "ane@skole.dk"
    assert found[0]["phone"] == "12345678"
    assert found[1]["name"] == "#REF!"


def test_merged_cells_count_for_all_their_rows():
    assert [row["email"] for row in people(samples.merged())] == ["ane@skole.dk"] * 2


def test_dates_are_days():
    head = ["Navn", "E-mail", "Fra"]
    found = people(samples.book(A=[head, ["Ane", "ane@skole.dk", samples.DAY]]))
    assert found[0]["starts"] == "2026-08-01"


def test_a_huge_gap_and_a_far_cell_cost_little():
    assert people(samples.long_tail()) == [{"name": "Ane", "email": "ane@skole.dk"}]


@pytest.mark.parametrize(
    "heads, columns",
    [
        (["Fornavn", "Efternavn", "Mail"], {"first", "last", "email"}),
        (["Full name", "E-mail address", "Department"], {"name", "email", "unit"}),
        (["NAVN", " e-mail ", "Afdeling", "Stilling"], {"name", "email", "unit", "function"}),
        (["Navn", "E-mail", "Funktion", "Stilling"], {"name", "email", "function", "title"}),
        (
            ["Navn", "Mailadresse", "Fra", "Til", "Tlf."],
            {"name", "email", "starts", "ends", "phone"},
        ),
    ],
)
def test_headings_in_both_languages_and_many_forms(heads, columns):
    data = samples.text([heads, ["x"] * len(heads)])
    assert set(read_table(data, "people").sheets[0].columns.values()) == columns


def test_columns_that_mean_nothing_are_named():
    data = samples.text([["CPR", "Navn", "E-mail", "Mail"], ["x", "x", "x", "x"]])
    assert read_table(data, "people").sheets[0].ignored == ["CPR", "Mail"]


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "No row has the headings"),
        (bytes(2000), "is empty"),
        (samples.OLD, "old Excel file"),
        (samples.PROTECTED, "protected by a password"),
        (samples.NUMBERS, "Numbers"),
        (samples.ODS, "OpenDocument"),
        (samples.DOCX, "no Excel workbook"),
        (b"PK\x03\x04 cut off", "damaged"),
        (samples.book(A=ROWS)[:-200], "damaged"),
        (samples.bomb(), "unpacks to far more"),
        (b"%PDF-1.7 x", "PDF"),
        (b"<html><table><tr><td>Navn", "web page"),
        (b"\x7fELF" + bytes(range(256)) * 40 + bytes(500), "no text file"),
        (b"\xff\xfeN", "no text file"),
        (samples.text([["Navn", "Enhed"], ["Ane", "x"]]), "A column is missing: E-mail"),
        (samples.text([["E-mail"], ["ane@skole.dk"]]), "A column is missing: Name"),
        (samples.text([["Fornavn", "E-mail"], ["Ane", "a@b.dk"]]), "A column is missing: Name"),
        (samples.text([["Hest", "Ko"], ["1", "2"]]), "These columns must be there: Name, E-mail"),
        (samples.text(ROWS[:1]), "nothing below"),
        (b'Navn;E-mail\r\n"Ane;' + b"x" * 200_000, "quotation mark"),
        (b"Navn;E-mail\n" + b"a;b@c.dk\n" * (MAX_ROWS + 1), "too long"),
        (b"Navn;E-mail\n" + b"a" * MAX_BYTES, "too large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_cannot_be_read_says_what_to_do(app, data, words):
    with pytest.raises(RosterProblem, match=words):
        read_table(data, "people")


def test_entities_that_grow_without_end_are_refused(app):
    with pytest.raises(RosterProblem, match="damaged"):
        read_table(samples.with_entities(), "people")


def test_a_million_rows_are_refused_before_they_are_kept(app):
    rows = [["Navn", "E-mail"], *([["a", "b@c.dk"]] * (MAX_ROWS + 5))]
    with pytest.raises(RosterProblem, match="too long"):
        read_table(samples.book(A=rows), "people")
