"""A plugin gets its tables back, empty: after a purge, or because nobody ran its migrations."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from portal.access.permissions import grant_defaults
from portal.database import db, now, reading
from portal.database.migrations import is_current, upgrade
from portal.plugins.leaving.transaction import whole_or_nothing
from portal.plugins.models import PluginRecord
from portal.runtime import portal


def remember(session: Session) -> None:
    """Keeps what each plugin that is loaded brings; see PluginRecord."""
    from portal.database import Base

    core = portal()
    for name, entry in core.plugins.loaded.items():
        if entry.plugin is None:
            continue
        row = session.get(PluginRecord, name) or PluginRecord(name=name)
        row.title, row.version = str(entry.plugin.title or name)[:200], entry.candidate.version[:60]
        # Those it had before stay: rows of them may be there still.
        kinds = {kind.name: kind.model.__tablename__ for kind in core.kinds.owned_by(name)}
        row.kinds = {**(row.kinds or {}), **kinds}
        row.tables = sorted(
            table.name
            for table in Base.metadata.tables.values()
            if table.info.get("plugin") == name
        )
        row.seen_at = now()
        session.add(row)


def purged(session: Session) -> set[str]:
    """The plugins whose data is gone and which have not been switched on since."""
    from portal.plugins.leaving.purging import purged_at

    return set(purged_at(session))


def bring_back(name: str) -> bool:
    """Runs the migrations of a plugin that is behind, and says whether there was anything to do.

    Raises MigrationError. Call outside a transaction.
    """
    core = portal()
    entry = core.plugins.loaded.get(name)
    if entry is None or entry.plugin is None:
        return False
    with reading(), Session(db.engine) as session:
        was_purged = name in purged(session)
    history = entry.history
    behind = history is not None and not is_current(db.engine, history)
    if behind:
        assert history is not None
        for needed in entry.plugin.requires:
            bring_back(needed)
        upgrade(db.engine, history)
    if was_purged:
        with whole_or_nothing(f"Bringing {name} back") as connection:
            _return(connection, name)
    if behind:
        core.states.check_behind()
    return behind or was_purged


def _return(connection: Connection, name: str) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        row = session.get_one(PluginRecord, name)
        row.purged_at = None
        prefix = f"{name}."
        permissions = portal().permissions.values()
        grant_defaults(session, [one for one in permissions if one.name.startswith(prefix)])
        marks = dict(row.marks or {})
        session.commit()
    apply_marks(connection, marks)


def apply_marks(connection: Connection, marks: Mapping[str, int]) -> None:
    """New ids begin above these: an address of what is gone must not lead to what came after."""
    found = inspect(connection)
    there = set(found.get_table_names())
    for table, highest in marks.items():
        if not highest or table not in there:
            continue
        if not any(column["name"] == "id" for column in found.get_columns(table)):
            continue  # noted by an earlier version; its key is another table's
        values = {"table": table, "highest": highest}
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :highest)"), values
            )
        else:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"), values
            )
