"""Which plugins are on, in every process within half a second; and what became of failures."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from flask import has_request_context, request
from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.database import db, now, own_session, reading
from portal.plugins.models import PluginFailure, PluginState
from portal.plugins.words import trace_of, words_of

log = logging.getLogger("portal.plugins")

FRESH_SECONDS = 0.5
#: What a request has read, in its WSGI environment.
SEEN = "portal.plugin_states"
#: This many failures within this time take a plugin out.
FAILURES, WITHIN = 5, dt.timedelta(minutes=10)
#: So many failures of a plugin are kept.
KEPT = 200
#: How the place of a failure begins that nobody with an account ran into. It is kept and shown, and
#: takes nothing out: else whoever finds one page that fails could, from outside, close them all.
BY_STRANGER = "view, without an account, "


@dataclass(frozen=True, slots=True)
class State:
    """What the database says of one plugin."""

    enabled: bool = True
    quarantined_at: dt.datetime | None = None
    reason: str = ""
    changed_at: dt.datetime | None = None

    @property
    def on(self) -> bool:
        """Whether it takes part."""
        return self.enabled and self.quarantined_at is None


class PluginStates:
    """Reads the states, half a second old at most; writes them at once.

    A request keeps to what it read first: a page that found something of a plugin can also say
    what it is, whoever switches meanwhile. Needs an application context. While the database has
    no tables yet, everything is on.
    """

    def __init__(self) -> None:
        self._states: dict[str, State] = {}
        self._read_at = float("-inf")
        # (plugin, place, error id, problem); a deque, because threads share it.
        self._pending: deque[tuple[str, str, str, BaseException]] = deque()
        #: Plugins that could not be started in this process, whatever the database says.
        self.unavailable: dict[str, str] = {}
        #: Those of them whose migrations have not been run.
        self.behind: set[str] = set()
        #: Looks at the migrations again; set by the application.
        self.check_behind: Callable[[], None] = lambda: None

    def is_on(self, name: str) -> bool:
        """Whether the plugin takes part at this moment."""
        return name not in self.unavailable and self.get(name).on

    def get(self, name: str) -> State:
        """What is known of a plugin."""
        if not has_request_context():
            return self._fresh().get(name, State())
        if SEEN not in request.environ:
            request.environ[SEEN] = self._fresh()
        seen: dict[str, State] = request.environ[SEEN]
        return seen.get(name, State())

    def _fresh(self) -> dict[str, State]:
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._read()
        return self._states

    def forget_cache(self) -> None:
        """The next question asks the database."""
        self._read_at = float("-inf")
        if has_request_context():
            request.environ.pop(SEEN, None)

    def _read(self) -> None:
        try:
            with reading(), Session(db.engine) as session:
                rows = session.scalars(select(PluginState)).all()
                before, self._states = (
                    self._states,
                    {
                        row.name: State(row.enabled, row.quarantined_at, row.reason, row.changed_at)
                        for row in rows
                    },
                )
        except SQLAlchemyError as problem:
            log.debug("plugin states could not be read: %s", problem)
            before = self._states
        self._read_at = time.monotonic()
        # Somebody has switched one that was behind: another process may have run its migrations.
        if any(before.get(name) != self._states.get(name) for name in self.behind):
            self.check_behind()

    def switch(self, session: Session, name: str, enabled: bool) -> None:
        """Switches a plugin on (which also ends a quarantine) or off."""
        row = session.get(PluginState, name) or PluginState(name=name)
        row.enabled, row.quarantined_at, row.reason = enabled, None, ""
        row.changed_at = now()
        session.add(row)
        self.forget_cache()

    def failed(self, name: str, place: str, error_id: str, problem: BaseException) -> None:
        """Notes a failure; it is kept by `flush`, once the request's own transaction is over."""
        if not name.startswith("core:"):
            self._pending.append((name, place, error_id, problem))

    def flush(self) -> None:
        """Keeps the failures noted so far; the fifth in ten minutes is one too many."""
        while self._pending:
            name, place, error_id, problem = self._pending.popleft()
            try:
                with own_session() as session:
                    self._keep(session, name, place, error_id, problem)
            except Exception:  # the page has been made; it must not fail for this
                log.exception("the failure %s of %s could not be kept", error_id, name)
            self.forget_cache()

    @staticmethod
    def _keep(
        session: Session, name: str, place: str, error_id: str, problem: BaseException
    ) -> None:
        session.add(
            PluginFailure(
                plugin=name,
                place=place[:120],
                error_id=error_id,
                summary=words_of(problem)[:2000],
                trace=trace_of(problem)[-20000:],
            )
        )
        session.flush()
        if error_id.endswith("0"):  # now and then is enough
            _forget_old(session, name)
        row = session.get(PluginState, name) or PluginState(name=name, enabled=True)
        # 'Try again' gives a new chance: what failed before it no longer counts.
        since = max(now() - WITHIN, row.changed_at) if row.changed_at else now() - WITHIN
        recent = session.scalar(
            select(func.count())
            .select_from(PluginFailure)
            .where(
                PluginFailure.plugin == name,
                PluginFailure.at > since,
                ~PluginFailure.place.startswith(BY_STRANGER),
            )
        )
        if recent and recent >= FAILURES and row.enabled and row.quarantined_at is None:
            row.quarantined_at = now()
            row.reason = f"{recent} failures within {WITHIN.seconds // 60} minutes, last {error_id}"
            session.add(row)
            log.error("plugin %s is quarantined: %s", name, row.reason)


def _forget_old(session: Session, name: str) -> None:
    newest = (
        select(PluginFailure.id)
        .where(PluginFailure.plugin == name)
        .order_by(PluginFailure.id.desc())
        .offset(KEPT)
        .limit(1)
    )
    oldest = session.scalar(newest)
    if oldest is not None:
        session.execute(
            delete(PluginFailure).where(PluginFailure.plugin == name, PluginFailure.id <= oldest)
        )
