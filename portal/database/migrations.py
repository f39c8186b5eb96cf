"""Migrations: one Alembic history and one version table for the core and for each plugin.

With a single tree, removing a plugin's folder would break even the core's upgrade. Each owner's
history runs in one transaction of its own: it arrives whole or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, inspect

from portal.config import CHECKOUT
from portal.database.base import Base, UTCDateTime
from portal.database.numbering import counting_on
from portal.database.transactions import writing
from portal.errors import PortalError

log = logging.getLogger(__name__)
#: Beside the package in a checkout, in it where the portal is installed.
TEMPLATE = CHECKOUT / "portal" / "migrations"
if not TEMPLATE.is_dir():
    TEMPLATE = CHECKOUT / "migrations"


@dataclass(frozen=True, slots=True)
class History:
    """One owner's migrations: 'core' or a plugin's name, and the folder of its versions."""

    owner: str
    versions: Path

    @property
    def version_table(self) -> str:
        """The table that holds this owner's revision."""
        return f"portal_alembic_{self.owner}"

    def script(self) -> ScriptDirectory:
        """Alembic's view of the folder."""
        config = Config()
        config.set_main_option("script_location", str(TEMPLATE))
        config.set_main_option("version_locations", str(self.versions))
        config.set_main_option("path_separator", "newline")
        return ScriptDirectory.from_config(config)

    def includes(self, table_info: dict[str, Any]) -> bool:
        """Whether a table belongs to this owner."""
        return table_info.get("plugin", "core") == self.owner


CORE = History("core", TEMPLATE / "versions")


class MigrationError(PortalError):
    """A history that could not be brought to where it should be; the database is unchanged."""


def current(engine: Engine, history: History) -> str | None:
    """The revision the database is at, None before the first."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": history.version_table}
        )
        return context.get_current_revision()


def is_current(engine: Engine, history: History) -> bool:
    """Whether the database is at the newest revision of this history."""
    return current(engine, history) == history.script().get_current_head()


def upgrade(engine: Engine, history: History, to: str = "head") -> bool:
    """Upgrades to revision `to`; says whether anything changed. Raises MigrationError."""
    script = _read(history)
    return _run(engine, history, script, lambda rev, _ctx: script._upgrade_revs(to, rev), to)


def downgrade(engine: Engine, history: History, to: str = "base") -> bool:
    """Downgrades to revision `to`; 'base' removes every table of this owner."""
    script = _read(history)
    return _run(engine, history, script, lambda rev, _ctx: script._downgrade_revs(to, rev), to)


def _read(history: History) -> ScriptDirectory:
    try:
        script = history.script()
        script.get_current_head()
    except (Exception, SystemExit) as problem:  # whatever stands in a stranger's files
        log.error("the migrations of %s cannot be read: %s", history.owner, problem)
        raise MigrationError(
            f"The migrations of {history.owner} cannot be read: {problem}. Nothing was changed."
        ) from problem
    return script


def _run(
    engine: Engine,
    history: History,
    script: ScriptDirectory,
    steps: Callable[[Any, Any], Any],
    to: str,
) -> bool:
    before = current(engine, history)
    sqlite = engine.dialect.name == "sqlite"
    environment = EnvironmentContext(Config(), script, fn=steps, destination_rev=to)
    with engine.connect() as connection:
        if sqlite:
            # A batch change drops and re-creates the table; with foreign keys on that would
            # silently delete every cascading child. The pragma works outside transactions only.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with writing(), connection.begin(), environment:
                environment.configure(**_options(connection, history))
                with counting_on(connection) if sqlite else nullcontext():
                    environment.run_migrations()
                if sqlite:
                    _check_foreign_keys(connection, history)
        except MigrationError:
            raise
        except (Exception, SystemExit) as problem:
            log.exception("migrations of %s failed", history.owner)
            raise MigrationError(
                f"The database could not be upgraded for {history.owner}: {problem}. "
                "Nothing was changed."
            ) from problem
        finally:
            if sqlite:
                connection.rollback()
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    return current(engine, history) != before


def _options(connection: Connection, history: History) -> dict[str, Any]:
    return {
        "connection": connection,
        "target_metadata": Base.metadata,
        "version_table": history.version_table,
        "render_as_batch": True,
        "compare_type": True,
        "render_item": _render,
        "include_object": _only(history, Base.metadata),
    }


def _render(kind: str, item: Any, _context: Any) -> str | bool:
    """A migration names no type of ours: the code may move, the migration stays."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


def _only(history: History, metadata: MetaData) -> Callable[..., bool]:
    """Autogenerate for one owner never sees another's tables."""

    def include(item: Any, name: str | None, kind: str, reflected: bool, _to: Any) -> bool:
        table = item if kind == "table" else getattr(item, "table", None)
        if table is None:
            return True
        known = metadata.tables.get(table.name)
        if known is None:
            prefix = "portal_" if history.owner == "core" else f"{history.owner}_"
            return table.name.startswith(prefix) and not table.name.startswith("portal_alembic_")
        return history.includes(known.info)

    return include


def _check_foreign_keys(connection: Connection, history: History) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise MigrationError(
            f"The upgrade of {history.owner} would leave rows without their parents in {tables}. "
            "Nothing was changed."
        )


def drift(engine: Engine, history: History) -> list[Any]:
    """What differs between the models and the database for one owner; empty when they agree."""
    with engine.connect() as connection:
        options = _options(connection, history)
        context = MigrationContext.configure(
            connection,
            opts={key: value for key, value in options.items() if key != "connection"},
        )
        return list(compare_metadata(context, Base.metadata))


def owned_tables(engine: Engine, history: History) -> Iterable[str]:
    """The names of the tables in the database that belong to this owner."""
    known = {name for name, table in Base.metadata.tables.items() if history.includes(table.info)}
    return sorted(known & set(inspect(engine).get_table_names()))


def new_revision(engine: Engine, history: History, message: str) -> Path:
    """Writes a migration from what the owner's models say that its database does not."""
    from alembic.command import revision

    script = history.script()
    number = len(list(script.walk_revisions())) + 1
    config = Config()
    config.set_main_option("script_location", str(TEMPLATE))
    config.set_main_option("version_locations", str(history.versions))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        config.attributes["options"] = _options(connection, history)
        made = revision(
            config,
            message=message,
            autogenerate=True,
            rev_id=f"{number:04d}",
            version_path=str(history.versions),
        )
    return Path(made.path)  # type: ignore[union-attr]
