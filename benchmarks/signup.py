"""Two hundred people press 'Sign up' at the same moment, over HTTP, for five seats.

    python -m benchmarks.signup [--people 200] [--seats 5] [--rounds 3] [--database URL]

A fresh portal in a temporary folder, served by `portal run` as it comes (processes, threads,
limits) on a port of its own on this computer, and ended with it; SQLite, or the empty PostgreSQL
database that `--database` names. Everyone has an account, signs in with the password from the same
address, and opens the page of the series; then all press at once, in as many threads, released by
a barrier. Each round is a series of its own with the same people.

Afterwards the database is read by itself. It fails (status 1) on a sixth seat, a number given
twice, a turn that is missing, somebody let past who asked before, an answer other than the one a
browser expects, somebody told another place in the queue than they have, or anybody refused.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.fair import _environ, _python, _quantile, _run

MOST_PEOPLE, MOST_ROUNDS = 500, 50
PASSWORD = "ten seats and no more"

FILL = """
import datetime as dt, json, sys
from portal.app import create_app
from portal.setup import upgrade_all
people, seats, rounds, password = *map(int, sys.argv[1:4]), sys.argv[4]
with create_app().app_context():
    upgrade_all()
with create_app().app_context():
    from portal.accounts.passwords import hash_password
    from portal.api import db, now
    from portal.testing.factories import Factory
    from portal_workshops.series.data import HalfData
    from portal_workshops.series.services import create_series, open_series
    session = db.session()
    make = Factory(session)
    units = [make.unit(f"Education {number}") for number in range(8)]
    planner, guide = make.actor("organiser"), make.user("Guide")
    hashed = hash_password(password)
    emails = []
    for number in range(people):
        user = make.user(
            f"Guest {number}", email=f"guest{number}@test.example", units=[units[number % 8]]
        )
        user.password_hash = hashed
        emails.append(user.email)
    made = []
    for number in range(rounds):
        days = [now().date() + dt.timedelta(days=30 + 40 * number + more) for more in (0, 14)]
        halves = [HalfData(day=day, starts=dt.time(9), ends=dt.time(12), place="Room 1")
                  for day in days]
        series = create_series(
            session, planner, title=f"Series {number}", halves=halves,
            facilitator_ids=[guide.id], capacity=seats, minimum=1,
        )
        open_series(session, planner, series)
        made.append(series.id)
    session.commit()
    print(json.dumps({"emails": emails, "series": made}))
"""

CHECK = """
import json, sys
from portal.app import create_app
with create_app().app_context():
    from sqlalchemy import select
    from portal.api import User, db
    from portal_workshops.models import Seat
    rows = db.session().execute(
        select(Seat.series_id, User.email, Seat.status, Seat.seat_number, Seat.turn,
               Seat.signed_up_at).join(User, User.id == Seat.user_id).order_by(Seat.turn)
    )
    print(json.dumps([[*row[:5], row[5].timestamp()] for row in rows]))
"""


@dataclass
class Press:
    """One press of the button: when it was sent, when it was answered, and with what."""

    email: str
    sent: float = 0.0
    answered: float = 0.0
    status: int = 0
    told: str = ""
    problem: str = ""


@dataclass
class Round:
    """What came of one series."""

    presses: list[Press] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Browser:
    """One person: cookies, forms, and the pages between."""

    def __init__(self, address: str, email: str) -> None:
        self.email = email
        self._address = address
        self._cookies: dict[str, str] = {}
        self.token = ""

    def sign_in(self) -> None:
        """With the password; RuntimeError where that is refused."""
        self.open("/login")
        form = {"email": self.email, "password": PASSWORD}
        status, text = self.ask("POST", "/login", form)
        if status not in (302, 303):
            raise RuntimeError(f"signing in: {status} {_flash(text)}")

    def look(self, series_id: int) -> None:
        """Opens the page that has the button."""
        self.open(f"/workshops/{series_id}")

    def press(self, series_id: int, gate: threading.Barrier) -> Press:
        """Signs up when everyone is ready, and reads what the page says then."""
        done = Press(self.email)
        gate.wait(120)
        done.sent = time.time()
        try:
            done.status, _text = self.ask("POST", f"/workshops/{series_id}/sign-up", {})
            done.answered = time.time()
            page = self.ask("GET", f"/workshops/{series_id}")[1]
            done.told = _flash(page)
        except Exception as problem:  # whatever it is, it is counted
            done.problem = f"{type(problem).__name__}: {problem}"[:200]
        return done

    def open(self, path: str) -> str:
        """A page; RuntimeError where there is none."""
        status, text = self.ask("GET", path)
        found = re.search(r'name="csrf-token" content="([^"]+)"', text)
        if status != 200 or found is None:
            raise RuntimeError(f"{path}: {status}")
        self.token = found.group(1)
        return text

    def ask(
        self, verb: str, path: str, form: dict[str, str] | None = None, said: Any = None
    ) -> tuple[int, str]:
        """Status and text; with a form as a browser sends it, or `said` as a script does."""
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode({**form, "csrf_token": self.token}).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if said is not None:
            body = json.dumps(said).encode()
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self.token}
        connection = http.client.HTTPConnection(self._address, timeout=120)
        try:
            connection.request(verb, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _sign, rest = line.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer.status, text


def main() -> int:
    """Prints the figures; 0 if everything was as it should be."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder))
        if asked.database:
            environ["PORTAL_DATABASE_URL"] = asked.database
        made = _python(environ, FILL, asked.people, asked.seats, asked.rounds, PASSWORD)
        process = _run(environ)
        try:
            address = f"127.0.0.1:{environ['PORTAL_PORT']}"
            browsers = [Browser(address, email) for email in made["emails"]]
            signing_in = _everyone(browsers, lambda browser, _gate: browser.sign_in())
            rounds = []
            for series_id in made["series"]:
                problems = _everyone(
                    browsers, lambda browser, _gate, id=series_id: browser.look(id)
                )
                one = Round(wrong=[*signing_in, *problems])
                signing_in = []
                _everyone(
                    browsers,
                    lambda browser, gate, one=one, id=series_id: one.presses.append(
                        browser.press(id, gate)
                    ),
                )
                rounds.append(one)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
        rows = _python(environ, CHECK)
        words = [text for path in Path(folder).rglob("*.log") for text in _trouble(path)]
    for series_id, one in zip(made["series"], rounds, strict=True):
        _judge(one, [row[1:] for row in rows if row[0] == series_id], asked)
    return _report(asked, rounds, words)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seats", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    asked = parser.parse_args()
    asked.people = max(2, min(MOST_PEOPLE, asked.people))
    asked.rounds = max(1, min(MOST_ROUNDS, asked.rounds))
    asked.seats = max(1, min(asked.people, asked.seats))
    return asked


