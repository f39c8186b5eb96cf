"""Purge, restore, forget: what goes, what stays, and that everything can come back."""

import hashlib
import json
import sys
import zipfile

import pytest
from sqlalchemy import select, text

from portal.access.actors import SYSTEM
from portal.access.models import Audience, KnownPermission, RolePermission
from portal.audit.models import AuditEntry
from portal.database import db, writing
from portal.errors import PortalError
from portal.files.storage import place_of
from portal.jobs.models import IndexEntry
from portal.plugins.leaving import exporting
from portal.plugins.leaving.belongings import belongings, known_plugins, reflected
from portal.plugins.leaving.exporting import verify
from portal.plugins.leaving.purging import forget, gone, preview, purge
from portal.plugins.leaving.restoring import restore
from portal.plugins.leaving.returning import bring_back, remember
from portal.plugins.leaving.transaction import whole_or_nothing
from portal.plugins.modelling import forget_models
from portal.plugins.models import PluginFailure, PluginRecord, PluginState
from portal.plugins.switching import overview, switch
from portal.references.models import Tombstone
from portal.runtime import portal
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


def downgrade():
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


@pytest.fixture
def shed(workshop, member):
    """A portal with a plugin that has something in each of its tables and in the core's; a
    browser of its administrator."""
    workshop.write(
        "shed",
        HOOKS.replace("\n    ", "\n"),
        **{"models.py": MODELS, "migrations__versions__0001_first.py": FIRST},
    )
    app, client = member(["admin"])
    with app.app_context():
        put_rows()
    return app, client


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


def test_purge_and_restore_bring_every_row_back(shed):
    app, _client = shed
    with app.app_context():
        before, meant = dump(db.engine), meaning(db.engine)
        assert all(before.values()), [name for name, rows in before.items() if not rows]
        done = purge(SYSTEM, "shed")
        between = dump(db.engine)
        assert not {"shed_thing", "shed_picture", "portal_alembic_shed"} & set(between)
        assert done.tables["shed_thing"] == done.tables["shed_picture"] == 2
        assert done.export.stat().st_mode & 0o777 == 0o600
        assert done.export.parent.stat().st_mode & 0o777 == 0o700
        found = restore(SYSTEM, done.export)
        after = meaning(db.engine)
        assert found.left_out == {}
        assert set(after) == set(before)
        for name in sorted(set(before) - BESIDE):
            assert after[name] == meant[name], name
        db.session.remove()


def test_nothing_of_others_goes(shed):
    app, _client = shed
    with app.app_context():
        before = dump(db.engine)
        done = purge(SYSTEM, "shed")
        after = dump(db.engine)
        for name, rows in before.items():
            if name in BESIDE or name in done.dropped or name == "portal_alembic_shed":
                continue
            lost = done.tables.get(name, 0)
            assert len(after[name]) == len(rows) - lost, name
            assert set(after[name]) <= set(rows), name
        for name in ("portal_user", "portal_unit", "portal_membership", "portal_role"):
            assert name not in done.tables
        assert "plugin.purged" in db.session.scalars(select(AuditEntry.action)).all()
        db.session.remove()


def test_a_purge_says_what_it_would_do_and_changes_nothing(shed):
    app, _client = shed
    with app.app_context():
        before = dump(db.engine)
        would = preview("shed")
        assert dump(db.engine) == before
        done = purge(SYSTEM, "shed")
        assert would.tables == done.tables
        assert would.export is None and would.dropped == done.dropped
        assert {
            "portal_audience",
            "portal_attachment",
            "portal_event",
            "portal_event_guest",
            "portal_follow",
            "portal_notice",
            "portal_notice_choice",
            "portal_draft",
            "portal_job",
            "portal_revision",
            "portal_role_permission",
            "portal_read_count",
        } <= set(done.tables)
        db.session.remove()


def test_a_file_that_something_else_points_to_stays(shed):
    app, _client = shed
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM shed_picture"))
            connection.execute(
                text("UPDATE portal_attachment SET kind = 'person' WHERE file_id = 1")
            )
        assert purge(SYSTEM, "shed").files == 1
        with db.engine.connect() as connection:
            assert connection.scalars(text("SELECT id FROM portal_file")).all() == [1]


