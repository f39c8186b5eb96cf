"""What a job's handler is given, and what comes round by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
