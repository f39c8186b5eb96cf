"""`portal plugin check`: like a linter, without installing, without touching the portal."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from portal.config import CHECKOUT
from tests.plugins.contract.sinners import FIRST, SINNERS, Sinner, write
from tests.plugins.contract.wheels import wheel_of

# Real processes: left to `make test-all`.
pytestmark = pytest.mark.slow

GREEDY = Sinner(
    "D8",
    FIRST,
    "rows left",
    ((FIRST, "def upgrade():", 'def upgrade():\n    op.execute("DELETE FROM portal_user")'),),
)


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """A portal that somebody uses: a database with a person in it."""
    folder = tmp_path_factory.mktemp("running")
    done = portal(folder, "upgrade")
    assert done.returncode == 0, done.stderr
    command = ("user", "create", "ane@test.example", "--name", "Ane", "--password", "x" * 12)
    done = portal(folder, *command)
    assert done.returncode == 0, done.stderr
    return folder


def portal(instance, *arguments):
    environment = {name: value for name, value in os.environ.items() if name[:7] != "PORTAL_"}
    return subprocess.run(
        [sys.executable, "-m", "portal", *map(str, arguments)],
        cwd=CHECKOUT,
        env=environment | {"PORTAL_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def plugins(tmp_path_factory):
    """A good plugin, a wheel of it, and three sinners."""
    folder = tmp_path_factory.mktemp("plugins")
    good = write(folder / "good")
    return {
        "good": good,
        "wheel": wheel_of(good, folder),
        "english": write(folder / "english", SINNERS["a text without Danish"]),
        "open": write(folder / "open", SINNERS["a route that says nothing"]),
        "greedy": write(folder / "greedy", GREEDY),
    }


@pytest.fixture(scope="module")
def checked(instance, plugins):
    """All of them looked at, and what the portal's database was before and after."""
    before = state_of(instance)
    done = portal(instance, "plugin", "check", "--json", *plugins.values())
    assert done.stdout, done.stderr
    found = dict(zip(plugins, json.loads(done.stdout), strict=True))
    return done.returncode, found, before, state_of(instance)


def state_of(instance):
    with closing(sqlite3.connect(instance / "portal.sqlite")) as database:
        schema = database.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        people = database.execute("SELECT email FROM portal_user").fetchall()
    return schema, people, sorted(path.name for path in instance.iterdir())


def codes(report):
    return [finding["code"] for finding in report["findings"]]


def test_nothing_is_found_in_a_good_plugin_be_it_a_folder_or_a_wheel(checked):
    _status, found, _before, _after = checked
    assert codes(found["good"]) == []
    assert codes(found["wheel"]) == []
    assert found["wheel"]["plugin"] == "sample"


def test_a_finding_says_where(checked, plugins):
    status, found, _before, _after = checked
    (finding,) = found["open"]["findings"]
    path, line = plugins["open"] / "portal_sample" / "views.py", finding["line"]
    assert (finding["path"], finding["code"], finding["warning"]) == (str(path), "R1", False)
    lines = path.read_text().splitlines()
    assert any("tidy" in text for text in lines[line - 1 : line + 1])
    assert status == 1


def test_migrations_are_tried_on_a_copy_of_the_portals_rows(checked):
    _status, found, _before, _after = checked
    assert "D8" in codes(found["greedy"])
    assert any("0 of 1 rows" in one["message"] for one in found["greedy"]["findings"])


def test_the_running_portal_is_not_touched(checked):
    _status, _found, before, after = checked
    assert before == after
    assert before[1] == [("ane@test.example",)]


def test_warnings_count_when_asked_to(instance, plugins):
    done = portal(instance, "plugin", "check", plugins["english"])
    assert (done.returncode, "1 to consider" in done.stderr) == (0, True)
    assert "T2 no Danish for" in done.stdout
    assert "list.html:" in done.stdout
    assert portal(instance, "plugin", "check", "--strict", plugins["english"]).returncode == 1


@pytest.mark.parametrize("what", ["nothing there", "an empty folder", "a text", "no arguments"])
def test_what_is_no_plugin_is_said_with_status_2(instance, tmp_path, what):
    (tmp_path / "an empty folder").mkdir()
    (tmp_path / "a text").write_text("hello")
    paths = [] if what == "no arguments" else [tmp_path / what]
    done = portal(instance, "plugin", "check", *paths)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_broken_wheel_and_one_that_would_write_elsewhere(instance, tmp_path):
    import zipfile

    (tmp_path / "broken.whl").write_bytes(b"PK nonsense")
    with zipfile.ZipFile(tmp_path / "sneaky.whl", "w") as archive:
        archive.writestr("../../sneaky.txt", "x")
    for name, words in (("broken", "is no wheel"), ("sneaky", "land elsewhere")):
        done = portal(instance, "plugin", "check", tmp_path / f"{name}.whl")
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_on_postgresql_it_says_that_no_copy_was_tried(tmp_path):
    from portal.config import load_settings
    from portal.plugins.check import Report, _said
    from portal.plugins.check.copying import why_not

    there = load_settings(instance=tmp_path, database_url="postgresql+psycopg://x@127.0.0.1/x")
    assert "empty database only" in why_not(there)
    assert why_not(load_settings(instance=tmp_path, database_url="sqlite:///x.sqlite")) == ""
    plain = Report(str(tmp_path), "plain", ())
    assert _said(plain, "so") is plain, "without migrations there is nothing to try"
    (tmp_path / "portal_plain" / "migrations" / "versions").mkdir(parents=True)
    (tmp_path / "portal_plain" / "migrations" / "versions" / "0001_first.py").touch()
    said = _said(plain, "so")
    assert [(one.code, one.text) for one in said.findings] == [("X2", "so")]
    assert said.errors == 0
