"""Merging units: what goes along, who sees more or less, what cannot be."""

import json

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM, unit_label
from portal.access.deciding import audience_of, set_audience
from portal.access.models import Audience
from portal.audit.models import AuditEntry
from portal.clock import today
from portal.errors import NotAllowed
from portal.leaving.departing import plan_departure
from portal.leaving.planning import Plan
from portal.leaving.returning import come_back
from portal.units.changing import UnitProblem
from portal.units.merging import catch_up, destination, merge_preview, merge_units
from portal.units.models import Membership, UnitMerge


@pytest.fixture
def write(session, make):
    from portal_factsheets.services.data import SheetData
    from portal_factsheets.services.sheets import create_sheet, publish

    def new(title="Mandagsbrevet", *, draft=False, **data):
        actor = make.actor("staff")
        sheet = create_sheet(session, actor, SheetData(title=title, findings="Det gik.", **data))
        if not draft:
            publish(session, actor, sheet)
        session.commit()
        return sheet

    return new


def shared_with(session, kind, object_id):
    labels = audience_of(session, kind, [object_id])[object_id]
    return {label for label in labels if label.startswith("unit:")}


def test_people_units_things_and_who_sees_them_go_along(session, make, write, work):
    top = make.unit("Skolen")
    old, new = make.unit("Gammel", parent=top), make.unit("Ny", parent=top)
    below = make.unit("Under", parent=old)
    user, double = make.user(units=[old]), make.user(units=[old, new])
    sheet = write(unit_id=old.id)
    shared = write("Delt", visibility="units", visible_units=[old.id, new.id])
    only = write("Kun", visibility="units", visible_units=[old.id])
    draft = write("Kladde", draft=True, visibility="units", visible_units=[old.id])
    set_audience(session, "elsewhere", 7, {unit_label(old.id)})  # of a plugin that is away
    session.commit()

    found = merge_units(session, SYSTEM, old, new)
    session.commit()

    assert (found.people, found.below) == (2, ("Under",))
    assert old.closed_at is not None and destination(session, old) is new
    assert below.parent_id == new.id
    rows = session.execute(select(Membership.user_id, Membership.unit_id))
    assert set(rows.all()) == {(user.id, new.id), (double.id, new.id)}
    assert sheet.unit_id == new.id
    assert (only.visible_units, draft.visible_units) == ([new.id], [new.id])
    assert shared.visible_units == [new.id]
    for kind, object_id in (("factsheet", shared.id), ("factsheet", only.id), ("elsewhere", 7)):
        assert shared_with(session, kind, object_id) == {unit_label(new.id)}
    assert shared_with(session, "factsheet", draft.id) == set()
    named = select(Audience.object_id).where(Audience.label == unit_label(old.id))
    assert session.scalars(named).all() == []
    assert session.scalars(
        select(AuditEntry.detail).where(AuditEntry.action == "unit.merged")
    ).one() == {"name": "Gammel", "into": "Ny", "people": 2}


def test_the_preview_says_who_sees_more_and_less_and_that_is_what_happens(session, make, write):
    east, west = make.unit("Øst"), make.unit("Vest")
    old, new = make.unit("Gammel", parent=east), make.unit("Ny", parent=west)
    mover, native = make.user(units=[old]), make.user(units=[new])
    things = {
        name: write(name, visibility="units", visible_units=[unit.id])
        for name, unit in (("old", old), ("east", east), ("west", west), ("new", new))
    }

    def sees(user):
        from portal.runtime import portal

        actor = make.actor_of(user)
        access = portal().access
        return {n for n, one in things.items() if access.sees(session, actor, "factsheet", one.id)}

    assert sees(mover) == {"old", "east"} and sees(native) == {"new", "west"}
    found = merge_preview(session, SYSTEM, old, new)
    assert (found.wider.things, found.wider.people) == (1, 1)
    assert (found.gained.things, found.gained.people) == (2, 1)
    assert (found.lost.things, found.lost.people, found.lost.units) == (1, 1, ("Øst",))
    merge_units(session, SYSTEM, old, new)
    session.commit()
    assert sees(mover) == {"old", "new", "west"}
    assert sees(native) == {"old", "new", "west"}


def test_a_preview_changes_nothing_and_a_refused_merge_neither(session, make):
    old, new = make.unit("Gammel"), make.unit("Ny")
    below = make.unit("Under", parent=old)
    make.unit("under", parent=new)
    closed = make.unit("Lukket")
    closed.closed_at = below.closed_at or make.user().created_at
    session.commit()
    for unit, into in ((old, old), (old, below), (old, closed), (closed, new), (old, new)):
        with pytest.raises(UnitProblem):
            merge_units(session, SYSTEM, unit, into)
        session.rollback()
    with pytest.raises(NotAllowed):
        merge_units(session, make.actor("staff"), below, new)
    assert session.scalars(select(UnitMerge.id)).all() == []