def test_tombstones_tell_who_refers_to_it(shed):
    app, _client = shed
    with app.app_context():
        purge(SYSTEM, "shed")
        found = portal().kinds.resolve(db.session, SYSTEM, [("shedthing", 1), ("shedthing", 99)])
        assert found["shedthing", 1].gone
        assert not found["shedthing", 99].gone
        db.session.remove()


def test_the_index_lets_go_of_what_was_purged(shed):
    from portal.search.indexer import Indexer

    app, _client = shed
    with app.app_context():
        switch(db.session, SYSTEM, "shed", True)
        db.session.commit()
        indexer = Indexer()
        while indexer.drain():
            pass
        documents = portal().search.engine.status().documents
        switch(db.session, SYSTEM, "shed", False)
        db.session.commit()
        purge(SYSTEM, "shed")
        while indexer.drain():
            pass
        indexer.close()
        assert portal().search.engine.status().documents == documents - 2
        assert not db.session.scalars(
            select(IndexEntry).where(IndexEntry.kind == "shedthing")
        ).all()
        portal().search.engine.close()
        db.session.remove()


def test_what_was_purged_begins_from_nothing_and_uses_no_id_again(shed):
    app, client = shed
    with app.app_context():
        purge(SYSTEM, "shed")
        assert client.get("/shed").status_code == 404
        db.session.remove()
        assert bring_back("shed")
        assert switch(db.session, SYSTEM, "shed", True, again=True)
        db.session.commit()
        portal().states.forget_cache()
        with db.engine.begin() as connection:
            connection.execute(text("INSERT INTO shed_thing (title) VALUES ('new')"))
            assert connection.scalars(text("SELECT id FROM shed_thing")).all() == [3]
        roles = db.session.scalars(
            select(RolePermission.permission).where(RolePermission.permission.like("shed.%"))
        ).all()
        assert sorted(roles) == ["shed.manage", "shed.manage"]  # editor and admin, as at the start
        db.session.remove()
    assert client.get("/shed").text == "new"


def test_an_upgrade_does_not_make_the_tables_of_a_purged_plugin(shed):
    from portal.setup import upgrade_all

    app, _client = shed
    with app.app_context():
        purge(SYSTEM, "shed")
        upgrade_all()
        assert "shed_thing" not in dump(db.engine)
        granted = db.session.scalars(select(KnownPermission.name)).all()
        assert not [name for name in granted if name.startswith("shed.")]
        db.session.remove()


def test_who_is_on_is_not_purged(shed):
    app, _client = shed
    with app.app_context():
        switch(db.session, SYSTEM, "shed", True)
        db.session.commit()
        with pytest.raises(PortalError, match="shed"):
            purge(SYSTEM, "shed")
        with pytest.raises(PortalError, match="nobody"):
            purge(SYSTEM, "nobody")
        assert "shed_thing" in dump(db.engine)
        db.session.remove()


def test_without_an_export_nothing_goes(shed, monkeypatch, tmp_path):
    app, _client = shed
    with app.app_context():
        before = dump(db.engine)
        there = tmp_path / "there.zip"
        there.write_text("mine")
        nowhere = tmp_path / "no" / "folder" / "x.zip"
        for path in (there, nowhere):
            with pytest.raises(PortalError):
                purge(SYSTEM, "shed", path)
        assert there.read_text() == "mine"

        def damaged(path):
            raise PortalError("it is damaged")

        monkeypatch.setattr(exporting, "verify", damaged)
        with pytest.raises(PortalError, match="damaged"):
            purge(SYSTEM, "shed", tmp_path / "x.zip")
        assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["there.zip"]
        assert dump(db.engine) == before


def test_who_writes_between_export_and_removal_is_in_the_export(shed, monkeypatch):
    from portal.plugins.leaving import purging

    app, _client = shed
    with app.app_context():
        real, times = purging.export, []

        def export(connection, *rest):
            manifest = real(connection, *rest)
            if not times:
                with writing(), db.engine.connect() as other:
                    other.execute(text("UPDATE shed_thing SET title = 'late' WHERE id = 2"))
                    other.commit()
            times.append(manifest)
            return manifest

        monkeypatch.setattr(purging, "export", export)
        path = purge(SYSTEM, "shed").export
        assert len(times) == 2
        with zipfile.ZipFile(path) as archive:
            assert b'"late"' in archive.read("tables/shed_thing.jsonl")


