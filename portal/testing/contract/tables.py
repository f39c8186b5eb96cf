"""Tables: whose they are, and what they depend on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, Table

from portal.database import Base
from portal.testing.contract.findings import Finding
from portal.testing.contract.registry import rule
from portal.testing.contract.subject import Subject

#: What a plugin may point to: users, units and files stay.
CORE_TABLES = {"portal_user", "portal_unit", "portal_file"}


@rule("D1", "D2", stage="app")
def tables_are_its_own(subject: Subject) -> Iterator[Finding]:
    """The name begins with the plugin's, and the mark is the plugin's."""
    for table in subject.tables:
        if not table.name.startswith(f"{subject.name}_"):
            text = f"the name of the table {table.name} must begin with {subject.name}_"
            yield subject.finding("D1", text, subject.model_of(table))
        if table.info.get("taken_in"):
            yield _unmarked(subject, table)
    for table in Base.metadata.tables.values():
        # A table without a class, whose module nobody can tell: its name must do.
        if table.name.startswith(f"{subject.name}_") and table.info.get("plugin") is None:
            yield _unmarked(subject, table)


def _unmarked(subject: Subject, table: Table) -> Finding:
    text = f"the table {table.name} is not marked: __table_args__ = owned_by({subject.name!r})"
    return subject.finding("D2", text, subject.model_of(table))


@rule("D3", "D4", stage="app")
def foreign_keys_are_safe(subject: Subject) -> Iterator[Finding]:
    """To its own tables, users, units and files only, and each says what a deletion does."""
    own = {table.name for table in subject.tables}
    for table in subject.tables:
        model = subject.model_of(table)
        for constraint in table.constraints:
            if not isinstance(constraint, ForeignKeyConstraint):
                continue
            target = constraint.elements[0].target_fullname.split(".")[0]
            name = f"{table.name}.{constraint.column_keys[0]}"
            if target not in own | CORE_TABLES:
                allowed = "its own tables, users, units and files"
                text = f"{name} refers to {target}; it may refer to {allowed}"
                yield subject.finding("D3", text, model)
            if not constraint.ondelete:
                text = f"{name} has no ondelete: what becomes of the row when {target} loses its?"
                yield subject.finding("D4", text, model)


@rule("D5", stage="app")
def core_models_are_left_alone(subject: Subject) -> Iterator[Finding]:
    """No backref: the core would change with the plugins that happen to be there."""
    Base.registry.configure()
    for mapper in Base.registry.mappers:
        if mapper.class_.__module__.split(".")[0] == subject.package:
            continue
        for relation in mapper.relationships:
            if subject.is_ours(relation.mapper.class_):
                text = f"{mapper.class_.__name__}.{relation.key} is written by a backref"
                yield subject.finding("D5", text, relation.mapper.class_)