def test_a_unit_goes_into_the_one_above_it(session, make):
    top = make.unit("Skolen")
    old = make.unit("Gammel", parent=top)
    below = make.unit("Under", parent=old)
    merge_units(session, SYSTEM, old, top)
    session.commit()
    assert below.parent_id == top.id


def test_too_deep_is_refused(session, make):
    into = None
    for _level in range(10):
        into = make.unit(parent=into)
    old = make.unit("Gammel")
    make.unit("Under", parent=old)
    with pytest.raises(UnitProblem):
        merge_units(session, SYSTEM, old, into)


def test_a_plugin_that_was_off_catches_up(session, make, write):
    from portal.plugins.switching import switch

    first, second, third = make.unit("Et"), make.unit("To"), make.unit("Tre")
    sheet = write(unit_id=first.id)
    switch(session, SYSTEM, "factsheets", False)
    session.commit()
    merge_units(session, SYSTEM, first, second)
    merge_units(session, SYSTEM, second, third)
    session.commit()
    assert catch_up(session, SYSTEM) == 2
    assert sheet.unit_id == first.id
    switch(session, SYSTEM, "factsheets", True)
    session.commit()
    assert catch_up(session, SYSTEM) == 0
    assert sheet.unit_id == third.id
    assert destination(session, first) is third


def test_who_returns_comes_to_where_the_unit_went(session, make):
    old, new = make.unit("Gammel"), make.unit("Ny")
    user, admin = make.user(units=[old]), make.actor("admin")
    departure = plan_departure(session, admin, user, today(), Plan())
    merge_units(session, SYSTEM, old, new)
    come_back(session, admin, departure)
    session.commit()
    assert [one.unit_id for one in user.memberships] == [new.id]


def test_the_page_previews_and_merges_and_the_old_address_leads_on(make, write, sign_in):
    admin = sign_in("admin")
    old, new = make.unit("Gammel"), make.unit("Ny")
    make.user(units=[old])
    write(unit_id=old.id)
    address = f"/units/{old.id}/merge"
    assert "Merge it into another unit" in admin.page(f"/units/{old.id}")
    page = admin.page(f"{address}?into={new.id}")
    assert "1 person with a function" in page and "Nobody sees more or less" in page
    answer = admin.post(address, {"into": new.id})
    assert answer.location == f"/units/{new.id}"
    page = admin.page(f"/units/{old.id}")
    assert "Part of Ny since" in page and f'href="/units/{new.id}"' in page
    assert admin.get(address).location == f"/units/{old.id}"
    admin.post(f"/units/{old.id}/reopen")
    assert "Part of Ny since" in admin.page(f"/units/{old.id}")


def test_nonsense_is_answered(make, sign_in):
    admin, unit = sign_in("admin"), make.unit("Gammel")
    for into in ("x", "-1", 0, 99999999999999999999, 2**31 - 1, "\x00", unit.id):
        assert admin.get(f"/units/{unit.id}/merge", query_string={"into": into}).status_code == 200
        answer = admin.post(f"/units/{unit.id}/merge", {"into": into})
        assert "Look at this" in answer.text, into
    assert admin.get("/units/99999999999999999999/merge").status_code == 404
    assert sign_in("staff").get(f"/units/{unit.id}/merge").status_code == 403


def test_the_command(app, session, make, monkeypatch):
    from click.testing import CliRunner

    from portal.cli import context
    from portal.leaving.cli import units

    monkeypatch.setattr(context, "application", lambda: app)
    old, new = make.unit("Gammel"), make.unit("Ny")
    make.user(units=[old])
    old_id, new_id = old.id, new.id
    session.commit()
    dry = CliRunner().invoke(units, ["merge", "gammel", str(new_id), "--dry-run", "--json"])
    assert json.loads(dry.output)["people"] == 1, dry.output
    session.expire_all()
    assert destination(session, old) is None
    session.commit()
    done = CliRunner().invoke(units, ["merge", str(old_id), "Ny"])
    assert "Merged: Gammel into Ny." in done.output, done.output
    session.expire_all()
    assert destination(session, session.get(type(new), old_id)).id == new_id
    session.commit()
    again = CliRunner().invoke(units, ["merge", str(old_id), "Nowhere"])
    assert again.exit_code != 0
    assert "Gammel" in CliRunner().invoke(units, ["list"]).output
