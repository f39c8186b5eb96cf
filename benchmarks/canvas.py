"""Eight people at work on one canvas for a minute, over HTTP: how soon does one see the others?

    python -m benchmarks.canvas [--people 8] [--seconds 60]

A fresh portal in a temporary folder, served by `portal run` as it comes on a port of its own on
this computer, and ended with it. Each person signs in, opens the arena, adds a note every two to
four seconds, and asks for changes every 0.9 seconds in between, as the page does. Counted is the
time from sending a note to each other person's having it. Beside it the same clients ask
/healthz, in the same run.

It fails (status 1) on an error, on a note that somebody never got, or when 95 of 100 were not
seen within two seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import tempfile
import threading
import time
import uuid
from pathlib import Path

from benchmarks.fair import _environ, _python, _quantile, _run
from benchmarks.signup import PASSWORD, Browser

MOST_PEOPLE, MOST_SECONDS = 24, 300
PAUSE, AFTER, GOAL = 0.9, 6.0, 2.0

FILL = """
import datetime as dt, json, sys
from portal.app import create_app
from portal.setup import upgrade_all
people, password = int(sys.argv[1]), sys.argv[2]
with create_app().app_context():
    upgrade_all()
with create_app().app_context():
    from portal.accounts.passwords import hash_password
    from portal.api import db, now
    from portal.testing.factories import Factory
    from portal_workshops.series.data import HalfData
    from portal_workshops.series.services import add_education, create_series, open_series
    session = db.session()
    make = Factory(session)
    unit = make.unit("Education")
    planner, hashed = make.actor("organiser"), hash_password(password)
    users = []
    for number in range(people):
        user = make.user(f"Person {number}", email=f"p{number}@test.example", units=[unit])
        user.password_hash = hashed
        users.append(user)
    days = [now().date() + dt.timedelta(days=more) for more in (1, 15)]
    halves = [HalfData(day=day, starts=dt.time(9), ends=dt.time(12), place="Room 1")
              for day in days]
    series = create_series(
        session, planner, title="Series", halves=halves, facilitator_ids=[make.user().id],
        capacity=people, minimum=1,
    )
    open_series(session, planner, series)
    participation = add_education(session, planner, series, unit, users)
    session.commit()
    print(json.dumps({"emails": [one.email for one in users], "canvas": participation.id}))
"""


class Room:
    """What all of them share: when each note was sent, and when who saw it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.sent: dict[str, tuple[float, str]] = {}
        self.seen: list[tuple[str, str, float]] = []
        self.healthy: list[float] = []
        self.wrong: list[str] = []


class Person:
    """One of them, as the page behaves."""

    def __init__(self, browser: Browser, canvas: int, room: Room) -> None:
        self.browser, self.room = browser, room
        self.at = f"/workshops/canvas/{canvas}"
        self.client, self.seq = str(uuid.uuid4()), 0
        self.known: set[str] = set()
        browser.sign_in()
        found = re.search(r'data-user="(\d+)"', browser.open(f"{self.at}/arena"))
        self.user = int(found.group(1)) if found else 0

    def work(self, until: float) -> None:
        """Writes and reads until then, and reads a little longer."""
        due = time.time() + random.random() * 3
        while time.time() < until + AFTER:
            try:
                if due < time.time() < until:
                    due = time.time() + 2 + random.random() * 2
                    self._write()
                else:
                    address = f"{self.at}/changes?since={self.seq}&user={self.user}"
                    self._read(*self.browser.ask("GET", address))
                begun = time.time()
                self.browser.ask("GET", "/healthz")
                self.room.healthy.append(time.time() - begun)
            except Exception as problem:  # whatever it is, it is counted
                self.room.wrong.append(f"{type(problem).__name__}: {problem}"[:200])
            time.sleep(PAUSE)

    def _write(self) -> None:
        text = f"note {uuid.uuid4().hex}"
        operation = {
            "id": str(uuid.uuid4()),
            "do": "add",
            "item": str(uuid.uuid4()),
            "type": "sign",
            "fields": {"text": text},
            "base": self.seq,
        }
        said = {"client": self.client, "user": self.user, "since": self.seq}
        with self.room.lock:
            self.room.sent[text] = (time.time(), self.browser.email)
        address = f"{self.at}/operations"
        self._read(*self.browser.ask("POST", address, said={**said, "operations": [operation]}))

    def _read(self, status: int, text: str) -> None:
        if status == 304:
            return
        if status != 200:
            raise RuntimeError(f"answer {status}")
        answer, at = json.loads(text), time.time()
        self.seq = max(self.seq, answer["seq"])
        for item in answer["items"]:
            for words, *_rest in item["f"].get("text", []):
                if words in self.room.sent and words not in self.known:
                    self.known.add(words)
                    self.room.seen.append((words, self.browser.email, at))


def main() -> int:
    """Prints the figures; 0 if everything was as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    people = max(2, min(MOST_PEOPLE, asked.people))
    seconds = max(5.0, min(MOST_SECONDS, asked.seconds))
    room = Room()
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder))
        made = _python(environ, FILL, people, PASSWORD)
        process = _run(environ)
        try:
            address = f"127.0.0.1:{environ['PORTAL_PORT']}"
            everyone = [
                Person(Browser(address, email), made["canvas"], room) for email in made["emails"]
            ]
            until = time.time() + seconds
            threads = [threading.Thread(target=one.work, args=(until,)) for one in everyone]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    return _report(room, people)


def _report(room: Room, people: int) -> int:
    waits: list[float] = []
    missing = len(room.sent) * people
    for text, email, at in room.seen:
        sent, writer = room.sent[text]
        missing -= 1
        if email != writer:
            waits.append(at - sent)
    late, healthy = _quantile(waits, 0.95), _quantile(room.healthy, 0.95)
    print(f"{people} people, {len(room.sent)} notes, load {os.getloadavg()[0]:.1f}")
    print(
        f"the others saw a note after {_quantile(waits, 0.5):.2f} s (median), {late:.2f} s (p95),"
        f" {max(waits, default=0.0):.2f} s (last); asked every {PAUSE} s"
    )
    print(f"/healthz in the same run: p95 {healthy * 1000:.0f} ms")
    for text in room.wrong[:10]:
        print(f"  WRONG {text}")
    if missing:
        print(f"  WRONG {missing} times somebody never got a note")
    good = bool(room.sent) and not room.wrong and not missing and late <= GOAL
    print("everyone saw everything in time" if good else "NOT as it should be")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
