"""Why plugins could not be started, kept so that the administrator's page and every process say
the same: since when, and under which number the log has the trace."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.plugins.models import PluginFailure
from portal.runtime import portal

log = logging.getLogger("portal.plugins")
PLACE = "start"


def note_start(session: Session, problems: Mapping[str, BaseException]) -> None:
    """Keeps why each plugin that is unavailable is; once, for as long as the reason is the same.
    `problems`: plugin -> what its migrations raised just now."""
    from portal.plugins.words import trace_of, words_of

    core = portal()
    for name, reason in sorted(core.states.unavailable.items()):
        problem = problems.get(name)
        summary = (words_of(problem) if problem else reason)[:2000]
        last = start_failure(session, name)
        if last is not None and last.summary == summary:
            continue
        entry = core.plugins.loaded.get(name)
        trace = trace_of(problem) if problem else (entry.trace if entry else "")
        error_id = "F-" + secrets.token_hex(4)
        log.error("%s: plugin %s could not be started: %s\n%s", error_id, name, summary, trace)
        session.add(
            PluginFailure(
                plugin=name, place=PLACE, error_id=error_id, summary=summary, trace=trace[-20000:]
            )
        )
    session.flush()


def start_failure(session: Session, name: str) -> PluginFailure | None:
    """The last time a plugin could not be started."""
    return session.scalars(
        select(PluginFailure)
        .where(PluginFailure.plugin == name, PluginFailure.place == PLACE)
        .order_by(PluginFailure.id.desc())
        .limit(1)
    ).first()
