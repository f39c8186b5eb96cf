"""What was purged comes back from its export, whole or not at all."""

import hashlib
import json
import zipfile

import pytest
from sqlalchemy import select, text

from portal.access.actors import SYSTEM
from portal.access.models import Audience
from portal.database import db
from portal.errors import PortalError
from portal.jobs.models import IndexEntry
from portal.plugins.leaving.exporting import verify
from portal.plugins.leaving.purging import purge
from portal.plugins.leaving.restoring import restore
from portal.plugins.leaving.returning import bring_back
from portal.plugins.switching import switch
from portal.references.models import Tombstone
from portal.runtime import portal

from .shed import BESIDE, dump, meaning


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
        for name in ("shed_thing", "shed_picture", "shed_label", "portal_alembic_shed"):
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
