"""What the commands share: the application, JSON and tables, progress, traces."""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.errors import PortalError


@cache
def application() -> Flask:
    """The application of this process, built once."""
    from portal.app import create_app

    return create_app()


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Runs a command inside an application context, and says so when there is no database yet."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        # The help is English, and so are the sentences that the services share with the pages.
        with application().app_context(), force_locale("en"):
            try:
                return command(*args, **kwargs)
            except (OperationalError, ProgrammingError) as problem:
                raise PortalError(_database_words(problem)) from problem

    return run


def _database_words(problem: Exception) -> str:
    from portal.database import db
    from portal.database.migrations import CORE, is_current

    try:
        if not is_current(db.engine, CORE):
            return "The database has not been set up or upgraded. Run: portal upgrade"
    except Exception:
        return f"The database cannot be reached: {getattr(problem, 'orig', problem)}"
    return f"The database said: {getattr(problem, 'orig', problem)}"


def show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    """Prints a list: JSON, or a table with these columns."""
    if as_json:
        click.echo(json.dumps(list(rows), ensure_ascii=False, default=str, indent=2))
        return
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    widths = [max(len(line[i]) for line in [list(columns), *cells]) for i in range(len(columns))]
    for line in [[column.upper() for column in columns], *cells]:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "-"
    return str(value)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yields `report(done, total)`: a bar on a terminal, silence in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield report


def write_trace(problem: BaseException) -> Path:
    """Keeps the trace in the instance folder, or in the temporary one where there is none."""
    text = "".join(traceback.format_exception(problem))
    try:
        from portal.config import load_settings

        path = load_settings().instance / "portal-errors.log"
        with path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except (OSError, PortalError):
        with tempfile.NamedTemporaryFile("w", delete=False, suffix=".log") as file:
            file.write(text)
            path = Path(file.name)
    return path


def find_actor(email: str | None) -> Any:
    """The actor of `--as EMAIL`; without one, what everyone signed in is."""
    from portal.access.actors import ANYONE, actor_for
    from portal.accounts.services import find_user
    from portal.database import db, reading

    if email is None:
        return ANYONE
    with reading():
        user = find_user(db.session, email)
        if user is None or not user.active:
            raise PortalError(f"There is no active account {email}.")
        return actor_for(db.session, user)
