"""What a job's handler is given, and what comes round by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class JobContext:
    """One call of a handler. The session is committed when the handler returns, together with
    the mark that the job is done."""

    session: Session
    payload: Mapping[str, Any]
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that comes round every `every`, first as soon as a worker runs."""

    topic: str
    every: dt.timedelta


def aside(handler: Callable[[JobContext], None]) -> Callable[[JobContext], None]:
    """Marks a handler that takes long: it runs beside the others, and mail and the index do not
    wait for it. It must begin with `job.session.rollback()`, for whoever holds a transaction
    keeps everybody from writing."""
    handler.aside = True  # type: ignore[attr-defined]
    return handler
