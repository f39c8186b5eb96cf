"""How long hooks take. A hook that is slow again and again costs every page, so it counts as a
failure; one that never ends cannot be stopped from inside the process."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from flask import has_request_context

#: A call within a page that takes longer is a failure.
TOO_LONG = 5.0
#: What nobody waits for with every page may take its time.
PATIENT = {"export_user", "erase_user", "demo", "enabled", "disabled", "ready", "health_checks"}
SHOWN = 5


class TooSlow(Exception):
    """A hook took longer than `TOO_LONG` seconds."""


@dataclass(slots=True)
class Pace:
    """The calls of one hook of one plugin in this process, in seconds."""

    plugin: str
    place: str
    calls: int = 0
    total: float = 0.0
    longest: float = 0.0

    @property
    def mean_ms(self) -> float:
        """What one call takes."""
        return 1000 * self.total / self.calls if self.calls else 0.0

    @property
    def longest_ms(self) -> float:
        """What the longest call took."""
        return 1000 * self.longest


class Paces:
    """Measured since the start of the process, for hooks that are asked within a request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paces: dict[tuple[str, str], Pace] = {}

    def note(self, plugin: str, place: str, taken: float) -> TooSlow | None:
        """Keeps what a call took; answers with the failure that it is, if it is one."""
        if not has_request_context() or place in PATIENT:
            return None
        with self._lock:
            pace = self._paces.setdefault((plugin, place), Pace(plugin, place))
            pace.calls += 1
            pace.total += taken
            pace.longest = max(pace.longest, taken)
        if taken <= TOO_LONG:
            return None
        return TooSlow(f"it took {taken:.1f} seconds; {TOO_LONG:.0f} are too many")

    def slowest(self) -> list[Pace]:
        """Those whose calls took longest, of the plugins."""
        found = [pace for pace in list(self._paces.values()) if ":" not in pace.plugin]
        return sorted(found, key=lambda pace: -pace.longest)[:SHOWN]
