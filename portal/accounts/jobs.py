"""The accounts' jobs: answering requests for a new password, forgetting what is over."""

from __future__ import annotations

from portal.accounts.links import answer_reset, forget_old_links
from portal.accounts.throttle import forget_old_tries
from portal.jobs.handlers import JobContext

RESET, TIDY = "accounts.reset", "accounts.tidy"


def answer(job: JobContext) -> None:
    """Somebody asked for a new password; done here, so that the page takes the same time
    whoever it was."""
    answer_reset(job.session, str(job.payload.get("email", "")))


def tidy(job: JobContext) -> None:
    """Failed tries and links that have no meaning any longer are deleted."""
    forget_old_tries(job.session)
    forget_old_links(job.session)
