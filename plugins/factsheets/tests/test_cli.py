"""`portal factsheets`, as the shell sees it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from portal_factsheets.cli import group
from portal_factsheets.importing import JSON_KEYS
from portal_factsheets.models import FactSheet
from sqlalchemy import select

from portal.testing.probes import run_command, waiting_for_index

EXAMPLE = str(Path(__file__).with_name("test_importing_example.txt"))


@pytest.fixture
def run(app, session):
    """Runs `portal factsheets ...`: (output, problem)."""

    def command(*arguments):
        session.commit()
        return run_command(app, group, *arguments)

    return command


def titles(session):
    session.rollback()
    return list(session.scalars(select(FactSheet.title).order_by(FactSheet.id)))


def test_a_dry_run_as_json_prints_the_sheets_and_writes_nothing(session, run):
    out, _problem = run("import", EXAMPLE, "--json", "--dry-run")
    found = json.loads(out)
    assert found and all(tuple(one) == JSON_KEYS for one in found)
    assert all(isinstance(one["concepts"], list) for one in found)
    assert titles(session) == []


def test_importing_says_what_it_did(session, run):
    out, _problem = run("import", EXAMPLE)
    number = len(titles(session))
    assert out == f"Added {number}, updated 0, unchanged 0, differing 0.\n"
    assert waiting_for_index(session)
    session.rollback()
    out, _problem = run("import", EXAMPLE, "--json")
    report = json.loads(out)
    assert (len(report["unchanged"]), report["added"]) == (number, [])


def test_a_dry_run_says_what_would_be_done(session, run):
    out, _problem = run("import", EXAMPLE, "--dry-run")
    assert out.startswith("Would add ")
    assert titles(session) == []


def test_publishing_as_somebody(session, make, run, sign_in):
    author = make.user(roles=["staff"])
    out, problem = run("import", EXAMPLE, "--as", author.email, "--publish")
    assert problem == ""
    found = session.scalars(select(FactSheet)).all()
    assert {sheet.author_id for sheet in found} == {author.id}
    # One of the example's sheets is a title and nothing else.
    assert [sheet.status for sheet in found].count("draft") == out.count("stays a draft") == 1
    assert found[0].title in sign_in().page("/factsheets/").replace("&#39;", "'")


@pytest.mark.parametrize("roles", [[], ["admin"]])
def test_only_who_may_write_can_be_the_author(session, make, run, roles):
    user = make.user(roles=roles)
    _out, problem = run("import", EXAMPLE, "--as", user.email)
    assert ("is missing" in problem) is (not roles)
    _out, problem = run("import", EXAMPLE, "--as", "nobody@test.example")
    assert "no active account" in problem


def test_several_files_are_all_or_nothing(session, run, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("title;phase\nx;9\n")
    _out, problem = run("import", EXAMPLE, bad)
    assert "bad.csv, row 2" in problem
    assert titles(session) == []

    bad.write_text("title\nFine\n" + "y" * 300 + "\n")
    _out, problem = run("import", EXAMPLE, bad)
    assert "bad.csv, row 3" in problem
    assert titles(session) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "There is no file"),
        ("empty.txt", b"", "is empty"),
        ("poem.txt", "Roser er røde.".encode(), "no booklet of fact sheets"),
        ("a.pdf", b"%PDF-1.7", "The file is damaged"),
        ("a.docx", b"PK\x03\x04 and nothing more", "The file is damaged"),
        ("words.docx", b"only words", "is no .docx file"),
        ("binary.txt", bytes(range(256)) * 10, "is no text file"),
        ("wrong.txt", "Лаборатория учебных практик. ".encode("koi8-r") * 50, "Save it as UTF-8"),
        ("a.xlsx", b"nonsense", "no Excel file"),
        ("a.csv", b"a;b\n1;2\n", "no table of fact sheets"),
    ],
)
def test_bad_files_are_said_in_a_sentence(session, run, tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    out, problem = run("import", path)
    assert words in problem, problem
    assert out == "" and titles(session) == []
    assert words in run("import", path, "--json", "--dry-run")[1]


def test_a_giant_file_is_refused_unread(run, tmp_path):
    path = tmp_path / "giant.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert "too large" in run("import", path)[1]


def test_a_folder_is_no_file(run, tmp_path):
    assert "cannot be read" in run("import", tmp_path)[1]


def test_exporting_what_somebody_may_see(session, sheet, make, run, tmp_path):
    author = make.user(roles=["staff"])
    sheet("Open")
    sheet("Closed", author=author, visibility="private")
    path = tmp_path / "list.csv"

    assert "Exported 1" in run("export", path)[0]
    run("export", tmp_path / "mine", "--format", "xlsx", "--as", author.email)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Open"]
    assert (tmp_path / "mine").read_bytes().startswith(b"PK")
    assert "unchanged 1" in run("import", path)[0]


def test_exporting_to_nowhere(run, tmp_path):
    assert "neither" in run("export", tmp_path / "list.pdf")[1]
    assert "cannot be written" in run("export", tmp_path / "no" / "list.csv")[1]
    assert list(tmp_path.iterdir()) == []


def test_update_overwrites_and_without_it_is_reported(session, run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title;summary\nA;one\n")
    run("import", path)
    path.write_text("title;summary\nA;two\n")
    out, _problem = run("import", path)
    assert "Differs, left as it is (--update overwrites): A" in out
    out, _problem = run("import", path, "--update", "--dry-run")
    assert "would update 1" in out
    assert session.scalar(select(FactSheet.summary)) == "one"
    session.rollback()
    run("import", path, "--update")
    assert session.scalar(select(FactSheet.summary)) == "two"


OTHERS = Path(__file__).with_name("other_institutions")
WORDS = """
marker = ["Prøvehandling"]
institution = "Institution"
challenge = ["Problemet", "Udfordringen"]
findings = ["Resultatet"]
"""


def test_headings_from_a_file(session, run, tmp_path):
    path = tmp_path / "words.toml"
    path.write_text(WORDS)
    out, _problem = run(
        "import", OTHERS / "handelsskolen.pdf", "--headings-file", path, "--json", "--dry-run"
    )
    found = json.loads(out)
    assert [one["title"] for one in found][1:] == ["Virksomheden som censor", "Tavse klynger"]
    assert found[0]["institution"] == "Handelsskolen Bæltet"


def test_headings_by_name_or_by_guess(session, make, run):
    from portal_factsheets.services.profiles import save_profile

    words = {"challenge": ["Baggrund"], "findings": ["Hvad fandt vi?"], "marker": ["Indsats"]}
    save_profile(session, make.actor("editor"), None, "Kysten", words)
    for arguments in (["--headings", "KYSTEN"], []):
        out, problem = run("import", OTHERS / "kystkommunen.docx", *arguments, "--dry-run")
        assert problem == "" and out.startswith("Would add 2,")
    _out, problem = run("import", OTHERS / "kystkommunen.docx", "--headings", "booklet")
    assert "no sheet was found" in problem
    _out, problem = run("import", OTHERS / "kystkommunen.docx", "--headings", "Bakken")
    assert problem == 'There are no headings "Bakken". There are: booklet, Kysten.'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("challenge = [", "neither TOML nor JSON"),
        ("problem = ['x']", "the keys are marker, institution"),
        ("institution = ['x']", "it names no section"),
        ("challenge = ['Mål']\nfindings = ['mål']", "two things at once"),
        (None, "cannot be read"),
    ],
)
def test_files_of_headings_that_cannot_be_used(run, tmp_path, content, words):
    path = tmp_path / "words.toml"
    if content is not None:
        path.write_text(content)
    assert words in run("import", EXAMPLE, "--headings-file", path)[1]
    assert "either" in run("import", EXAMPLE, "--headings-file", path, "--headings", "x")[1]
