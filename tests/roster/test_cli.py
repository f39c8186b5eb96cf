"""`portal people` and `portal units` as IT uses them."""

import importlib
import json

import click
import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.plugins.answers import checked

HEAD = "Navn;E-mail;Enhed;Funktion\n"


@pytest.fixture
def run(app, session, monkeypatch, capsys):
    """`run('people', 'import', file)`: (status, stdout, stderr)."""
    main = importlib.import_module("portal.cli.main")
    monkeypatch.setattr("portal.cli.context.application", lambda: app)

    def call(*arguments):
        session.commit()
        monkeypatch.setattr("sys.argv", ["portal", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main.main()
        out, err = capsys.readouterr()
        session.expire_all()
        return int(end.value.code or 0), out, err

    return call


@pytest.fixture
def file(tmp_path, school):
    path = tmp_path / "people.csv"
    path.write_text(HEAD + "Ane;ane@skole.dk;Mathematics;Leder\nBo;bo@;;\n")
    return path


def test_a_dry_run_changes_nothing(run, file, session):
    status, out, err = run("people", "import", file, "--dry-run")
    assert status == 0 and "Would add 1" in out and "wrong rows 1" in out
    assert "Row 3, E-mail: bo@" in err
    assert session.scalars(select(User)).all() == []


def test_it_imports_and_twice_is_once(run, file, session):
    assert run("people", "import", file)[1].startswith("Added 1, changed 0")
    assert run("people", "import", file)[1].startswith("Added 0, changed 0, unchanged 1")
    assert len(session.scalars(select(User)).all()) == 1


def test_json(run, file):
    found = json.loads(run("people", "import", file, "--json")[1])
    assert found["outcomes"] == {"new": 1} and found["mistakes"][0]["row"] == 3


def test_strict_fails(run, file, session):
    assert run("people", "import", file, "--strict")[0] == 1
    assert session.scalars(select(User)).all() == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["people", "units"])
def test_out_and_in_again(run, file, tmp_path, kind, form):
    run("people", "import", file)
    out = tmp_path / f"out.{form}"
    assert run(kind, "export", out) == (0, f"Exported to {out}.\n", "")
    assert "Added 0, changed 0" in run(kind, "import", out)[1]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("people", "import", "/nowhere.csv"), "There is no file"),
        (("people", "import", "/"), "is a directory"),
        (("people", "export", "/tmp/x.doc"), "neither .xlsx nor .csv"),
        (("people", "export", "/nowhere/x.csv"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_a_sentence(run, arguments, words):
    status, _out, err = run(*arguments)
    assert status == 2 and words in err and "Traceback" not in err


def test_a_role_or_sheet_that_is_not_there(run, file):
    assert "There is no role boss" in run("people", "import", file, "--role", "boss")[2]
    assert "No sheet X" in run("people", "import", file, "--sheet", "X")[2]


def test_two_features_of_the_core_share_a_group_and_no_plugin_takes_it():
    main = importlib.import_module("portal.cli.main")

    def group(name, *commands):
        return click.Group(name, commands={one: click.Command(one) for one in commands}, help=name)

    first, second, theirs = group("units", "list"), group("units", "merge"), group("units", "evil")
    own, late = group("own", "a"), group("own", "b")
    found = main.gathered(
        [("core:x", [first]), ("core:y", [second]), ("p", [theirs, own]), ("q", [late])]
    )
    assert sorted(found["units"].commands) == ["list", "merge"] and found["own"] is own
    assert sorted(first.commands) == ["list"]  # what was brought stays as it was


def test_what_the_docs_say_of_units_is_there(run, tmp_path, school):
    assert run("units", "export", tmp_path / "units.csv")[0] == 0
    assert "Would add 0" in run("units", "import", tmp_path / "units.csv", "--dry-run")[1]
    assert run("units", "list")[0] == 0


@pytest.mark.parametrize("name", [5, None, ""])
def test_a_command_without_a_name_is_the_failure_of_who_brings_it(name):
    command = click.Command("x")
    command.name = name
    with pytest.raises(TypeError, match="has no name"):
        checked("commands", [command])
