"""The tree keeps its shape whatever is asked of it, and what names a unit is told."""

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM, actor_for, unit_label
from portal.access.deciding import set_audience
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed
from portal.jobs.models import IndexEntry
from portal.runtime import portal
from portal.units import changing
from portal.units.changing import UnitProblem
from portal.units.models import Unit
from portal.units.services import branches, tree, unit_options, unit_paths


@pytest.fixture
def college(make):
    """An institution with a campus with an education."""
    top = make.unit("College", kind="institution")
    campus = make.unit("Campus", parent=top, kind="department")
    return top, campus, make.unit("Nursing", parent=campus)


def change(session, unit, **what):
    values = {"name": unit.name, "kind": unit.kind, "parent_id": unit.parent_id, **what}
    return changing.change_unit(session, SYSTEM, unit, **values)


def trail(session):
    return [(entry.action, entry.detail) for entry in session.scalars(select(AuditEntry))]


def test_a_unit_is_made_under_another(session, college):
    top, _campus, _nursing = college
    unit = changing.create_unit(
        session, SYSTEM, name="  Law \n school ", kind="education", parent_id=top.id
    )
    assert (unit.name, unit.parent_id) == ("Law school", top.id)
    assert ("unit.created", {"name": "Law school"}) in trail(session)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_unit_cannot_lie_under_itself_or_below_itself(session, college, place):
    top = college[0]
    with pytest.raises(UnitProblem, match="under itself") as problem:
        change(session, top, parent_id=college[place].id)
    assert problem.value.field == "parent"
    assert top.parent_id is None


def test_moving_takes_those_below_along(session, make, college):
    _top, campus, nursing = college
    other = make.unit("Town", kind="institution")
    assert change(session, campus, parent_id=other.id)
    assert unit_paths(session, [nursing.id]) == {nursing.id: "Nursing, Town"}
    assert ("unit.changed", {"changes": {"parent": ["College", "Town"]}}) in trail(session)


def test_a_tree_has_only_so_many_levels(session, make, college):
    top, campus, nursing = college
    lowest = nursing
    for number in range(changing.MAX_DEPTH - 3):
        lowest = make.unit(f"Level {number}", parent=lowest)
    with pytest.raises(UnitProblem, match="too far down"):
        changing.create_unit(session, SYSTEM, name="A", kind="education", parent_id=lowest.id)
    other = make.unit("Town", kind="institution")
    assert change(session, campus, parent_id=other.id)
    other_top = make.unit("Ministry", kind="institution")
    assert not changing.why_not_delete(session, other_top)
    with pytest.raises(UnitProblem, match="too far down"):
        change(session, other, parent_id=other_top.id)
    assert change(session, top, parent_id=other_top.id)


def test_to_the_top(session, college):
    campus = college[1]
    assert change(session, campus, parent_id=None)
    assert campus.parent_id is None


def test_saving_without_a_change_leaves_no_trace(session, college):
    assert not change(session, college[1])
    assert trail(session) == []


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"kind": "planet"}, "kind"),
        ({"parent_id": 4711}, "parent"),
    ],
)
def test_what_cannot_be_is_said_of_its_field(session, college, what, field):
    with pytest.raises(UnitProblem) as problem:
        change(session, college[2], **what)
    assert problem.value.field == field


def test_two_open_units_of_one_name_cannot_stand_side_by_side(session, make, college):
    _top, campus, nursing = college
    other = make.unit("Midwifery", parent=campus)
    with pytest.raises(UnitProblem, match="Nursing there already"):
        change(session, other, name="NURSING")
    changing.close_unit(session, SYSTEM, nursing)
    assert change(session, other, name="Nursing")
    with pytest.raises(UnitProblem, match="Nursing there already"):
        changing.reopen_unit(session, SYSTEM, nursing)


