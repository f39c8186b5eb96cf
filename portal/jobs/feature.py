"""The core's own jobs, as a feature among the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.jobs.handlers import JobContext
from portal.jobs.mail import TOPIC, deliver
from portal.plugins.spec import hookimpl


class JobsFeature:
    """Mail goes out through the queue."""

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Sending mail."""
        return {TOPIC: deliver}


feature = JobsFeature()
