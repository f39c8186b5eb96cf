"""A copy of the portal's database, so that migrations meet real rows and touch none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from portal.config import Settings


def why_not(settings: Settings) -> str:
    """Why `copy_database` can make no copy of a database that is there; '' where it can."""
    if make_url(settings.sqlalchemy_url).get_backend_name() == "sqlite":
        return ""
    return (
        "the migrations were tried on an empty database only: a copy is made of SQLite, and this "
        "portal is on another server. Try `portal upgrade` on a copy of it first"
    )


def copy_database(settings: Settings, target: Path) -> str | None:
    """Copies the database to `target`; None where there is none, or it is not SQLite.

    The copy is consistent while others write.
    """
    url = make_url(settings.sqlalchemy_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    source = Path(url.database)
    if not source.is_file() or not source.stat().st_size:
        return None
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as there,
            closing(sqlite3.connect(target)) as here,
        ):
            there.backup(here)
    except sqlite3.Error:
        return None
    return str(target)