def test_nobody_without_the_permission_changes_anything(session, make, college):
    actor, unit = make.actor("editor"), college[2]
    for attempt in (
        lambda: changing.create_unit(session, actor, name="A", kind="education", parent_id=None),
        lambda: changing.change_unit(
            session, actor, unit, name="A", kind="education", parent_id=None
        ),
        lambda: changing.close_unit(session, actor, unit),
        lambda: changing.reopen_unit(session, actor, unit),
        lambda: changing.delete_unit(session, actor, unit),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_closing_takes_a_unit_and_those_below_out_of_the_choices(session, college):
    top, campus, nursing = college
    assert changing.close_unit(session, SYSTEM, campus) == 2
    assert [unit for _depth, unit in tree(session)] == [top]
    assert unit_options(session) == [(top.id, "College")]
    assert [unit.id for _d, unit in tree(session, closed=True)] == [top.id, campus.id, nursing.id]
    with pytest.raises(UnitProblem, match="Campus is closed"):
        changing.create_unit(session, SYSTEM, name="A", kind="education", parent_id=campus.id)
    with pytest.raises(UnitProblem, match="closed already"):
        changing.close_unit(session, SYSTEM, campus)


def test_opening_again_undoes_that_closing_and_no_earlier_one(session, make, college):
    _top, campus, nursing = college
    old = make.unit("Old", parent=campus)
    changing.close_unit(session, SYSTEM, old)
    changing.close_unit(session, SYSTEM, campus)
    assert changing.reopen_unit(session, SYSTEM, campus) == 2
    assert nursing.closed_at is None
    assert old.closed_at is not None
    with pytest.raises(UnitProblem, match="is open"):
        changing.reopen_unit(session, SYSTEM, campus)


def test_a_unit_opens_after_the_one_above_it(session, college):
    _top, campus, nursing = college
    changing.close_unit(session, SYSTEM, campus)
    with pytest.raises(UnitProblem, match="Open Campus first"):
        changing.reopen_unit(session, SYSTEM, nursing)


def test_a_closed_unit_still_tells_its_people_what_is_shared_with_it(session, make, college):
    nursing = college[2]
    user = make.user(units=[nursing])
    changing.close_unit(session, SYSTEM, nursing)
    assert unit_label(nursing.id) in actor_for(session, user).labels


def test_only_an_empty_unit_is_deleted(session, make, college):
    _top, campus, nursing = college
    make.user(units=[nursing], active=False)
    with pytest.raises(UnitProblem, match="1 unit lies below it"):
        changing.delete_unit(session, SYSTEM, campus)
    with pytest.raises(UnitProblem, match="1 person has a function in it"):
        changing.delete_unit(session, SYSTEM, nursing)
    empty = make.unit("Empty", parent=campus)
    changing.delete_unit(session, SYSTEM, empty)
    assert session.get(Unit, empty.id) is None


def test_a_unit_that_something_is_shared_with_is_not_deleted(session, make):
    unit = make.unit("Shared")
    set_audience(session, "person", make.user().id, {unit_label(unit.id)})
    session.flush()
    with pytest.raises(UnitProblem, match="Something is shared"):
        changing.delete_unit(session, SYSTEM, unit)


def test_a_unit_that_a_row_of_anyone_names_is_not_deleted(session, make):
    sheets = pytest.importorskip("portal_factsheets.models")
    unit = make.unit("Named")
    columns = [
        column
        for table in sheets.FactSheet.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "portal_unit.id" for key in column.foreign_keys)
        and table.name.startswith("factsheets_")
    ]
    assert columns, "a fact sheet's institution is a unit"
    assert not changing.why_not_delete(session, unit)
    session.add(sheets.FactSheet(title="A sheet", unit_id=unit.id))
    session.flush()
    assert changing.why_not_delete(session, unit)


def test_what_names_a_unit_is_indexed_again_and_stays_found_meanwhile(session, make, college):
    top, _campus, nursing = college
    user = make.user(units=[nursing])
    session.query(IndexEntry).delete()
    change(session, top, name="University")
    rows = session.execute(select(IndexEntry.kind, IndexEntry.object_id, IndexEntry.conceals))
    assert rows.all() == [("person", user.id, False)]


def test_plugins_hear_of_a_changed_unit(session, college, monkeypatch):
    heard, dispatch = [], portal().dispatch
    monkeypatch.setattr(
        dispatch, "each", lambda hook, *_a, **words: heard.append((hook, words)) or iter(())
    )
    change(session, college[2], name="Midwifery")
    changing.close_unit(session, SYSTEM, college[2])
    assert heard == [("unit_changed", {"unit_id": college[2].id})] * 2


def test_labels_follow_the_tree(session, make, college):
    top, campus, nursing = college
    user = make.user(units=[nursing])
    hidden = make.user("Hidden Person")
    set_audience(session, "person", hidden.id, {unit_label(top.id)})
    session.commit()

    def sees():
        actor = actor_for(session, user)
        return portal().access.sees(session, actor, "person", hidden.id)

    assert sees()
    other = make.unit("Town", kind="institution")
    change(session, campus, parent_id=other.id)
    assert not sees()
    assert not portal().access.sees(session, make.actor(), "person", hidden.id)


def test_the_tree_counts_everyone_once_and_nobody_who_is_gone(session, make, college):
    top, campus, nursing = college
    make.user(units=[nursing, campus])
    make.user(units=[nursing], active=False)
    (found,) = branches(session, make.actor())
    assert (found.unit, found.people) == (top, 1)
    assert found.children[0].children[0].people == 1


def test_the_tree_takes_two_queries_however_large_it_is(session, make, college, count_queries):
    actor = make.actor()
    for number in range(10):
        make.user(units=[make.unit(f"Unit {number}", parent=college[1])])
    session.commit()
    with count_queries() as queries:
        assert branches(session, actor)[0].people == 10
    # Whether plugins are on is asked twice a second, whoever asks.
    assert len(queries) == 2


def test_a_unit_has_a_town_which_stays_where_nobody_speaks_of_it(session, make):
    unit = make.unit("Campus")
    same = {"name": "Campus", "kind": unit.kind, "parent_id": None}
    assert changing.change_unit(session, SYSTEM, unit, **same, town=" Viborg\x00 ")
    assert unit.town == "Viborg"
    assert not changing.change_unit(session, SYSTEM, unit, **same)
    assert unit.town == "Viborg"
    with pytest.raises(UnitProblem) as problem:
        changing.change_unit(session, SYSTEM, unit, **same, town="x" * 81)
    assert problem.value.field == "town"
