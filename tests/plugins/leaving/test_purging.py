"""Purge: what goes and what stays."""

import zipfile

import pytest
from sqlalchemy import select, text

from portal.access.actors import SYSTEM
from portal.access.models import KnownPermission, RolePermission
from portal.audit.models import AuditEntry
from portal.database import db, writing
from portal.errors import PortalError
from portal.jobs.models import IndexEntry
from portal.plugins.leaving import exporting
from portal.plugins.leaving.purging import preview, purge
from portal.plugins.leaving.returning import bring_back
from portal.plugins.leaving.transaction import whole_or_nothing
from portal.plugins.switching import switch
from portal.runtime import portal

from .shed import BESIDE, dump


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


def test_a_number_that_was_deleted_before_the_purge_is_not_given_out_after_it(shed):
    """Both databases know how far the ids had come, also where the highest row is gone."""
    app, _client = shed
    with app.app_context():
        with whole_or_nothing("deleting") as connection:
            connection.execute(text("DELETE FROM shed_picture"))
            connection.execute(text("DELETE FROM shed_label WHERE thing_id = 2"))
            connection.execute(text("DELETE FROM shed_thing WHERE id = 2"))
        purge(SYSTEM, "shed")
        bring_back("shed")
        with whole_or_nothing("adding") as connection:
            connection.execute(text("INSERT INTO shed_thing (title) VALUES ('new')"))
            assert connection.scalar(text("SELECT id FROM shed_thing")) == 3
