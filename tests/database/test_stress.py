"""Many people writing at once: everyone waits their turn, nobody is told that the database is
locked, and what was acknowledged is there."""

from __future__ import annotations

import json
import os
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.testing.sessions import token_of
from tests.reliability.live import Browser, LivePortal

pytestmark = pytest.mark.slow

THREADS = 50
SECONDS = float(os.environ.get("PORTAL_STRESS_SECONDS", "60"))


@dataclass
class Writer:
    """One person at work: makes units, keeps drafts, reads in between."""

    browser: Browser
    number: int
    units: list[str] = field(default_factory=list)
    count: int = 0
    problems: list[str] = field(default_factory=list)
    slowest: float = 0

    @property
    def load(self) -> str:
        return f"{self.number:032x}"

    def work(self, until: float) -> None:
        turn = 0
        while time.monotonic() < until:
            turn += 1
            began = time.monotonic()
            try:
                self.make_unit(f"Stress {self.number}-{turn}") if turn % 3 else self.keep(turn)
            except (urllib.error.URLError, OSError) as problem:
                reason = getattr(problem, "read", lambda: b"")()[:300]
                self.problems.append(f"{turn}: {problem!r} {reason!r}")
            self.slowest = max(self.slowest, time.monotonic() - began)

    def make_unit(self, name: str) -> None:
        ended = self.browser.post("/units/new", {"name": name, "kind": "institution"})
        if "/new" in ended:
            self.problems.append(f"{name} was refused")
        else:
            self.units.append(name)

    def keep(self, turn: int) -> None:
        body = {
            "user": self.browser.user,
            "key": f"stress:{self.number}",
            "load": self.load,
            "count": turn,
            "fields": [["text", str(turn)]],
        }
        self.browser.send_json("/drafts/keep", body)
        self.count = turn


class Person(Browser):
    """A signed-in browser that also speaks as the script does. Several may share the cookies."""

    def __init__(self, portal: LivePortal, email: str) -> None:
        super().__init__(portal, email)
        state = json.loads(self.get("/drafts/state"))
        self.user, self.token = state["user"], token_of(self.get("/")) or state["csrf"]

    def send_json(self, path: str, body: object) -> None:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), headers, method="POST"
        )
        with self._opener.open(request, timeout=60) as response:
            assert response.headers["Content-Type"].startswith("application/json")
            response.read()


@pytest.fixture
def live(tmp_path: Path):
    portal = LivePortal(tmp_path / "instance")
    portal.start()
    yield portal
    portal.end()


def test_fifty_threads_write_for_a_minute(live: LivePortal) -> None:
    admin = Person(live, "admin@demo.example")
    writers = [Writer(admin, number) for number in range(1, THREADS + 1)]
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=writer.work, args=(until,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    problems = [problem for writer in writers for problem in writer.problems]
    log = live.log.read_text()
    assert "database is locked" not in log
    assert problems == [], problems[:5]
    acknowledged = {name for writer in writers for name in writer.units}
    assert len(acknowledged) > THREADS
    assert all(writer.units and writer.count for writer in writers)
    stored, drafts = rows(live)
    assert acknowledged <= stored
    for writer in writers:
        assert drafts[writer.load] == str(writer.count)
    print(f"{len(acknowledged)} units, slowest {max(w.slowest for w in writers):.1f} s")


def rows(live: LivePortal) -> tuple[set[str], dict[str, str]]:
    """What the database says, read while the portal runs."""
    import sqlite3

    file = live.instance / "portal.sqlite"
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        units = {name for (name,) in connection.execute("select name from portal_unit")}
        drafts = {
            load: json.loads(payload)["fields"][0][1]
            for load, payload in connection.execute("select load, payload from portal_draft")
        }
        return units, drafts
    finally:
        connection.close()
