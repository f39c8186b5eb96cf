"""Doing what an import has written down: in batches, each a transaction and a job of its own, so
that nobody waits long for the database and a killed worker loses nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.access.actors import SYSTEM, Actor, actor_for
from portal.accounts.models import User
from portal.audit.trail import record
from portal.clock import today
from portal.database import now
from portal.errors import PortalError
from portal.roster.models import DONE, RUNNING, RosterImport, RosterStep
from portal.roster.people_apply import apply_person
from portal.roster.units_apply import apply_unit

log = logging.getLogger("portal.roster")
#: So long one batch holds the database, about.
SECONDS = 0.5
BATCH = 50
#: Problems kept by name; more tell nobody anything.
MAX_PROBLEMS = 200


def run_batch(session: Session, import_id: int, start: int | None = None) -> RosterImport | None:
    """Does the next steps of a run. Returns the import, or None where there is nothing to do:
    it ended, or another worker has done the batch that begins at `start`."""
    one = session.scalar(select(RosterImport).where(RosterImport.id == import_id).with_for_update())
    if one is None or one.state != RUNNING or (start is not None and one.done != start):
        return None
    user = session.get(User, one.created_by) if one.created_by else None
    # Whoever began it may be gone by now; then nobody goes on in their name.
    actor = SYSTEM if one.options.get("system") else actor_for(session, user)
    with force_locale(user.language) if user else nullcontext():
        _work(session, actor, one)
        if one.done >= one.total:
            _finish(session, actor, one)
    one.moved_at = now()
    return one


def _work(session: Session, actor: Actor, one: RosterImport) -> None:
    result = {**one.result, "outcomes": dict(one.result["outcomes"])}
    made, problems = list(result["made"]), list(result["problems"])
    until = time.monotonic() + SECONDS
    steps = session.scalars(
        select(RosterStep)
        .where(RosterStep.import_id == one.id, RosterStep.position >= one.done)
        .order_by(RosterStep.position)
        .limit(BATCH)
    ).all()
    for step in steps:
        outcome, problem = _one(session, actor, one, step)
        result["outcomes"][outcome] = result["outcomes"].get(outcome, 0) + 1
        if problem:
            problems.append({"row": step.payload.get("row"), "text": problem})
        elif outcome == "new" and step.object_id:
            made.append(step.object_id)
        one.done = step.position + 1
        if time.monotonic() > until:
            break
    if not steps:
        one.done = one.total
    one.result = {**result, "made": made, "problems": problems[:MAX_PROBLEMS]}


def _one(session: Session, actor: Actor, one: RosterImport, step: RosterStep) -> tuple[str, str]:
    """One step in a savepoint: what fails costs itself and nothing else. What is refused is tried
    once more: another import may have made the very same a moment before."""
    problem: Exception | None = None
    for _attempt in range(2):
        try:
            with session.begin_nested():
                outcome, step.object_id = _apply(session, actor, one, step)
            return outcome, ""
        except PortalError as found:
            problem = found
        except DBAPIError:
            raise  # the database itself: the job is tried again
        except Exception:
            log.exception("step %s of the import %s failed", step.position, one.id)
            return "failed", _about(step, _("It failed; the log says why."))
    return "failed", _about(step, str(problem))


def _apply(
    session: Session, actor: Actor, one: RosterImport, step: RosterStep
) -> tuple[str, int | None]:
    if one.kind == "people":
        return apply_person(session, actor, step.payload, one.options, today())
    return apply_unit(session, actor, step.payload, _parent(session, one, step.payload))


def _parent(session: Session, one: RosterImport, payload: Mapping[str, Any]) -> int | None:
    if payload.get("parent_step") is None:
        return payload.get("parent")
    above = session.get(RosterStep, (one.id, payload["parent_step"]))
    if above is None or above.object_id is None:
        raise PortalError(_("The unit above it could not be made."))
    return above.object_id


def _about(step: RosterStep, text: str) -> str:
    who = step.payload.get("email") or step.payload.get("name") or ""
    return f"{who}: {text}"[:300]


def _finish(session: Session, actor: Actor, one: RosterImport) -> None:
    one.state, one.table, one.answers = DONE, {}, {}
    session.execute(delete(RosterStep).where(RosterStep.import_id == one.id))
    counts = one.result["outcomes"]
    record(
        session,
        actor,
        "roster.done",
        None,
        None,
        roster=one.kind,
        file=one.file_name,
        added=counts.get("new", 0),
        changed=counts.get("changed", 0),
        failed=counts.get("failed", 0),
    )
