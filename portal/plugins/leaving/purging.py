"""Purge: the data of a plugin that is there. Forget: the data of one whose code is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Connection, Table, delete, func, insert, literal, select, text, update
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.audit.trail import record
from portal.database import db, now, own_session, reading, rows_changed
from portal.database.migrations import History, current
from portal.errors import PortalError
from portal.jobs.models import IndexEntry
from portal.plugins.leaving.belongings import (
    FILE,
    VERSIONS,
    Belongings,
    belongings,
    known_plugins,
)
from portal.plugins.leaving.exporting import export, export_place, summary
from portal.plugins.leaving.transaction import whole_or_nothing
from portal.plugins.models import PluginFailure, PluginRecord, PluginState
from portal.references.models import Tombstone
from portal.runtime import portal

TRIES = 3


@dataclass(frozen=True, slots=True)
class Purged:
    """What went: table -> rows, and where the export of it lies. `files`: contents that nothing
    else points to."""

    plugin: str
    tables: dict[str, int]
    files: int
    export: Path | None = None
    dropped: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.tables.values())


def preview(name: str) -> Purged:
    """What `purge` or `forget` would remove; nothing is changed."""
    with reading(), db.engine.connect() as connection:
        found = belongings(connection, name)
        own = [part.table.name for part in found.parts if part.own]
        file = found.metadata.tables[FILE]
        files = connection.scalar(select(func.count()).select_from(file).where(found.files()))
        counts = found.counts(connection)
        tables = {
            name: counts[name] for name in sorted(counts, key=lambda one: (one not in own, one))
        }
        return Purged(name, tables, files or 0, None, own)


def gone(session: Session) -> list[str]:
    """The plugins that left something in the database and whose code is not there."""
    known = known_plugins(session.connection())
    known |= set(session.scalars(select(PluginState.name)))
    known |= set(session.scalars(select(PluginFailure.plugin).distinct()))
    return sorted(known - set(portal().plugins.loaded))


def purge(actor: Actor, name: str, path: Path | None = None) -> Purged:
    """Exports the data of a plugin that is off, then removes it; the plugin can be switched on
    again and begins from nothing.

    Raises PortalError when there is no such plugin, when it is on, or when the export fails:
    nothing is changed, then. Call outside a transaction.
    """
    check_purge(name)
    return _remove(actor, name, path, "plugin.purged")


def check_purge(name: str) -> None:
    """Raises PortalError where `purge` would."""
    core = portal()
    if name not in core.plugins.loaded:
        with reading(), Session(db.engine) as session:
            if name in gone(session):
                raise PortalError(
                    _(
                        "The code of %(name)s is gone; `portal plugin forget` is for that.",
                        name=name,
                    )
                )
        raise PortalError(_("There is no plugin %(name)s.", name=name))
    core.states.forget_cache()
    if core.states.get(name).enabled:
        raise PortalError(_("%(name)s is on. Switch it off first.", name=name))


def forget(actor: Actor, name: str, path: Path | None = None) -> Purged:
    """Exports and removes what a plugin left whose code is gone, and forgets that it ever was.

    Raises PortalError when its code is there or it left nothing. Call outside a transaction.
    """
    check_forget(name)
    return _remove(actor, name, path, "plugin.forgotten")


def check_forget(name: str) -> None:
    """Raises PortalError where `forget` would."""
    if name in portal().plugins.loaded:
        raise PortalError(
            _("The code of %(name)s is still there; purge its data instead.", name=name)
        )
    with reading(), Session(db.engine) as session:
        if name not in gone(session):
            raise PortalError(_("No plugin %(name)s has left anything here.", name=name))


def _remove(actor: Actor, name: str, path: Path | None, action: str) -> Purged:
    path = (path or export_place(name)).absolute()
    revision = current(db.engine, History(name, Path()))
    for _try in range(TRIES):
        with reading(), db.engine.connect() as connection:
            manifest = export(connection, belongings(connection, name), revision, path)
        try:
            with whole_or_nothing(f"The purge of {name}") as connection:
                found = belongings(connection, name)
                if not _is_as_exported(connection, found, manifest):
                    raise _Changed
                done, files = _take_out(connection, found, path)
                _note(connection, actor, found, action, done)
        except _Changed:
            path.unlink()
            continue
        portal().states.forget_cache()
        return replace(done, files=_forget_files(name, files))
    raise PortalError(_("Somebody keeps changing the data of %(name)s. Try again.", name=name))


class _Changed(Exception):
    """Between the export and the removal somebody wrote."""


def _is_as_exported(connection: Connection, found: Belongings, manifest: Any) -> bool:
    parts = [part for part in found.parts if part.exported]
    return {part.table.name for part in parts} == set(manifest["tables"]) and all(
        summary(connection, part)["sha256"] == manifest["tables"][part.table.name]["sha256"]
        for part in parts
    )


def _take_out(connection: Connection, found: Belongings, path: Path) -> tuple[Purged, list[int]]:
    """What went, and the files that it pointed to."""
    counts = found.counts(connection)
    marks = {part.table.name: _highest(connection, part.table) for part in found.parts if part.own}
    _leave_tombstones(connection, found)
    file = found.metadata.tables[FILE]
    files = set(connection.scalars(select(file.c.id).where(found.files())))
    _let_go(connection, found)
    for part in reversed(found.parts):
        # Deleting from the plugin's own first: on PostgreSQL they refer to what goes after them.
        # Entries of the outbox are those just made, for the index has to let go of them.
        if part.table.name != IndexEntry.__tablename__:
            connection.execute(delete(part.table).where(part.where))
    own = [part.table.name for part in found.parts if part.own]
    _drop(connection, [*own, f"{VERSIONS}{found.name}"])
    _keep_marks(connection, found.name, marks)
    return Purged(found.name, counts, 0, path, own), sorted(files)


def _forget_files(name: str, files: list[int]) -> int:
    """Deletes those of the files that nothing points to now; returns how many. Their contents go
    with the next sweep, which knows who is uploading the same at this moment."""
    gone = 0
    with own_session() as session:
        found = belongings(session.connection(), name)
        file = found.metadata.tables[FILE]
        for chunk in _chunks(files):
            statement = delete(file).where(file.c.id.in_(chunk), found.unused_files())
            gone += rows_changed(session, statement)
    return gone


def _let_go(connection: Connection, found: Belongings) -> None:
    """Rows that stay and may do without what goes."""
    going = {part.table.name: part for part in found.parts}
    for table in found.metadata.tables.values():
        if table.name in going:
            continue
        for key in table.foreign_keys:
            target = going.get(key.column.table.name)
            if target is not None and key.ondelete == "SET NULL":
                hangs = key.parent.in_(select(key.column).where(target.where))
                connection.execute(update(table).where(hangs).values({key.parent.name: None}))


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def _highest(connection: Connection, table: Table) -> int:
    """The highest id a table ever had, as far as that can be known; 0 for one without ids of its
    own, such as one whose key is another table's."""
    keys = list(table.primary_key.columns)
    if [key.name for key in keys] != ["id"] or keys[0].type.python_type is not int:
        return 0
    highest = connection.scalar(select(func.max(keys[0]))) or 0
    if connection.dialect.name == "sqlite":
        kept = "SELECT seq FROM sqlite_sequence WHERE name = :name"
    else:
        kept = (
            "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:name, 'id') AS regclass))"
        )
    return max(highest, connection.scalar(text(kept), {"name": table.name}) or 0)


