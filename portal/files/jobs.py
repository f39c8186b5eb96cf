"""What the worker does about files."""

from __future__ import annotations

import logging

from portal.files.services import sweep
from portal.jobs.handlers import JobContext

log = logging.getLogger("portal.files")
SWEEP = "files.sweep"


def sweep_files(job: JobContext) -> None:
    """Deletes what has hung nowhere for a day."""
    gone = sweep(job.session)
    if gone:
        log.info("%s files that hung nowhere were deleted", gone)