def _everyone(browsers: list[Browser], one: Any) -> list[str]:
    """`one(browser, gate)` for all of them at once, each in a thread; what went wrong."""
    gate = threading.Barrier(len(browsers))
    problems: list[str] = []

    def run(browser: Browser) -> None:
        try:
            one(browser, gate)
        except Exception as problem:  # whatever it is, it is counted
            problems.append(f"{browser.email}: {type(problem).__name__}: {problem}"[:200])

    threads = [threading.Thread(target=run, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def _judge(one: Round, rows: list[Any], asked: argparse.Namespace) -> None:
    """What is wrong with a round; `rows` are (email, status, seat, turn, when), by turn."""
    wrong = one.wrong
    for press in one.presses:
        if press.problem or press.status != 303:
            wrong.append(f"{press.email}: {press.status} {press.problem}")
    seated = [row for row in rows if row[1] in ("seated", "offered")]
    if sorted(row[2] for row in seated) != list(range(1, asked.seats + 1)):
        wrong.append(f"seats {sorted(row[2] for row in seated)}, there are {asked.seats}")
    if [row[3] for row in rows] != list(range(1, asked.people + 1)):
        wrong.append(f"turns {[row[3] for row in rows][:9]}...")
    if [row[1] for row in rows[: asked.seats]] != ["seated"] * asked.seats:
        wrong.append("somebody waits who came before one with a seat")
    times = [row[4] for row in rows]
    if times != sorted(times):
        wrong.append("the turns are not in the order of arrival")
    pressed = {press.email: press for press in one.presses}
    last_sent = 0.0
    for place, (email, _status, _seat, _turn, _when) in enumerate(rows, start=1):
        press = pressed[email]
        if press.answered and press.answered < last_sent:
            wrong.append(f"{email} was answered before somebody pressed who is before them")
        last_sent = max(last_sent, press.sent)
        number = re.search(r"\d+", press.told)
        told = int(number.group()) if number else 0
        if told != max(0, place - asked.seats):
            wrong.append(f"{email} has place {place} and was told {press.told!r}")


def _flash(page: str) -> str:
    """What the page says came of it."""
    found = re.search(r'class="(?:toast-body|vb-note[^"]*)".*?<p>(.*?)</p>', page, re.S)
    return " ".join(re.sub("<[^>]+>", " ", found.group(1)).split()) if found else ""


def _trouble(path: Path) -> list[str]:
    text = path.read_text("utf-8", "replace")
    return [line for line in text.splitlines() if "locked" in line or "Traceback" in line]


def _report(asked: argparse.Namespace, rounds: list[Round], words: list[str]) -> int:
    where = asked.database.partition(":")[0] or "sqlite"
    print(f"{asked.people} people, {asked.seats} seats, {where}, load {os.getloadavg()[0]:.1f}")
    for number, one in enumerate(rounds, start=1):
        waits = [press.answered - press.sent for press in one.presses if press.answered]
        sent = [press.sent for press in one.presses]
        print(
            f"round {number}: all pressed within {max(sent) - min(sent):.2f} s,"
            f" answered in {_quantile(waits, 0.5):.2f} s (median),"
            f" {max(waits, default=0.0):.2f} s (last); {len(one.wrong)} wrong"
        )
        for text in one.wrong[:10]:
            print(f"  WRONG {text}")
    for text in words[:10]:
        print(f"LOG {text}")
    good = not words and not any(one.wrong for one in rounds)
    if good:
        print("never a seat too many, nobody let past, nobody refused")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
