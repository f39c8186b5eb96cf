"""Migrations: one history an owner, whole or not at all, and no row lost on the way."""

import textwrap

import pytest
from sqlalchemy import create_engine, inspect, text

from portal.database import db
from portal.database.migrations import (
    CORE,
    History,
    MigrationError,
    current,
    downgrade,
    drift,
    upgrade,
)
from portal.database.transactions import configure
from portal.runtime import portal


@pytest.fixture
def engine(app, tmp_path):
    """An empty SQLite database, used as the portal uses its own."""
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    configure(engine)
    yield engine
    engine.dispose()


def histories():
    return [CORE, *portal().plugins.histories()]


def test_models_and_database_agree(app):
    for history in histories():
        assert drift(db.engine, history) == [], history.owner


def test_every_history_goes_up_down_and_up_again(engine):
    for history in histories():
        assert upgrade(engine, history)
        assert not upgrade(engine, history)
    for history in reversed(histories()):
        assert downgrade(engine, history)
        assert current(engine, history) is None
    left = [name for name in inspect(engine).get_table_names() if "alembic" not in name]
    assert set(left) <= {"sqlite_sequence"}
    for history in histories():
        assert upgrade(engine, history)


def test_tables_bear_the_prefix_of_their_owner(app):
    from portal.database import Base

    for table in Base.metadata.tables.values():
        owner = table.info["plugin"]
        assert table.name.startswith("portal_" if owner == "core" else f"{owner}_"), table.name


@pytest.fixture
def family(tmp_path):
    """A history of its own: a parent with cascading children, and a change of the parent."""
    versions = tmp_path / "versions"
    versions.mkdir()

    def write(number, body, follows):
        (versions / f"{number}.py").write_text(
            f"import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = {number!r}\ndown_revision = {follows!r}\n"
            f"def upgrade():\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"
            f"def downgrade():\n    pass\n"
        )
        return History("family", versions)

    write(
        "0001",
        """
        op.execute("CREATE TABLE family_parent (id INTEGER PRIMARY KEY, name TEXT)")
        op.execute("CREATE TABLE family_child (id INTEGER PRIMARY KEY, parent_id INTEGER "
                   "NOT NULL REFERENCES family_parent (id) ON DELETE CASCADE)")
        op.execute("INSERT INTO family_parent VALUES (1, 'Inger')")
        op.execute("INSERT INTO family_child VALUES (1, 1), (2, 1)")
        """,
        None,
    )
    return write


BATCH = """
with op.batch_alter_table("family_parent", recreate="always") as batch:
    batch.alter_column("name", type_=sa.String(80), nullable=False)
"""


def test_a_batch_change_of_the_parent_keeps_the_children(engine, family):
    assert upgrade(engine, family("0002", BATCH, "0001"))
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from family_child")) == 2
        assert connection.scalar(text("pragma foreign_keys")) == 1


def test_with_foreign_keys_on_the_same_change_would_lose_them(engine, family):
    """The reason for the rule: without it the children are gone."""
    upgrade(engine, family("0002", "pass", "0001"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE copy AS SELECT * FROM family_parent")
        connection.exec_driver_sql("DROP TABLE family_parent")
        assert connection.scalar(text("select count(*) from family_child")) == 0


def test_a_failing_migration_leaves_nothing_behind(engine, family):
    upgrade(engine, family("0002", "pass", "0001"))
    history = family(
        "0003",
        """
        op.execute("CREATE TABLE family_half (id INTEGER)")
        op.execute("UPDATE family_parent SET name = 'changed'")
        op.execute("SELECT no_such_column FROM family_parent")
        """,
        "0002",
    )
    with pytest.raises(MigrationError, match="Nothing was changed"):
        upgrade(engine, history)
    assert current(engine, history) == "0002"
    assert "family_half" not in inspect(engine).get_table_names()
    with engine.connect() as connection:
        assert connection.scalar(text("select name from family_parent")) == "Inger"


def test_a_migration_that_orphans_rows_is_rolled_back(engine, family):
    history = family("0002", 'op.execute("DELETE FROM family_parent")', "0001")
    with pytest.raises(MigrationError, match="without their parents in family_child"):
        upgrade(engine, history)
    with engine.connect() as connection:
        # 0001 and 0002 came in one transaction, and went in one.
        assert "family_parent" not in inspect(connection).get_table_names()
