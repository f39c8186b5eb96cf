"""The worker: drains the outbox into the index, sends mail, runs jobs and schedules.

Several may run at once, on one machine or more: each job is leased by one of them, and only the
holder of the index lock writes the index.
"""

from __future__ import annotations

import logging
import secrets
import signal
import threading
from typing import Any

from flask import Flask

from portal.database import db
from portal.jobs.runner import run_due
from portal.jobs.schedules import plan
from portal.search.indexer import Indexer

log = logging.getLogger("portal.worker")

#: How long to rest when there was nothing to do; 'found within a second' hangs on it.
REST_SECONDS = 0.15
PLAN_EVERY = 200  # rests
ASIDE_REST_SECONDS = 0.5


class Worker:
    """One worker process. `run` returns after `stop`."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stop = threading.Event()
        self._name = secrets.token_hex(8)
        self._rests = 0

    def stop(self, *_signal: Any) -> None:
        """Finishes what it is doing and returns."""
        self._stop.set()

    def run(self) -> None:
        """Works until stopped; a failing round is logged and tried again after a rest."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        with self._app.app_context():
            indexer = Indexer(beside=True)
        # What takes long has a thread of its own; it is not waited for at the end, for its jobs
        # are given back by the passing of time.
        threading.Thread(target=self._run_aside, name="aside", daemon=True).start()
        try:
            while not self._stop.is_set():
                if not self.round(indexer):
                    self._stop.wait(REST_SECONDS)
        finally:
            indexer.close()

    def round(self, indexer: Indexer) -> bool:
        """One round; says whether there was anything to do."""
        busy = False
        with self._app.app_context():
            for part in (indexer.drain, self._jobs, self._plan, indexer.idle):
                if part == indexer.idle and busy:
                    continue
                try:
                    busy = bool(part()) or busy
                except Exception:
                    log.exception("a round of the worker failed")
                    self._stop.wait(1)
                finally:
                    db.session.remove()
        return busy

    def _jobs(self) -> int:
        return run_due(self._name, should_stop=self._stop.is_set, aside=False)

    def _run_aside(self) -> None:
        while not self._stop.wait(ASIDE_REST_SECONDS):
            with self._app.app_context():
                try:
                    run_due(self._name, limit=10, should_stop=self._stop.is_set, aside=True)
                except Exception:
                    log.exception("the jobs beside the others failed")
                    self._stop.wait(1)
                finally:
                    db.session.remove()

    def _plan(self) -> bool:
        if self._rests % PLAN_EVERY == 0:
            plan()
        self._rests += 1
        return False


def work(app: Flask) -> None:
    """Runs a worker in this process until it is told to stop."""
    Worker(app).run()
