"""A fair at its fullest minute: 400 visitors sign in by badge and synchronise 20 stands each.

    python -m benchmarks.fair [--visitors 400] [--entries 20] [--over 30] [--app] [--kill]

A fresh portal in a temporary folder on SQLite, served by `portal run` on a port of its own on
this computer, and ended with it. Visitors arrive at random moments within `--over` seconds; every
fifth phone loses the answer and sends everything again. `--app` also fetches, once for each
phone, what the service worker keeps. Beside it, in the same run, as many visitors make as many
requests of `/healthz` in the same rhythm: compare the ratios, not the milliseconds.

`--kill` ends the portal with SIGKILL, with all its processes, when about half of them are under
way, and starts it again; phones try again what was not answered, as they do.

It fails (status 1) on any answer that is not as it should be, on any line that is missing, double
or somebody else's, and when it took longer than `--limit` seconds.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

MOST_VISITORS, MOST_ENTRIES = 2000, 100
#: About so many files a phone keeps.
INSTALLING = 30
#: So long a phone tries again while the portal is dead; a real one never gives up.
PATIENCE = 90.0


def main() -> int:
    """Prints the figures; 0 if everything was as it should be."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder))
        tokens, stands, bazaar_id = _fill(environ, asked.visitors, asked.stands)
        process = _run(environ)
        deaths: list[subprocess.Popen[bytes]] = []
        try:
            address = f"127.0.0.1:{environ['PORTAL_PORT']}"
            draw = random.Random(6)
            moments = sorted(draw.uniform(0, asked.over) for _visitor in tokens)
            steps = 5 + (INSTALLING if asked.app else 0)
            plain = _crowd(moments, lambda _number: _healthz(address, steps))
            murder = threading.Timer(
                asked.over / 2, lambda: deaths.append(_again(process, environ))
            )
            if asked.kill:
                murder.start()
            fair = _crowd(
                moments,
                lambda number: _Phone(address, bazaar_id, asked).visit(
                    number, tokens[number], stands
                ),
            )
            murder.cancel()
            checked = _check(environ, asked)
            if asked.kill and not deaths:
                checked.append("the portal was not killed")
        finally:
            for one in deaths or [process]:
                one.send_signal(signal.SIGINT)
                one.wait(30)
    return _report(asked, plain, fair, checked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--visitors", type=int, default=400)
    parser.add_argument("--stands", type=int, default=60)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--over", type=float, default=30, help="seconds in which they arrive")
    parser.add_argument("--limit", type=float, default=60, help="seconds it may take")
    parser.add_argument("--app", action="store_true", help="each phone installs the card, too")
    parser.add_argument("--kill", action="store_true", help="SIGKILL in the middle")
    asked = parser.parse_args()
    asked.visitors = max(1, min(MOST_VISITORS, asked.visitors))
    asked.entries = max(1, min(MOST_ENTRIES, asked.entries, asked.stands))
    return asked


def _environ(folder: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    own = {"PORTAL_INSTANCE": str(folder), "PORTAL_PORT": str(port), "PORTAL_LOG_LEVEL": "error"}
    return plain | own


FILL = """
import datetime as dt, json, sys
from portal.app import create_app
from portal.setup import upgrade_all
visitors, stands = int(sys.argv[1]), int(sys.argv[2])
with create_app().app_context():
    upgrade_all()
with create_app().app_context():
    from portal.api import Unit, db, now
    from portal_bazaar.card import codes
    from portal_bazaar.models import Bazaar, InvitedEducation, Stand, Visitor
    session = db.session()
    start = now() - dt.timedelta(hours=1)
    bazaar = Bazaar(
        title="Fair", starts_at=start, ends_at=start + dt.timedelta(hours=4), status="announced"
    )
    units = [Unit(name=f"Education {number}", kind="education") for number in range(45)]
    session.add_all([bazaar, *units])
    session.flush()
    educations = [InvitedEducation(bazaar_id=bazaar.id, unit_id=unit.id) for unit in units]
    session.add_all(educations)
    session.flush()
    for number in range(1, stands + 1):
        stand = Stand(
            bazaar_id=bazaar.id, number=number, title=f"Practice {number}", status="confirmed",
            unit_id=units[number % 45].id,
        )
        session.add(stand)
        session.flush()
        codes.give_short_code(session, stand)
    session.add_all(
        Visitor(
            bazaar_id=bazaar.id, name=f"Guest {number}", badge=number,
            education_id=educations[number % 45].id,
        )
        for number in range(1, visitors + 1)
    )
    session.commit()
    people = session.query(Visitor).order_by(Visitor.badge).all()
    shown = session.query(Stand).order_by(Stand.number).all()
    print(json.dumps({
        "bazaar": bazaar.id,
        "badges": [(one.id, codes.badge_token(one)) for one in people],
        "stands": [(one.id, codes.stand_token(one)) for one in shown],
    }))
"""

CHECK = """
import json, sys
from portal.app import create_app
with create_app().app_context():
    from portal.api import db
    from portal_bazaar.models import CardEntry, CardOperation
    session = db.session()
    lines = session.query(CardEntry.visitor_id, CardEntry.stand_id, CardEntry.expectation).all()
    print(json.dumps({
        "lines": [list(one) for one in lines], "operations": session.query(CardOperation).count(),
    }))
"""


def _python(environ: dict[str, str], source: str, *arguments: object) -> Any:
    command = [sys.executable, "-c", source, *map(str, arguments)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _fill(
    environ: dict[str, str], visitors: int, stands: int
) -> tuple[list[tuple[int, str]], list[tuple[int, str]], int]:
    found = _python(environ, FILL, visitors, stands)
    return found["badges"], found["stands"], found["bazaar"]


def _run(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "run"],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", int(environ["PORTAL_PORT"]))
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return process
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise SystemExit("portal run did not start")


def _again(process: subprocess.Popen[bytes], environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """Kills the portal without a word, and starts it anew at the same address."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    return _run(environ)


class _Crowd:
    """What a crowd met: seconds by step, and every answer that was not as it should be."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.seconds = 0.0
        self.lock = threading.Lock()


def _crowd(moments: list[float], visit: Callable[[int], dict[str, list[float]]]) -> _Crowd:
    crowd, begin = _Crowd(), time.monotonic()

    def one(number: int) -> None:
        time.sleep(max(0.0, begin + moments[number] - time.monotonic()))
        arrived = time.monotonic()
        try:
            times = visit(number)
        except Exception as problem:  # whatever it is, it is counted
            with crowd.lock:
                crowd.errors[f"{type(problem).__name__}: {problem}"[:200]] += 1
            return
        with crowd.lock:
            for step, found in times.items():
                crowd.times[step].extend(found)
            crowd.times["whole visit"].append(time.monotonic() - arrived)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(moments))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    crowd.seconds = time.monotonic() - begin
    return crowd


def _healthz(address: str, steps: int) -> dict[str, list[float]]:
    times = []
    connection = http.client.HTTPConnection(address, timeout=60)
    for _step in range(steps):
        begin = time.monotonic()
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"healthz {answer.status}")
        times.append(time.monotonic() - begin)
    connection.close()
    return {"healthz": times}


class _Phone:
    """One visitor's phone: cookies, forms, and the card's requests in its own words."""

    def __init__(self, address: str, bazaar_id: int, asked: argparse.Namespace) -> None:
        self.connection = http.client.HTTPConnection(address, timeout=60)
        self.card = f"/bazaar/{bazaar_id}/card"
        self.asked = asked
        self.cookies: dict[str, str] = {}
        self.times: dict[str, list[float]] = defaultdict(list)

    def visit(
        self, number: int, badge: tuple[int, str], stands: list[tuple[int, str]]
    ) -> dict[str, list[float]]:
        """The whole of it; raises RuntimeError for an answer that is not as it should be."""
        visitor, token = badge
        page = self._ask("badge opened", "GET", f"/bazaar/b/{token}")
        self._ask(
            "signed in", "POST", f"/bazaar/b/{token}", f"csrf_token={_token(page)}", expected=303
        )
        self._ask("card opened", "GET", self.card)
        if self.asked.app:
            self._install()
        state = json.loads(self._ask("state fetched", "GET", f"{self.card}/state"))
        if state["visitor"] != visitor:
            raise RuntimeError("somebody else's card")
        chosen = random.Random(number).sample(stands, self.asked.entries)
        body = json.dumps(
            {"visitor": visitor, "now": _now(), "ops": [_operation(number, one) for one in chosen]}
        )
        for turn in range(2 if number % 5 == 0 else 1):
            step = "synchronised again" if turn else "synchronised"
            answer = self._ask(step, "POST", f"{self.card}/sync", body, state["csrf"])
            refused = [one for one in json.loads(answer)["answers"] if one["refused"]]
            if refused or len(json.loads(answer)["entries"]) != self.asked.entries:
                raise RuntimeError(f"not all was kept: {refused[:1]}")
        self.connection.close()
        return self.times

    def _install(self) -> None:
        script = self._ask("worker fetched", "GET", "/bazaar/sw.js")
        head = json.loads(script.split("\n", 1)[0].removeprefix("const portal = ").rstrip(";"))
        for path in [head["shell"], *head["assets"]]:
            self._ask("files kept", "GET", path)

    def _ask(
        self, step: str, verb: str, path: str, body: str = "", token: str = "", expected: int = 200
    ) -> str:
        begin = time.monotonic()
        while True:
            try:
                status, text = self._once(verb, path, body, token)
            except (OSError, http.client.HTTPException):
                status, text = 0, ""
            died = self.asked.kill and (status == 0 or status >= 500)
            if not died or time.monotonic() - begin > PATIENCE:
                break
            self.connection.close()  # it opens anew by itself
            time.sleep(0.5)
        self.times[step].append(time.monotonic() - begin)
        if status != expected:
            raise RuntimeError(f"{step}: {status}")
        return text

    def _once(self, verb: str, path: str, body: str, token: str) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if verb == "POST":
            kind = "application/json" if token else "application/x-www-form-urlencoded"
            headers |= {"Content-Type": kind, "X-CSRFToken": token}
        self.connection.request(verb, path, body.encode() or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _sign, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, text


def _operation(number: int, stand: tuple[int, str]) -> dict[str, Any]:
    at = _now()
    text = f"visitor {number} at {stand[0]}"
    return {
        "id": str(uuid.uuid4()),
        "verb": "edit",
        "at": at,
        "device": "benchmark",
        "where": {"code": stand[1]},
        "base": 0,
        "edits": {"interest": {"value": 2, "at": at}, "expectation": {"value": text, "at": at}},
    }


def _now() -> int:
    return int(time.time() * 1000)


class _Finder(HTMLParser):
    token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("name") == "csrf_token":
            self.token = found.get("value") or self.token


def _token(page: str) -> str:
    finder = _Finder()
    finder.feed(page)
    if not finder.token:
        raise RuntimeError("the badge's page has no form")
    return finder.token


def _check(environ: dict[str, str], asked: argparse.Namespace) -> list[str]:
    """What is wrong with what was kept, in words."""
    found = _python(environ, CHECK)
    wanted = asked.visitors * asked.entries
    problems = []
    kept = {(visitor, stand) for visitor, stand, _text in found["lines"]}
    if len(found["lines"]) != wanted or len(kept) != wanted:
        problems.append(f"{len(found['lines'])} lines, {len(kept)} different, wanted {wanted}")
    if found["operations"] != wanted:
        problems.append(f"{found['operations']} operations, wanted {wanted}")
    texts = defaultdict(set)
    for visitor, stand, text in found["lines"]:
        texts[visitor].add(text.partition(" at ")[0])
        if not text.endswith(f" at {stand}"):
            problems.append(f"visitor {visitor}: {text!r} stands at {stand}")
    if any(len(one) != 1 for one in texts.values()) or len(texts) != asked.visitors:
        problems.append("lines of one visitor on another's card")
    return problems


def _report(asked: argparse.Namespace, plain: _Crowd, fair: _Crowd, problems: list[str]) -> int:
    beside = _quantile(plain.times["healthz"], 0.95)
    print(f"{asked.visitors} visitors within {asked.over:.0f} s, {asked.entries} stands each")
    print(f"all was done after {fair.seconds:.1f} s (limit {asked.limit:.0f})")
    print(f"{'':24}{'number':>8}{'median':>10}{'p95':>10}{'p95 / healthz':>16}")
    for step, times in [("healthz, beside it", plain.times["healthz"]), *fair.times.items()]:
        p95 = _quantile(times, 0.95)
        middle = _quantile(times, 0.5)
        ratio = p95 / beside if beside else 0
        row = f"{step:24}{len(times):8}{middle * 1000:8.0f} ms{p95 * 1000:7.0f} ms{ratio:16.1f}"
        print(row)
    for words, count in (fair.errors + plain.errors).most_common(10):
        print(f"ERROR {count} x {words}")
    for words in problems[:10]:
        print(f"WRONG {words}")
    late = fair.seconds > asked.limit
    good = not fair.errors and not plain.errors and not problems and not late
    if late:
        print(f"LATE: {fair.seconds:.0f} s; beside it healthz alone took {plain.seconds:.0f} s")
    if not fair.errors and not plain.errors and not problems:
        print("nothing lost, nothing doubled, no error")
    return 0 if good else 1


def _quantile(times: list[float], share: float) -> float:
    ordered = sorted(times) or [0.0]
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    raise SystemExit(main())