@pytest.mark.parametrize("at", ["_drop", "_keep_marks", "_note"])
def test_a_failure_halfway_leaves_everything(shed, monkeypatch, at):
    from portal.plugins.leaving import purging

    app, _client = shed
    with app.app_context():
        before = dump(db.engine)

        def fails(*arguments):
            raise RuntimeError("the lights went out")

        monkeypatch.setattr(purging, at, fails)
        with pytest.raises(RuntimeError):
            purge(SYSTEM, "shed")
        assert dump(db.engine) == before


def test_the_export_can_be_read_by_people(shed):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        text = archive.read("tables/shed_thing.csv").decode("utf-8-sig")
        manifest = json.loads(archive.read("manifest.json"))
    assert text.splitlines()[0] == "id;parent_id;title;keeper_id"
    assert manifest["revision"] == "0001" and manifest["plugin"] == "shed"
    assert sum(name.startswith("files/") for name in names) == 2


def test_rows_whose_people_are_gone_stay_out_and_are_counted(shed):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
        with db.engine.begin() as connection:
            owner = connection.scalar(text("SELECT min(id) FROM portal_user WHERE name LIKE '1%'"))
            for table in ("portal_membership", "portal_user_role", "portal_token"):
                connection.execute(text(f"DELETE FROM {table} WHERE user_id = {owner}"))
            connection.execute(text(f"DELETE FROM portal_user WHERE id = {owner}"))
        found = restore(SYSTEM, path)
        assert found.tables["shed_thing"] == 2
        assert found.tables["shed_picture"] == found.left_out["shed_picture"] == 1
        with db.engine.connect() as connection:
            keepers = connection.scalars(text("SELECT keeper_id FROM shed_thing")).all()
            assert sorted(map(bool, keepers)) == [False, True]


def test_a_restored_plugin_can_be_switched_on_and_is_found(shed):
    app, client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
        restore(SYSTEM, path)
        assert not db.session.get(Tombstone, ("shedthing", 1))
        db.session.remove()
        bring_back("shed")
        switch(db.session, SYSTEM, "shed", True)
        db.session.commit()
        portal().states.forget_cache()
        queued = db.session.scalars(
            select(IndexEntry.object_id).where(IndexEntry.kind == "shedthing")
        ).all()
        assert {1, 2} <= set(queued)
        assert db.session.scalar(select(Audience.object_id)) is not None
        db.session.remove()
    assert client.get("/shed").status_code == 200


def test_an_export_comes_back_only_where_nothing_is(shed):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
        restore(SYSTEM, path)
        with pytest.raises(PortalError, match="has 2 rows"):
            restore(SYSTEM, path)


