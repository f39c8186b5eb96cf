"""Switching a plugin off and on under load: silent everywhere within a second, and nothing lost."""

import json
import sqlite3
import textwrap
import threading
import time
from contextlib import closing

import pytest

from .live import Browser, LivePortal, until

pytestmark = pytest.mark.slow

WORD = "mandagsbrevet"
TICKER = '''
import datetime as dt
import click
from portal.api import JobContext, Plugin, Schedule, hookimpl


class Ticker(Plugin):
    name = "ticker"
    title = "Ticker"

    @hookimpl
    def jobs(self):
        return {"ticker.tick": lambda job: None}

    @hookimpl
    def schedules(self):
        return [Schedule("ticker.tick", dt.timedelta(seconds=1))]

    @hookimpl
    def commands(self):
        @click.command("ticker")
        def tick():
            """Tick."""
            click.echo("tick")

        return [tick]


plugin = Ticker()
'''


@pytest.fixture
def live(tmp_path):
    folder = tmp_path / "plugins" / "ticker"
    (folder / "portal_ticker").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(
        textwrap.dedent("""
        [project]
        name = "portal-ticker"
        version = "0.1"
        [project.entry-points."portal.plugins"]
        ticker = "portal_ticker:plugin"
        """)
    )
    (folder / "portal_ticker" / "__init__.py").write_text(TICKER)
    portal = LivePortal(
        tmp_path / "instance",
        PORTAL_PLUGIN_DIRS=str(folder.parent),
        PORTAL_WEB_PROCESSES="2",
    )
    portal.start()
    yield portal
    portal.end()


class Load:
    """A few people reading all the while; what the portal's own pages answered is kept."""

    PATHS = ("/", f"/search?q={WORD}", "/people", "/units", "/factsheets")

    def __init__(self, live, people=2):
        self.answers, self._stop = [], threading.Event()
        browsers = [Browser(live, "staff@demo.example") for _ in range(people)]
        self._threads = [threading.Thread(target=self._read, args=(one,)) for one in browsers]

    def _read(self, browser):
        while not self._stop.is_set():
            for path in self.PATHS:
                self.answers.append((path, browser.status(path)))

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_problem):
        self._stop.set()
        for thread in self._threads:
            thread.join()


def count(live, statement):
    with closing(sqlite3.connect(live.instance / "portal.sqlite")) as connection:
        return connection.execute(statement).fetchone()[0]


def ticks(live):
    return count(
        live, "select count(*) from portal_job where topic = 'ticker.tick' and done_at > 0"
    )


def parts(browser):
    """What a person meets of fact sheets: page, navigation and cards, hits, suggestions."""
    front = browser.get("/")
    return {
        "page": browser.status("/factsheets") == 200,
        "front": "/factsheets" in front,
        "hits": "/factsheets/" in browser.get(f"/search?q={WORD}"),
        "suggestions": "mandagsbrevet" in browser.get("/search/suggest?q=mandagsbr").lower(),
    }


#: Enough answers that both processes are among them.
ASKED = 12


def everywhere(browser, expected):
    for _ in range(ASKED):
        found = parts(browser)
        assert set(found.values()) == {expected}, found


def web_processes(live):
    return sum("granian" in words for words in live.family().values())


@pytest.mark.parametrize("way", ["command", "page"])
def test_off_is_off_everywhere_within_a_second_and_on_loses_nothing(live, way):
    assert web_processes(live) >= 2
    reader, admin = Browser(live, "staff@demo.example"), Browser(live, "admin@demo.example")
    assert until(lambda: parts(reader)["hits"], 60)
    assert until(lambda: ticks(live) > 0, 20)
    everywhere(reader, True)
    tables = ("factsheets_sheet", "portal_audience", "portal_revision", "portal_role_permission")
    before = {table: count(live, f"select count(*) from {table}") for table in tables}

    def switch(name, word):
        if way == "page":
            admin.post(f"/plugins/{name}/{word}", {})
        else:
            done = live.run("plugin", word, name)
            assert done.returncode == 0, done.stderr

    with Load(live) as load:
        switch("factsheets", "disable")
        time.sleep(1)  # the promise
        everywhere(reader, False)
        assert live.run("factsheets", "--help").returncode == 2
        assert "takes no part" in live.run("factsheets", "--help").stderr
        switch("ticker", "disable")
        time.sleep(1)
        assert "takes no part" in live.run("ticker").stderr
        quiet = ticks(live)
        time.sleep(2.5)
        assert ticks(live) == quiet
        states = {
            one["name"]: one["state"]
            for one in json.loads(live.run("plugin", "list", "--json").stdout)
        }
        assert states["factsheets"] == states["ticker"] == "off"
        switch("factsheets", "enable")
        switch("ticker", "enable")
        time.sleep(1)
        assert until(lambda: parts(reader)["hits"], 20)
        everywhere(reader, True)
        assert live.run("factsheets", "--help").returncode == 0
        assert live.run("ticker").stdout == "tick\n"
        assert until(lambda: ticks(live) > quiet, 20)
    bad = {answer for answer in load.answers if answer[1] != 200}
    assert bad <= {("/factsheets", 404)}, bad
    assert len(load.answers) > 50
    assert {table: count(live, f"select count(*) from {table}") for table in tables} == before
