"""`portal index`: the search index."""

from __future__ import annotations

import json
import time

import click

from portal.cli.context import progress, with_app
from portal.errors import PortalError


@click.group("index")
def group() -> None:
    """The state of the search index; waiting for it; rebuilding it."""


@group.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def status(as_json: bool) -> None:
    """Say how much is indexed, how many changes wait, and how far a rebuild is."""
    from portal.runtime import portal
    from portal.search.progress import rebuild_progress

    running = rebuild_progress()
    found = portal().search.engine.status()
    facts = {
        "ok": found.ok,
        "documents": found.documents,
        "waiting": _waiting(),
        "problem": found.problem,
        "rebuild": {"done": running.done, "total": running.total} if running else None,
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(f"{facts['documents']} documents, {facts['waiting']} changes waiting.")
        if running:
            click.echo(f"A new index is being built: {running.done} of {running.total} objects.")
        if found.problem:
            click.echo(f"The index must be rebuilt: {found.problem}")


@group.command("wait")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait at most.")
@with_app
def wait(timeout: float) -> None:
    """Wait until every change saved so far can be found; needs a running worker."""
    if not 0 <= timeout < float("inf"):  # nan is neither
        raise PortalError("--timeout takes a number of seconds.")
    deadline = time.monotonic() + timeout
    while (waiting := _waiting()) > 0:
        if time.monotonic() > deadline:
            raise PortalError(f"{waiting} changes are still waiting. Is a worker running?")
        time.sleep(0.1)
    click.echo("Everything saved can be found.")


@group.command("rebuild")
@with_app
def rebuild() -> None:
    """Build a new index beside the live one and swap them; searching goes on meanwhile."""
    from portal.database import db
    from portal.search.indexer import request_rebuild

    with progress("Indexing") as report:
        count = request_rebuild(report)
    db.session.remove()
    click.echo(f"Rebuilt: {count} objects.")


def _waiting() -> int:
    from sqlalchemy import func, select

    from portal.database import db, reading
    from portal.jobs.models import IndexEntry
    from portal.runtime import portal

    names = [kind.name for kind in portal().kinds.all()]
    with reading():
        count = db.session.scalar(
            select(func.count()).select_from(IndexEntry).where(IndexEntry.kind.in_(names))
        )
        db.session.rollback()
    return count or 0
