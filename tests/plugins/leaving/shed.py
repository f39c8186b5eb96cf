"""A plugin with something in every table, and what the database holds of it."""

import hashlib

from sqlalchemy import text

from portal.access.actors import SYSTEM
from portal.database import db
from portal.files.storage import place_of
from portal.plugins.leaving.belongings import reflected
from portal.plugins.leaving.transaction import whole_or_nothing
from portal.plugins.switching import switch
from portal.testing.filling import fill

MODELS = """
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from portal.api import Model, owned_by


class Thing(Model):
    __tablename__ = "shed_thing"
    __table_args__ = owned_by("shed")
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("shed_thing.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(80))
    keeper_id: Mapped[int | None] = mapped_column(
        ForeignKey("portal_user.id", ondelete="SET NULL"))


class Picture(Model):
    __tablename__ = "shed_picture"
    __table_args__ = owned_by("shed", CheckConstraint("shape IN ('round', 'flat')", name="shape"))
    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("shed_thing.id", ondelete="CASCADE"))
    file_id: Mapped[int] = mapped_column(ForeignKey("portal_file.id", ondelete="RESTRICT"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id", ondelete="CASCADE"))
    shape: Mapped[str] = mapped_column(String(10))
    facts: Mapped[dict | None] = mapped_column(JSON)
    note: Mapped[bytes]


class Label(Model):
    # One a thing: its key is the thing's, and counts nothing.
    __tablename__ = "shed_label"
    __table_args__ = owned_by("shed")
    thing_id: Mapped[int] = mapped_column(
        ForeignKey("shed_thing.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(String(80))
"""
FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "shed_thing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer()),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("keeper_id", sa.Integer()),
        sa.ForeignKeyConstraint(["parent_id"], ["shed_thing.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["keeper_id"], ["portal_user.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "shed_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(10), nullable=False),
        sa.Column("facts", sa.JSON()),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("shape IN ('round', 'flat')", name="ck_shed_picture_shape"),
        sa.ForeignKeyConstraint(["thing_id"], ["shed_thing.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file_id"], ["portal_file.id"], ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["owner_id"], ["portal_user.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "shed_label",
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(["thing_id"], ["shed_thing.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thing_id"),
        sqlite_autoincrement=True,
    )


def downgrade():
    op.drop_table("shed_label")
    op.drop_table("shed_picture")
    op.drop_table("shed_thing")
"""
HOOKS = """
    @hookimpl
    def permissions(self):
        return [Permission("shed.manage", "Manage", roles=("editor",))]

    @hookimpl
    def kinds(self):
        from sqlalchemy import select
        from portal_shed.models import Thing

        return [ObjectKind(
            name="shedthing", title="Thing", plural="Things", icon="box", model=Thing,
            label=lambda thing: thing.title, url=lambda id: f"/shed/{id}",
            documents=lambda session, ids: [
                Document("shedthing", str(one.id), one.title, f"/shed/{one.id}",
                         audience=frozenset({"everyone"}))
                for one in session.scalars(select(Thing).where(Thing.id.in_(ids)))],
        )]

    @hookimpl
    def blueprints(self):
        bp = Blueprint("shed", __name__)

        @bp.get("/shed")
        @signed_in
        def index():
            from sqlalchemy import select
            from portal_shed.models import Thing
            return ",".join(db.session.scalars(select(Thing.title)))

        return [bp]
"""


def put_rows():
    """Two rows in every table of the database; those of the core are the plugin's, if they can
    be anybody's."""
    contents = [b"one content", b"another content"]
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    for digest, content in zip(digests, contents, strict=True):
        place_of(digest).parent.mkdir(mode=0o700, exist_ok=True)
        place_of(digest).write_bytes(content)

    def special(table, column, number):
        words = {
            "kind": "shedthing",
            "object_id": number,
            "topic": f"shed.remind{number}",
            "permission": f"shed.{number}",
        }
        if table in ("portal_audit_entry", "portal_tombstone") and column in words:
            return {"kind": "elsewhere"}.get(column)
        if table == "portal_draft" and column == "key":
            return f"shedthing:{number}"
        if table == "portal_known_permission" and column == "name":
            return f"shed.{number}"
        if table == "portal_file" and column == "digest":
            return digests[number - 1]
        if table == "portal_plugin_failure" and column == "plugin":
            return "shed"
        if table in ("portal_plugin_state", "portal_plugin_record") and column == "name":
            return f"other{number}"
        return words.get(column)

    with whole_or_nothing("filling") as connection:
        fill(connection, reflected(connection), 2, special)
    switch(db.session, SYSTEM, "shed", False)
    db.session.commit()


def dump(engine):
    """Every row of every table, as the database has it."""
    with engine.connect() as connection:
        found = {}
        for table in reflected(connection).sorted_tables:
            rows = connection.execute(text(f'SELECT * FROM "{table.name}"')).all()
            found[table.name] = sorted(map(repr, rows))
        return found


def meaning(engine):
    """The same without the numbers that the core gives anew: of files, and of its own rows."""
    with engine.connect() as connection:
        found, metadata = {}, reflected(connection)
        digests = dict(connection.execute(text("SELECT id, digest FROM portal_file")).all())
        uids = dict(connection.execute(text("SELECT id, uid FROM portal_event")).all())
        for table in metadata.sorted_tables:
            rows = []
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
                values = dict(row)
                if "file_id" in values:
                    values["file_id"] = digests[values["file_id"]]
                if "event_id" in values:
                    values["event_id"] = uids[values["event_id"]]
                if table.name.startswith("portal_"):
                    values.pop("id", None)
                rows.append(repr(values))
            found[table.name] = sorted(rows)
        return found


#: What is never the same afterwards, or says that it happened.
BESIDE = {
    "portal_audit_entry",
    "portal_index_entry",
    "portal_tombstone",
    "portal_plugin_failure",
    "portal_plugin_record",
    "portal_plugin_state",
    "portal_file",
    # What was read in a file goes with it.
    "portal_file_part",
    "portal_file_reading",
}