def _leave_tombstones(connection: Connection, found: Belongings) -> None:
    """Who refers to an object that goes is told that it is gone; the index lets go of it."""
    for kind, name in found.kinds.items():
        table = found.metadata.tables.get(name)
        if (
            table is None
            or "id" not in table.c
            or not any(part.own and part.table.name == name for part in found.parts)
        ):
            continue
        there = select(Tombstone.object_id).where(Tombstone.kind == kind)
        ids = select(literal(kind), table.c.id, literal(now(), Tombstone.deleted_at.type))
        connection.execute(
            insert(Tombstone).from_select(
                ["kind", "object_id", "deleted_at"], ids.where(table.c.id.not_in(there))
            )
        )
    entry = IndexEntry.__table__
    connection.execute(delete(IndexEntry).where(IndexEntry.kind.in_(list(found.kinds))))
    rows = select(
        Tombstone.kind, Tombstone.object_id, literal(True), literal(now(), entry.c.queued_at.type)
    ).where(Tombstone.kind.in_(list(found.kinds)))
    connection.execute(
        insert(IndexEntry).from_select(["kind", "object_id", "conceals", "queued_at"], rows)
    )


def _drop(connection: Connection, names: list[str]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    if connection.dialect.name == "sqlite":
        for name in reversed(names):
            connection.execute(text(f"DROP TABLE IF EXISTS {quote(name)}"))
    else:  # all at once: they may refer to each other in a circle
        connection.execute(text(f"DROP TABLE IF EXISTS {', '.join(map(quote, names))}"))


def _keep_marks(connection: Connection, name: str, marks: dict[str, int]) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        if name in portal().plugins.loaded:
            row = session.get(PluginRecord, name) or PluginRecord(name=name)
            row.purged_at = now()
            old = row.marks or {}
            row.marks = {
                table: max(highest, old.get(table, 0))
                for table, highest in {**old, **marks}.items()
            }
            session.add(row)
        else:
            for model in (PluginRecord, PluginState):
                if (gone_row := session.get(model, name)) is not None:
                    session.delete(gone_row)
        session.commit()


def _note(
    connection: Connection, actor: Actor, found: Belongings, action: str, done: Purged
) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        export_path = str(done.export)
        record(session, actor, action, plugin=found.name, rows=done.rows, export=export_path)
        session.commit()


def purged_at(session: Session) -> dict[str, dt.datetime]:
    """The plugins whose data is gone, and since when."""
    rows = session.execute(
        select(PluginRecord.name, PluginRecord.purged_at).where(PluginRecord.purged_at.is_not(None))
    )
    return {row.name: row.purged_at for row in rows}
