"""Looking from outside at what a plugin did: the search, the index's queue, the shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unittest import mock

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import ANYONE, Actor
from portal.errors import PortalError
from portal.jobs.models import IndexEntry
from portal.runtime import portal
from portal.search.engine.base import SearchResult
from portal.search.service import Query


def search(
    session: Session, text: str, actor: Actor = ANYONE, **filters: Iterable[Any]
) -> SearchResult:
    """What `actor` finds; filters as `kind=['factsheet'], unit=[3]`."""
    chosen = {name: frozenset(map(str, values)) for name, values in filters.items()}
    return portal().search.search(session, actor, Query(text, chosen))


def waiting_for_index(session: Session) -> list[tuple[str, int]]:
    """The (kind, id) that the indexer has not been at yet."""
    rows = session.execute(select(IndexEntry.kind, IndexEntry.object_id).order_by(IndexEntry.id))
    return [(row.kind, row.object_id) for row in rows]


def run_command(app: Flask, command: click.Command, *arguments: object) -> tuple[str, str]:
    """Runs a command on the application of the test: (what it printed, what the problem was).

    Any exception but PortalError, and click's own, is a failure of the test.
    """
    from click.testing import CliRunner

    from portal.cli import context

    with mock.patch.object(context, "application", lambda: app):
        result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    problem = result.exception
    if problem is not None and not isinstance(problem, (PortalError, SystemExit)):
        raise problem
    return result.stdout, str(problem or "")


def load_organisation(session: Session) -> None:
    """The demo's units and people."""
    from portal.demo.loader import load_organisation as load

    load(session, "et langt kodeord")
