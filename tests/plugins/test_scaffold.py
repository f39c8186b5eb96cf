"""`portal plugin new`: what it writes is a plugin like any other."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from portal.cli.plugin_author import new
from portal.errors import PortalError
from portal.plugins.check import check
from portal.plugins.discovery import in_folder
from portal.plugins.scaffold import Words, make_plugin
from portal.testing import translations

# Real processes: left to `make test-all`.
pytestmark = pytest.mark.slow

LENDING = Words("lending", "Lending", "Udlån", "loan", "udlån")
WORDS = {
    "lending": LENDING,
    "short": Words("ab", "Ab", "Ab", "ox", "ø"),
    "long": Words("n" * 20, "T" * 30, "Æ" * 30, "w" * 30, "å" * 30),
    "with spaces": Words("two_words2", "Two words", "To ord", "piece of string", "stykke snor"),
    "like the plugin": Words("task", "Tasks & more", "Opgaver", "task", "opgave"),
    "like what is imported": Words("papers", "Papers", "Papirer", "Document", "papir"),
    "Danish": Words("boeger", "Bøger", "Bøger", "bøger", "bøger"),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_linter_has_nothing_to_say_whatever_the_words(words, tmp_path):
    folder = make_plugin(words, tmp_path)
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_left_to_fill_in(tmp_path):
    for path in make_plugin(LENDING, tmp_path).rglob("*"):
        assert "package" not in path.relative_to(tmp_path).parts
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "[[name]]" not in text and "[[Model]]" not in text, path
    (candidate,) = in_folder(tmp_path / "lending")
    assert (candidate.name, candidate.problem) == ("lending", "")


#: Each is a portal of its own: not all of them.
TRIED = ("lending", "long", "like what is imported")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    paths = [make_plugin(WORDS[name], folder) for name in TRIED]
    return dict(zip(TRIED, check(paths), strict=True))


@pytest.mark.parametrize("name", TRIED)
def test_the_contract_is_kept_and_every_text_has_its_danish(reports, name):
    assert reports[name].findings == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Lending"},
        {"name": "9lives"},
        {"name": "a-b"},
        {"name": "x" * 21},
        {"name": "portal"},
        {"name": ""},
        {"name": "../up"},
        {"title": ""},
        {"title": 'say "hello"'},
        {"title_da": "100 % uld"},
        {"word": "{{ x }}"},
        {"word": "!!!"},
        {"word_da": "to\nlinjer"},
    ],
    ids=json.dumps,
)
def test_words_that_cannot_be_used_are_named(changed, tmp_path):
    values = {"name": "lending", "title": "L", "title_da": "L", "word": "loan", "word_da": "udlån"}
    with pytest.raises(PortalError):
        make_plugin(Words(**(values | changed)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "lending").mkdir()
    with pytest.raises(PortalError, match="is there already"):
        make_plugin(LENDING, tmp_path)
    assert list((tmp_path / "lending").iterdir()) == []


def test_a_name_that_is_taken_is_refused(tmp_path):
    with pytest.raises(PortalError, match="There is a plugin factsheets already"):
        CliRunner().invoke(new, ["factsheets", "--into", str(tmp_path)], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_who_writes_elsewhere_is_told_how_the_portal_finds_it(tmp_path, monkeypatch):
    command = ["tea_room", "--into", str(tmp_path)]
    done = CliRunner().invoke(new, command, catch_exceptions=False)
    assert f"export PORTAL_PLUGIN_DIRS={tmp_path}" in done.output
    monkeypatch.setenv("PORTAL_PLUGIN_DIRS", str(tmp_path))
    done = CliRunner().invoke(new, ["attic", *command[1:]], catch_exceptions=False)
    assert "portal upgrade" in done.output and "PORTAL_PLUGIN_DIRS" not in done.output


def test_the_catalogue_of_a_plugin_elsewhere_is_brought_up_to_date(tmp_path, monkeypatch, capsys):
    folder = make_plugin(LENDING, tmp_path)
    monkeypatch.setattr(sys, "argv", ["translations", str(folder)])
    assert translations.main() == 0
    catalogue = folder / "portal_lending" / "translations/da/LC_MESSAGES/messages.po"
    assert 'msgstr "Afgræns listen"' in catalogue.read_text(encoding="utf-8")
    with (folder / "portal_lending" / "services.py").open("a", encoding="utf-8") as file:
        file.write('\nSAYS = _("Something new")\n')
    assert translations.main() == 1
    assert capsys.readouterr().out == "lending da: 'Something new'\n"
    assert 'msgid "Something new"\nmsgstr ""' in catalogue.read_text(encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["translations", str(tmp_path)])
    assert translations.main() == 2


def test_a_script_is_asked_nothing(tmp_path):
    done = CliRunner().invoke(new, ["tea_room", "--into", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0
    assert "Tea room" in (tmp_path / "tea_room" / "portal_tea_room" / "__init__.py").read_text()


def test_two_plugins_whose_author_answered_nothing_stand_beside_each_other(tmp_path):
    kinds = set()
    for name in ("tea_room", "n" * 20, "m" * 20):
        CliRunner().invoke(new, [name, "--into", str(tmp_path)], catch_exceptions=False)
        services = (tmp_path / name / f"portal_{name}" / "services.py").read_text()
        kinds |= {line for line in services.splitlines() if line.startswith("KIND = ")}
    assert len(kinds) == 3 and 'KIND = "tea_room_entry"' in kinds
