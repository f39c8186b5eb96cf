"""Whatever comes in, only ImportProblem comes out - and soon."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal_factsheets.importing import ImportProblem, SheetDraft, decode, parse_booklet, read_file

TEXT = read_file(Path(__file__).with_name("test_importing_example.txt"))
LINES = TEXT.splitlines(keepends=True)
PIECES = [
    "E K S P E R I M E N T\n",
    "Eksperiment: X\n",
    "Program: P\n",
    "Forsøgsspor: S\n",
    "Eksperimentet har bidraget til TIFS og\n",
    "Institution: I\n",
    "Udfordring\n",
    "Fund\n",
    "Udgangspunkt for aktioner\n",
    "Aktioner\n",
    "Opmærksomhedspunkter\n",
    "• punkt-\n",
    "- \n",
    "–",
    "1. et\n",
    "ord\u00ad\n",
    " side\n",
    "\f",
    "\n",
    "12\n",
    "Bilag\n",
    "\ud800",
    "\u200b",
    "-",
    ":",
    "Å",
]
quick = settings(max_examples=150, deadline=None)


def attempt(text: str) -> list[SheetDraft]:
    try:
        sheets = parse_booklet(text)
    except ImportProblem as problem:
        assert problem.code in {"no_sheets_found", "too_many_lines", "too_many_sheets"}
        return []
    assert sheets and all(sheet.title for sheet in sheets)
    assert len({sheet.source_key for sheet in sheets}) == len(sheets)
    return sheets


def test_cut_off_at_any_line():
    counts = [len(attempt("".join(LINES[:end]))) for end in range(len(LINES) + 1)]
    assert counts == sorted(counts) and counts[-1] == 3
    for start in range(len(LINES)):
        assert len(attempt("".join(LINES[start:]))) <= 3


@quick
@given(st.permutations(LINES))
def test_shuffled_lines(lines):
    attempt("".join(lines))


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_heap_of_headings_and_marks(pieces):
    attempt("".join(pieces))


@quick
@given(st.text(max_size=300), st.integers(0, len(TEXT)))
def test_random_unicode_anywhere(noise, place):
    attempt(TEXT[:place] + noise + TEXT[place:])
    attempt("Eksperiment: " + noise)


@quick
@given(st.binary(max_size=400))
def test_random_bytes(data):
    try:
        assert decode(data).strip()
    except ImportProblem as problem:
        assert problem.code in {"file_empty", "file_binary", "encoding_unknown"}


HEAD = "EKSPERIMENT\n\nTitel\n\nEksperiment: Titel\nProgram: P\n\nUdfordring\n"
MEGA = 1 << 20


@pytest.mark.parametrize(
    "text",
    [
        "x" * MEGA * 20,
        "eksperiment " * (MEGA * 20 // 12),
        " " * MEGA * 4 + "Eksperiment:",
        "eksperiment" + "-" * MEGA * 4,
        "E K S P E R I M E N T\n" * 50_000,
        HEAD + ("• " + "ord " * 15 + "ledel-\n") * 20_000,
        HEAD + "ledel-\n" * 50_000,
        HEAD + "ord-" * MEGA,
        HEAD + "Konceptualiserbare elemXXter\n" * 20_000,
        HEAD + "12\n\n" * 50_000,
        HEAD.replace("Program: P", "Eksperimentet har bidraget til " + "A, B og " * 100_000),
        HEAD + "Institution: X\n\n" * 30_000,
        HEAD * 6_000,
        "eksperiment\n" * 600_000,
    ],
    ids=lambda text: text[-12:-2].strip(),
)
def test_a_huge_text_takes_seconds(text):
    started = time.process_time()
    attempt(text)
    assert time.process_time() - started < 20
