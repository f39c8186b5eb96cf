"""What in the database belongs to one plugin: its own tables, and its rows in the core's."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Table,
    exists,
    false,
    func,
    inspect,
    or_,
    select,
    true,
)

from portal.database import Base
from portal.plugins.models import PluginRecord
from portal.runtime import portal

VERSIONS = "portal_alembic_"
#: What was done stays in the trail; that something is gone is said by its tombstone.
STAYS = {"portal_audit_entry", "portal_tombstone"}
#: Goes, and nobody would want it back.
PASSING = {"portal_index_entry", "portal_plugin_failure"}
FILE = "portal_file"


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table. `own`: the table is the plugin's, and goes as a whole."""

    table: Table
    where: ColumnElement[bool]
    own: bool = False

    @property
    def exported(self) -> bool:
        """Whether the rows stand in the export."""
        return self.table.name not in PASSING

    def count(self, connection: Connection) -> int:
        """How many rows there are."""
        statement = select(func.count()).select_from(self.table).where(self.where)
        return connection.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class Belongings:
    """Everything of one plugin; `parts` in such an order that what is referred to comes first.

    `kinds`: kind -> the table of its objects.
    """

    name: str
    kinds: Mapping[str, str]
    parts: tuple[Part, ...]
    metadata: MetaData = field(repr=False)

    def counts(self, connection: Connection) -> dict[str, int]:
        """Table -> rows; the core's tables only where there are some."""
        found = {part.table.name: part.count(connection) for part in self.parts}
        own = {part.table.name for part in self.parts if part.own}
        return {name: number for name, number in found.items() if number or name in own}

    def files(self) -> ColumnElement[bool]:
        """Which contents are pointed to from here."""
        file = self.metadata.tables[FILE]
        used = [
            exists().where(column == file.c.id, part.where).correlate(file)
            for part in self.parts
            for column in _pointing(part.table)
        ]
        return or_(false(), *used)

    def unused_files(self) -> ColumnElement[bool]:
        """Which contents nothing points to, once the parts are gone."""
        file = self.metadata.tables[FILE]
        used = [
            exists().where(column == file.c.id).correlate(file)
            for table in self.metadata.tables.values()
            for column in _pointing(table)
            if not _hangs_on_files(table)
        ]
        return ~or_(false(), *used)


def _hangs_on_files(table: Table) -> bool:
    """Whether the rows of a table of the core are about a file and go with it: what was read in
    it. A plugin's row that goes with its file is a use of the file all the same."""
    return _owner(table.name) == "core" and any(
        key.ondelete == "CASCADE" and key.column.table.name == FILE for key in table.foreign_keys
    )


def _pointing(table: Table) -> Iterator[ColumnElement[int]]:
    """The columns of a table that lead to contents."""
    for key in table.foreign_keys:
        if key.column.table.name == FILE:
            yield key.parent


def belongings(connection: Connection, name: str) -> Belongings:
    """What belongs to a plugin, its code being there or not."""
    metadata = reflected(connection)
    record = _record(connection, name)
    kinds = {**(record.kinds if record else {}), **_kinds_of(name)}
    own = set(own_tables(connection, name, metadata.tables))
    conditions = dict(_conditions(metadata, name, kinds))
    _add_children(metadata, conditions, own)
    parts = []
    for table in metadata.sorted_tables:
        if table.name in own:
            parts.append(Part(table, true(), own=True))
        elif table.name in conditions:
            parts.append(Part(table, conditions[table.name]))
    return Belongings(name, kinds, tuple(parts), metadata)


def reflected(connection: Connection) -> MetaData:
    """The tables as they stand in the database, whatever the models say."""
    metadata = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # indexes of a kind that reflection does not know
        metadata.reflect(connection)
    return metadata


def _record(connection: Connection, name: str) -> PluginRecord | None:
    from sqlalchemy.orm import Session

    with Session(connection, join_transaction_mode="create_savepoint") as session:
        record = session.get(PluginRecord, name)
        if record is not None:
            session.expunge(record)
        return record


def _kinds_of(name: str) -> dict[str, str]:
    return {kind.name: kind.model.__tablename__ for kind in portal().kinds.owned_by(name)}


def known_plugins(connection: Connection) -> set[str]:
    """Every plugin that is loaded, has migrations in the database, or is remembered."""
    tables = inspect(connection).get_table_names()
    versions = {table.removeprefix(VERSIONS) for table in tables if table.startswith(VERSIONS)}
    remembered = set(connection.scalars(select(PluginRecord.name)))
    return (versions | remembered | set(portal().plugins.loaded)) - {"core"}


def own_tables(connection: Connection, name: str, tables: Iterable[str]) -> list[str]:
    """Those of `tables` that are the plugin's: by name, and nobody else's."""
    prefix = f"{name}_"
    longer = tuple(f"{one}_" for one in known_plugins(connection) if one.startswith(prefix))
    found = []
    for table in tables:
        known = Base.metadata.tables.get(table)
        if not table.startswith(prefix) or table.startswith(("portal_", *longer)):
            continue
        if known is None or known.info.get("plugin") == name:
            found.append(table)
    return found


def _conditions(
    metadata: MetaData, name: str, kinds: Mapping[str, str]
) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """(table of the core, which of its rows are the plugin's)."""
    prefix = f"{name}."
    for table in metadata.tables.values():
        if _owner(table.name) != "core" or table.name in STAYS:
            continue
        c = table.c
        found: list[ColumnElement[bool]] = []
        if {"kind", "object_id"} <= set(c.keys()) and kinds:
            found.append(c.kind.in_(list(kinds)))
        if "topic" in c:
            found.append(c.topic.startswith(prefix, autoescape=True))
        if table.name == "portal_role_permission":
            found.append(c.permission.startswith(prefix, autoescape=True))
        elif table.name == "portal_known_permission":
            found.append(c.name.startswith(prefix, autoescape=True))
        elif table.name == "portal_draft":
            found += [
                c.key.startswith(f"{word}:", autoescape=True) for word in sorted({name, *kinds})
            ]
        elif table.name == "portal_plugin_failure":
            found.append(c.plugin == name)
        if found:
            yield table.name, or_(*found)


def _owner(table: str) -> str:
    known = Base.metadata.tables.get(table)
    return known.info.get("plugin", "") if known is not None else ""


def _add_children(
    metadata: MetaData, conditions: dict[str, ColumnElement[bool]], own: set[str]
) -> None:
    """The rows of the core that hang on rows that go: the guests of an event."""
    for table in metadata.sorted_tables:
        if table.name in own or table.name in STAYS or _owner(table.name) != "core":
            continue
        for key in table.foreign_keys:
            target = key.column.table
            if target.name == table.name or target.name not in conditions:
                continue
            if key.ondelete == "SET NULL":
                continue
            hangs = key.parent.in_(select(key.column).where(conditions[target.name]))
            there = conditions.get(table.name)
            conditions[table.name] = hangs if there is None else or_(there, hangs)
