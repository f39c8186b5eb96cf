"""The real booklet, compared with a reading by hand.

``test_importing_booklet.json`` was made from that reading, not from the parser: names in full;
of every text [paragraphs, list items, the first digits of its SHA-256], since no sentence of
the booklet is quoted here.
"""

import hashlib
import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
import simplemma
from portal_factsheets.importing import ImportProblem, SheetDraft, parse_booklet, read_file

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("PORTAL_SHARED") or HERE.parents[3] / "shared")
DOCUMENTS = SHARED / "documents"
BOOKLET = "uddannelseslaboratoriet-ledelses-og-samarbejdsformer.txt"
EXPECTED = json.loads(HERE.joinpath("test_importing_booklet.json").read_text("utf-8"))
NAMES = ("title", "institution", "programme", "track", "concepts")
TEXTS = ("challenge", "hypothesis", "actions", "findings", "elements", "attention")


@pytest.fixture(scope="module")
def text() -> str:
    path = DOCUMENTS / BOOKLET
    if not path.exists():
        reason = "the shared documents are missing: set PORTAL_SHARED to their folder"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return read_file(path)


@pytest.fixture(scope="module")
def sheets(text) -> list[SheetDraft]:
    return parse_booklet(text)


def digest(markdown: str) -> list[object]:
    blocks = [block for block in markdown.split("\n\n") if block]
    items = sum(len(block.splitlines()) for block in blocks if block.startswith("- "))
    paragraphs = sum(not block.startswith(("- ", "### ")) for block in blocks)
    return [paragraphs, items, hashlib.sha256(markdown.encode()).hexdigest()[:12]]


def summary(sheet: SheetDraft) -> dict[str, object]:
    data = sheet.to_json()
    return {key: data[key] for key in NAMES} | {key: digest(str(data[key])) for key in TEXTS}


def differences(sheets: list[SheetDraft]) -> list[tuple[str, str]]:
    """(title, field) of what is not as it was read by hand."""
    pairs = zip(EXPECTED, map(summary, sheets), strict=True)
    return [(want["title"], key) for want, got in pairs for key in want if want[key] != got[key]]


def test_twenty_two_sheets_as_read_by_hand(sheets):
    assert len(sheets) == 22
    assert differences(sheets) == []


def test_other_titles_are_those_that_say_something_else(sheets):
    others = {sheet.title: sheet.other_titles for sheet in sheets if sheet.other_titles}
    assert others == {
        "Ledelse af eksperimenter – den meningsfulde udviklingskadence": (
            "Ledelse af eksperimenter – den meningsfulde udviklingskadance",
        ),
        "Nyeste viden i undervisningen": ("Antropologisk ledelse – nyeste viden i undervisningen",),
    }


def test_every_sheet_has_a_key_of_its_own(sheets, text):
    keys = [sheet.source_key for sheet in sheets]
    assert len(set(keys)) == 22
    assert [sheet.source_key for sheet in parse_booklet(text)] == keys


def test_no_word_was_broken_or_wrongly_joined(sheets, text):
    """Words that neither the booklet has whole nor the word list knows, each looked at."""
    whole = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))
    words = set()
    for sheet in sheets:
        body = "\n".join(str(value) for value in sheet.to_json().values()).casefold()
        words |= set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", body))
    strange = {w for w in words if w not in whole and not simplemma.is_known(w, lang="da")}
    assert strange == {
        "aftagerorganisation",
        "bioanalytikeruddannelsen",
        "deltagerinddragelse",
        "eksperiment-mapping",
        "fagvejlederen",
        "fremtidsportalen",
        "generalforsamlingsagtige",
        "ikke-direkte",
        "kompetencetrupper",
        "procesoversigt",
        "relations-værktøjer",
        "rådgiverens-dialog",
        "samarbejdsdreven",
        "teamudvikling",
        "tvær-faglighed",
        "tværinstitutionel",
        "web-applikation",
    }


def test_nothing_of_pages_and_labels_is_left(sheets):
    for sheet in sheets:
        body = "\n".join(str(sheet.to_json()[key]) for key in TEXTS)
        for debris in (
            "Institution:",
            "Inspirationshæfte",
            "E K S P",
            "Forsøgsspor:",
            "•",
            "Fund\n",
        ):
            assert debris not in body


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: re.sub(r"(?m)^ (?=\S)", "\f", text),
        lambda text: re.sub(r"(?m)(?<=\w)-$", "\u00ad", text),
        lambda text: text.replace("-", "\u2010"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text[text.index(" Institution:") :],
        lambda text: text.replace("E K S P E R I M E N T", ""),
        lambda text: re.sub(r"(?m)^ (?=\S)", "\n77\n ", text),
        lambda text: re.sub(r"(?m)^ (?=\S)", "\n\nEt langt hæfte om forsøg77\n ", text),
        lambda text: re.sub(r"(?m)^ (?=\S)", "\n\n\nEt langt hæfte\n\n77\n\n ", text),
    ],
    ids=[
        "crlf",
        "form feeds",
        "soft hyphens",
        "unicode hyphens",
        "no-break spaces",
        "decomposed",
        "only the sheets",
        "no banners",
        "page numbers",
        "feet",
        "heads",
    ],
)
def test_the_same_booklet_extracted_otherwise_reads_the_same(text, change):
    assert differences(parse_booklet(change(text))) == []


def test_cut_off_anywhere_it_still_reads_or_is_refused(text):
    lines = text.splitlines(keepends=True)
    for end in range(0, len(lines), 199):
        try:
            assert len(parse_booklet("".join(lines[:end]))) <= 22
        except ImportProblem as problem:
            assert problem.code == "no_sheets_found"


def test_the_other_documents_are_no_booklets(text):
    others = [path for path in sorted(DOCUMENTS.iterdir()) if path.name != BOOKLET]
    assert others
    for path in others:
        with pytest.raises(ImportProblem) as problem:
            parse_booklet(read_file(path))
        assert problem.value.code == "no_sheets_found"
