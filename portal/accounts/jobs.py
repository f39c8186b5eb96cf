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
    """Answers a request for a new password. In the background, so that the page takes the same
    time whoever asked."""
    answer_reset(job.session, str(job.payload.get("email", "")))


def note(job: JobContext) -> None:
    """Notes that somebody failed to sign in once too often."""
    note_pause(job.session, str(job.payload.get("email", "")), str(job.payload.get("until", "")))


def tidy(job: JobContext) -> None:
    """Deletes failed tries, links and ended sessions that no longer mean anything."""
    forget_old_tries(job.session)
    forget_old_links(job.session)
    forget_ended(job.session)
