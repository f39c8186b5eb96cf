"""The history's job."""

from __future__ import annotations

from portal.history.recording import begin
from portal.jobs.handlers import JobContext
from portal.runtime import portal


def begin_all(job: JobContext) -> None:
    """Keeps what is older than its history as it stands; some hundreds of each kind at a time."""
    for kind in portal().kinds.all():
        owner = portal().kinds.owner(kind.name) or kind.name
        with portal().dispatch.guard(owner, f"history of {kind.name}", job.session):
            begin(job.session, kind)
