"""Bringing an export back: the schema of its day, the rows, then the migrations since."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.audit.trail import record
from portal.database import db, now, reading
from portal.database.migrations import History, MigrationError, current, downgrade, upgrade
from portal.errors import PortalError
from portal.files import storage
from portal.files.models import File
from portal.plugins.leaving.belongings import FILE, Belongings, Part, belongings
from portal.plugins.leaving.exporting import verify
from portal.plugins.leaving.purging import _highest, check_purge
from portal.plugins.leaving.returning import apply_marks
from portal.plugins.leaving.transaction import whole_or_nothing
from portal.plugins.leaving.values import read
from portal.plugins.models import PluginRecord
from portal.references.models import Tombstone
from portal.runtime import portal

#: Decided by people: what the export says replaces what a new start has granted.
REPLACED = ("portal_role_permission", "portal_known_permission")


@dataclass(slots=True)
class Restored:
    """Table -> rows that came back, and rows left out because what they need is gone."""

    plugin: str
    tables: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    files: int = 0


def restore(actor: Actor, path: Path) -> Restored:
    """Puts the data of an export back; the plugin stays off until somebody switches it on.

    Raises PortalError when the export is damaged, when its plugin is not there, is on, or has
    data, and when the rows do not fit: no row is written, then. Call outside a transaction.
    """
    manifest = verify(path)
    name = str(manifest["plugin"])
    if name not in portal().plugins.loaded:
        raise PortalError(
            f"The code of {name} is not here. Put its folder or its wheel back, then try again."
        )
    check_purge(name)
    history = portal().plugins.loaded[name].history
    _check_empty(name)
    if history is not None:
        _to_the_schema(history, manifest["revision"])
    with zipfile.ZipFile(path) as archive, whole_or_nothing(f"Restoring {name}") as connection:
        back = _Return(connection, archive, manifest, belongings(connection, name))
        done = back.run()
        _finish(connection, actor, name, back.found, path)
    if history is not None:
        upgrade(db.engine, history)
        portal().states.check_behind()
    portal().states.forget_cache()
    return done


def _check_empty(name: str) -> None:
    with reading(), db.engine.connect() as connection:
        for part in belongings(connection, name).parts:
            if part.own and (number := part.count(connection)):
                raise PortalError(
                    f"{part.table.name} has {number} rows. An export comes back only where "
                    f"nothing is: portal plugin purge {name}"
                )


def _to_the_schema(history: History, revision: str | None) -> None:
    if current(db.engine, history) == revision:
        return
    try:
        known = {script.revision for script in history.script().walk_revisions()}
        if revision is not None and revision not in known:
            raise PortalError(
                f"The export is of the schema {revision}, which {history.owner} does not know. "
                "Install the version it was made with, or a newer one."
            )
        downgrade(db.engine, history)  # its tables are empty
        if revision is not None:
            upgrade(db.engine, history, revision)
    except MigrationError as problem:
        raise PortalError(str(problem)) from problem


class _Return:
    """One export on its way back."""

    def __init__(
        self,
        connection: Connection,
        archive: zipfile.ZipFile,
        manifest: Any,
        found: Belongings,
    ) -> None:
        self._connection, self._archive, self._manifest = connection, archive, manifest
        self.found = found
        self.done = Restored(found.name)
        # Table -> the id in the export -> the id here.
        self._ids: dict[str, dict[Any, Any]] = {}
        self._known: dict[str, set[Any]] = {}

    def run(self) -> Restored:
        """Puts everything back, what is referred to first."""
        parts = {part.table.name: part for part in self.found.parts if part.exported}
        if strange := set(self._manifest["tables"]) - set(parts):
            raise PortalError(f"The export holds tables unknown here: {', '.join(sorted(strange))}")
        self._files()
        for name, part in parts.items():
            if name in REPLACED:
                self._connection.execute(delete(part.table).where(part.where))
        later: list[tuple[Table, Any, dict[str, Any]]] = []
        for name, part in parts.items():
            if name in self._manifest["tables"]:
                self._table(part, later)
        for table, key, values in later:
            (column,) = table.primary_key.columns
            there = {name: self._ids.get(_target(table.c[name]), {}) for name in values}
            known = {
                name: there[name][value] for name, value in values.items() if value in there[name]
            }
            if known:
                self._connection.execute(update(table).where(column == key).values(known))
        return self.done

    def _rows(self, table: Table) -> Iterator[dict[str, Any]]:
        with self._archive.open(f"tables/{table.name}.jsonl") as file:
            for line in file:
                row = json.loads(line)
                if strange := set(row) - set(table.c.keys()):
                    raise PortalError(
                        f"{table.name} has no column {', '.join(sorted(strange))} here."
                    )
                try:
                    yield {name: read(value) for name, value in row.items()}
                except (ValueError, TypeError, KeyError) as problem:
                    raise PortalError(f"A row of {table.name} is unreadable: {problem}") from None

    def _table(self, part: Part, later: list[tuple[Table, Any, dict[str, Any]]]) -> None:
        table, ids = part.table, self._ids.setdefault(part.table.name, {})
        keys = list(table.primary_key.columns)
        numbered = keys[0].name if len(keys) == 1 and keys[0].name == "id" else None
        before, put, left = part.count(self._connection), 0, 0
        for row in self._rows(table):
            old = row.get(numbered) if numbered else None
            postponed = self._point(table, row)
            if postponed is None:
                left += 1
                continue
            if not part.own and numbered:
                del row[numbered]  # the core's own counting goes on
            new = self._insert(part, row)
            if new is None:
                left += 1
                continue
            if numbered:
                ids[old] = new[0]
                if postponed:
                    later.append((table, new[0], postponed))
            put += 1
        if part.count(self._connection) - before != put:
            raise PortalError(f"The export holds rows of {table.name} that are not its plugin's.")
        self.done.tables[table.name] = put
        if left:
            self.done.left_out[table.name] = left

    def _insert(self, part: Part, row: dict[str, Any]) -> Any:
        if part.own:
            return self._connection.execute(insert(part.table).values(row)).inserted_primary_key
        try:  # the core may hold the same already: a schedule's next round
            with self._connection.begin_nested():
                return self._connection.execute(insert(part.table).values(row)).inserted_primary_key
        except IntegrityError:
            return None

    def _point(self, table: Table, row: dict[str, Any]) -> dict[str, Any] | None:
        """Makes a row point to what is here; returns what must wait until its target is there,
        None where the row cannot come back."""
        waiting = {}
        for column in table.columns:
            target, value = _target(column), row.get(column.name)
            if not target or not isinstance(value, (int, str)):
                continue
            if target == FILE or (target in self._ids and target != table.name):
                new = self._ids[target].get(value)
            elif target in self._manifest["tables"]:  # its own table, or one that comes later
                waiting[column.name], new = value, self._ids.get(target, {}).get(value)
                if new is not None:
                    del waiting[column.name]
            else:
                new = value if value in self._there(column) else None
            if new is None:
                if not column.nullable:
                    return None
                row[column.name] = None
            else:
                row[column.name] = new
        return waiting

    def _there(self, column: Column[Any]) -> set[Any]:
        (key,) = column.foreign_keys
        target = key.column
        if target.table.name not in self._known:
            self._known[target.table.name] = set(self._connection.scalars(select(target)))
        return self._known[target.table.name]

    def _files(self) -> None:
        ids = self._ids.setdefault(FILE, {})
        with Session(self._connection, join_transaction_mode="create_savepoint") as session:
            for old, facts in self._manifest["files"].items():
                digest = str(facts["digest"])
                row = session.scalar(select(File).where(File.digest == digest))
                if facts["there"]:
                    self._put(digest)
                elif row is None:
                    continue
                if row is None:
                    row = File(
                        digest=digest,
                        size=facts["size"],
                        media_type=facts["media_type"],
                        original_name=facts["original_name"],
                    )
                    session.add(row)
                row.used_at = now()
                session.flush()
                ids[int(old)] = row.id
                self.done.files += 1
            session.commit()

    def _put(self, digest: str) -> None:
        beside = storage.incoming_folder() / f"restored-{os.getpid()}-{digest}"
        try:
            with self._archive.open(f"files/{digest}") as source, beside.open("wb") as target:
                while chunk := source.read(2**16):
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            storage.put(beside, digest)
        except OSError as problem:
            raise PortalError(f"A file could not be put back: {problem}") from None
        finally:
            beside.unlink(missing_ok=True)


def _target(column: Column[Any]) -> str:
    for key in column.foreign_keys:
        return key.column.table.name
    return ""


def _finish(connection: Connection, actor: Actor, name: str, found: Belongings, path: Path) -> None:
    """What came back is not gone, and ids go on above the highest."""
    for kind, table_name in found.kinds.items():
        table = found.metadata.tables.get(table_name)
        if table is not None and "id" in table.c:
            connection.execute(
                delete(Tombstone).where(
                    Tombstone.kind == kind, Tombstone.object_id.in_(select(table.c.id))
                )
            )
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        row = session.get(PluginRecord, name)
        marks = dict(row.marks or {}) if row is not None else {}
        if row is not None:
            row.purged_at = None
        record(session, actor, "plugin.restored", plugin=name, export=str(path))
        session.commit()
    for part in found.parts:
        if part.own and (highest := _highest(connection, part.table)):
            marks[part.table.name] = max(highest, marks.get(part.table.name, 0))
    apply_marks(connection, marks)
