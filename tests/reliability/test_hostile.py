"""A folder full of hostile plugins and people at work: the portal's own pages answer, and the
administrator is told of each."""

import json
import threading
import time

import pytest

from . import hostile
from .live import Browser, LivePortal, until

pytestmark = pytest.mark.slow

#: What every person opens; a denying plugin may close what needs a permission, until it is out.
OWN = ("/", "/search?q=mandagsbrevet", "/people", "/units", "/me", "/me/notices", "/calendar")
SECONDS = 20


@pytest.fixture
def live(tmp_path):
    folder = tmp_path / "hostile"
    hostile.write_all(folder)
    portal = LivePortal(
        tmp_path / "instance", PORTAL_PLUGIN_DIRS=str(folder), PORTAL_WEB_PROCESSES="2"
    )
    portal.start()
    yield portal
    portal.end()


def reader(live, answers, stop):
    browser = Browser(live, "staff@demo.example")
    while not stop.is_set():
        for path in (*OWN, "/healthz"):
            answers.append((path, browser.status(path)))


def listed(live):
    done = live.run("plugin", "list", "--json")
    assert done.returncode == 0, done.stderr
    return {one["name"]: one for one in json.loads(done.stdout)}


def test_the_portals_own_pages_answer_and_each_plugin_is_named(live):
    answers, stop = [], threading.Event()
    people = [threading.Thread(target=reader, args=(live, answers, stop)) for _ in range(3)]
    for thread in people:
        thread.start()
    admin = Browser(live, "admin@demo.example")
    for _ in range(6):
        assert admin.status("/thrower") in (404, 500)
    try:
        assert until(
            lambda: all(
                one["state"] == "quarantined"
                for name, one in listed(live).items()
                if name in hostile.FAIL
            ),
            60,
        ), {name: one["state"] for name, one in listed(live).items()}
        time.sleep(1)
        quiet = len(answers)
        assert until(lambda: len(answers) > quiet + 30, SECONDS)
    finally:
        stop.set()
        for thread in people:
            thread.join()
    assert len(answers) > 60
    assert {answer for answer in answers if answer[1] != 200} == set()

    found = listed(live)
    assert set(hostile.EVERY) <= set(found)
    for name, words in hostile.CANNOT_START.items():
        one = found[name]
        assert one["state"] == "unavailable", one
        assert words in one["reason"], one
        assert one["since"] and one["last_error"].startswith("F-"), one
    for name in hostile.FAIL:
        one = found[name]
        assert "5 failures" in one["reason"] and one["failures"] >= 5, one
        assert one["since"] and one["last_error"].startswith("F-"), one
    for name in hostile.TOLD_OFF:
        assert found[name]["failures"] >= 1 and found[name]["last_error"], found[name]
    for name in hostile.IGNORED:
        assert found[name]["state"] == "running", found[name]
    assert found["factsheets"]["state"] == "running"

    page = admin.get("/plugins")
    for name in hostile.EVERY:
        assert f">{name}<" in page or f"The {name}" in page, name
    assert found["angry"]["last_error"] in page
    # One click each.
    assert admin.post("/plugins/angry/enable", {}).endswith("/plugins")
    assert admin.status("/") == 200
    assert admin.post("/plugins/carder/disable", {}).endswith("/plugins")
    assert listed(live)["carder"]["state"] == "off"
    # The log has the trace under the number.
    assert found["importer"]["last_error"] in live.log.read_text()


def test_the_worker_outlives_its_jobs(live):
    def failed(topic):
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(live.instance / "portal.sqlite")) as connection:
            statement = "select count(*) from portal_job where topic = ? and last_error != ''"
            return connection.execute(statement, (topic,)).fetchone()[0]

    worker = [pid for pid, words in live.family().items() if words.rstrip().endswith("worker")]
    assert until(lambda: failed("jobber.quit") and failed("jobber.fail"), 30)
    assert until(lambda: listed(live)["jobber"]["state"] == "quarantined", 60)
    assert worker == [
        pid for pid, words in live.family().items() if words.rstrip().endswith("worker")
    ]
