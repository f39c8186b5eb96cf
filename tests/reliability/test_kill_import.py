"""kill -9 of the worker in the middle of an import: the next one goes on, nothing is doubled."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from .live import LivePortal

pytestmark = pytest.mark.slow
PEOPLE = 90

BEGIN = """
from portal.app import create_app
from portal.access.actors import SYSTEM
from portal.database import db
from portal.roster.services import read_import, start
with create_app().app_context():
    data = "Navn;E-mail\\n" + "".join(f"P {n};p{n}@skole.dk\\n" for n in range(%d))
    one = read_import(db.session(), SYSTEM, "people", "list.csv", data.encode())
    one.options = {**one.options, "invite": "now"}
    start(db.session(), SYSTEM, one)
    db.session.commit()
"""
RESUME = """
import datetime as dt
from portal.app import create_app
from portal.access.actors import SYSTEM
from portal.database import db, now
from portal.roster.models import RosterImport
from portal.roster.services import resume
with create_app().app_context():
    one = db.session.scalars(db.select(RosterImport)).one()
    one.moved_at = now() - dt.timedelta(minutes=1)
    resume(db.session(), SYSTEM, one)
    db.session.commit()
"""


def test_a_worker_that_is_killed_loses_and_doubles_nothing(tmp_path):
    live = LivePortal(tmp_path / "instance", PORTAL_DEMO="0")
    assert live.run("upgrade").returncode == 0
    python(live, BEGIN % PEOPLE)
    kills = 0
    deadline = time.monotonic() + 120
    while state(live)[0] == "running" and time.monotonic() < deadline:
        before = state(live)[1]
        worker = subprocess.Popen(
            [sys.executable, "-m", "portal", "worker"], env=live.environ, start_new_session=True
        )
        try:
            while state(live)[1] < min(before + 40, PEOPLE) and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        kills += 1
        if state(live)[0] == "running":
            python(live, RESUME)  # the page's button: the dead worker's lease lasts minutes
    assert kills >= 2 and state(live) == ("done", PEOPLE)
    assert ask(live, "select count(*), count(distinct email) from portal_user") == (PEOPLE, PEOPLE)
    assert ask(live, "select count(*) from portal_token") == (PEOPLE,)
    mails = "select count(*) from portal_job where topic = 'mail.send'"
    assert ask(live, mails) == (PEOPLE,)
    made = "select count(*) from portal_audit_entry where action = 'account.created'"
    assert ask(live, made) == (PEOPLE,)


def python(live, code):
    subprocess.run([sys.executable, "-c", code], env=live.environ, check=True, timeout=60)


def ask(live, question):
    connection = sqlite3.connect(live.instance / "portal.sqlite", timeout=15)
    try:
        return connection.execute(question).fetchone()
    finally:
        connection.close()


def state(live):
    return ask(live, "select state, done from portal_roster_import")
