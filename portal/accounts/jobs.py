"""The accounts' jobs: requests for a new password, pauses, forgetting what is over."""

from __future__ import annotations

from portal.accounts.links import answer_reset, forget_old_links
from portal.accounts.signing_in import PAUSED, note_pause
from portal.accounts.throttle import forget_old_tries
from portal.jobs.handlers import JobContext
from portal.web.sessions import forget_ended

RESET, TIDY = "accounts.reset", "accounts.tidy"
__all__ = ["PAUSED", "RESET", "TIDY", "answer", "note", "tidy"]


def answer(job: JobContext) -> None:
    """Somebody asked for a new password; done here, so that the page takes the same time
    whoever it was."""
    answer_reset(job.session, str(job.payload.get("email", "")))


def note(job: JobContext) -> None:
    """Somebody failed once too often."""
    note_pause(job.session, str(job.payload.get("email", "")), str(job.payload.get("until", "")))


def tidy(job: JobContext) -> None:
    """Failed tries, links and ended sessions that have no meaning any longer are deleted."""
    forget_old_tries(job.session)
    forget_old_links(job.session)
    forget_ended(job.session)