def rewritten(path, target, change):
    """The export with one of its members changed, and its manifest fitting."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        contents = {name: source.read(name) for name in source.namelist()}
        manifest = json.loads(contents["manifest.json"])
        change(contents, manifest)
        for name, table in manifest["tables"].items():
            lines = contents.get(f"tables/{name}.jsonl", b"")
            table["rows"] = lines.count(b"\n")
            table["sha256"] = hashlib.sha256(lines).hexdigest()
        contents["manifest.json"] = json.dumps(manifest).encode()
        for name, content in contents.items():
            copy.writestr(name, content)
    return target


def foreign_table(contents, manifest):
    contents["tables/portal_user.jsonl"] = b'{"id": 1}\n'
    manifest["tables"]["portal_user"] = {}


def foreign_permission(contents, manifest):
    name = "tables/portal_role_permission.jsonl"
    contents[name] = contents[name].replace(b"shed.1", b"accounts.manage")


def foreign_column(contents, manifest):
    name = "tables/shed_thing.jsonl"
    contents[name] = contents[name].replace(b'"title"', b'"subtitle"')


def foreign_value(contents, manifest):
    name = "tables/shed_thing.jsonl"
    contents[name] = contents[name].replace(b'"title": "', b'"title": {"pickle": "x"}, "x": "')


def later_schema(contents, manifest):
    manifest["revision"] = "0009"


@pytest.mark.parametrize(
    "change", [foreign_table, foreign_permission, foreign_column, foreign_value, later_schema]
)
def test_an_export_that_does_not_fit_is_refused_whole(shed, tmp_path, change):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
        before = dump(db.engine)
        with pytest.raises(PortalError):
            restore(SYSTEM, rewritten(path, tmp_path / "x.zip", change))
        after = dump(db.engine)
        for name in ("shed_thing", "shed_picture", "portal_alembic_shed"):
            assert name not in after or change is not later_schema
            after.pop(name, None)
        assert after == before


def test_a_damaged_export_is_refused(shed, tmp_path):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
        whole = path.read_bytes()
        for number, damaged in enumerate(
            [b"", b"no zip", whole[: len(whole) // 2], whole[:600] + b"x" * 40 + whole[640:]]
        ):
            broken = tmp_path / f"{number}.zip"
            broken.write_bytes(damaged)
            with pytest.raises(PortalError):
                restore(SYSTEM, broken)
        with pytest.raises(PortalError):
            restore(SYSTEM, tmp_path / "nothing.zip")
        assert verify(path)["plugin"] == "shed"


# --- forget -------------------------------------------------------------------------------------


@pytest.fixture
def without(shed, workshop, member):
    """The same portal, started again without the plugin's folder."""
    import shutil

    app, _client = shed
    with app.app_context():
        remember(db.session)
        db.session.commit()
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM portal_plugin_record WHERE name LIKE 'other%'"))
            connection.execute(text("DELETE FROM portal_plugin_state WHERE name LIKE 'other%'"))
        db.session.remove()
        db.engine.dispose()
    shutil.move(workshop.folder / "shed", workshop.folder.parent / "shed-away")
    for module in [name for name in sys.modules if name.startswith("portal_shed")]:
        del sys.modules[module]
    forget_models("portal_shed")
    return member(["admin"])


def test_whoever_switches_or_restores_what_is_gone_is_told_so(shed, request):
    app, _client = shed
    with app.app_context():
        path = purge(SYSTEM, "shed").export
    app, _client = request.getfixturevalue("without")
    with app.app_context():
        with pytest.raises(PortalError, match="The code of shed is not here"):
            restore(SYSTEM, path)
        with pytest.raises(PortalError, match="portal plugin forget"):
            switch(db.session, SYSTEM, "shed", False)


def test_a_plugin_that_is_gone_is_named_and_can_be_forgotten(without):
    app, client = without
    with app.app_context():
        assert gone(db.session) == ["shed"]
        one = {one.name: one for one in overview(db.session)}["shed"]
        assert one.state == "gone" and one.title == "The shed"
        with pytest.raises(PortalError, match="portal plugin forget"):
            purge(SYSTEM, "shed")
        db.session.remove()
        done = forget(SYSTEM, "shed")
        assert done.tables["shed_thing"] == 2 and done.tables["portal_audience"] == 2
        left = dump(db.engine)
        assert not {"shed_thing", "shed_picture", "portal_alembic_shed"} & set(left)
        assert gone(db.session) == []
        for model in (PluginRecord, PluginState):
            assert db.session.get(model, "shed") is None
        assert not db.session.scalars(select(PluginFailure)).all()
        with pytest.raises(PortalError, match="shed"):
            forget(SYSTEM, "shed")
        db.session.remove()
    assert client.get("/plugins").status_code == 200


def test_what_is_there_is_not_forgotten(shed):
    app, _client = shed
    with app.app_context(), pytest.raises(PortalError, match="shed"):
        forget(SYSTEM, "shed")


def test_a_name_that_begins_anothers_takes_nothing_of_it(shed):
    app, _client = shed
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE shed_roof_tile (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE portal_alembic_shed_roof (version_num TEXT)"))
        assert "shed_roof" in known_plugins(connection)
        own = {part.table.name for part in belongings(connection, "shed").parts if part.own}
        assert own == {"shed_thing", "shed_picture"}


@pytest.mark.parametrize("name", ["portal", "portal_user", "core"])
def test_no_plugin_is_called_like_the_portal(name):
    from portal.api import Plugin

    one = type("P", (Plugin,), {"name": name})()
    assert "must not be" in one.problems()[0]
