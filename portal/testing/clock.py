"""A clock for tests of what comes due: time stands still until it is moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest

HERE = ZoneInfo("Europe/Copenhagen")
#: Where the core asks for the time when jobs are queued, run and come round.
CORE = (
    "portal.database",
    "portal.database.base",
    "portal.clock",
    "portal.jobs.queue",
    "portal.jobs.runner",
    "portal.jobs.schedules",
)


class Clock:
    """`now` of the core's jobs and of these modules, which import it by name."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, start: dt.datetime, modules: Iterable[str]
    ) -> None:
        self.moment = start
        for module in (*CORE, *modules):
            monkeypatch.setattr(f"{module}.now", self.now)

    def now(self) -> dt.datetime:
        """The time it is, in UTC."""
        return self.moment.astimezone(dt.UTC)

    def to(self, year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> None:
        """Moves it to a time in Denmark."""
        self.moment = dt.datetime(year, month, day, hour, minute, tzinfo=HERE)
