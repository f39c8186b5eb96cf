"""Lists of units: any order, names, codes and paths, rings, and the tree as it is."""

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM
from portal.roster.services import plan_of
from portal.units.changing import close_unit
from portal.units.models import Unit

HEAD = "Kode;Navn;Hører under;Slags\n"


def tree(session):
    """'A / B' of every unit -> its kind."""
    units = {unit.id: unit for unit in session.scalars(select(Unit))}

    def path(unit):
        above = units.get(unit.parent_id)
        return f"{path(above)} / {unit.name}" if above else unit.name

    return {path(unit): unit.kind for unit in units.values()}


def test_children_may_stand_before_their_parents(lists, session):
    data = HEAD + ";Matematik;NAT;Uddannelse\nNAT;Naturfag;Skolen;Afdeling\n;Skolen;;Institution\n"
    one = lists.bring("units", data)
    assert one.result["outcomes"] == {"new": 3}
    assert tree(session) == {
        "Skolen": "institution",
        "Skolen / Naturfag": "department",
        "Skolen / Naturfag / Matematik": "education",
    }
    assert lists.preview("units", data).steps == []


def test_a_code_knows_a_unit_whatever_it_is_called(lists, session):
    lists.bring("units", HEAD + "A1;Naturfag;;Afdeling\n")
    plan = lists.preview("units", HEAD + "a1;Science;;Afdeling\n")
    (line,) = plan.lines
    assert next((one.old, one.new) for one in line.changes) == ("Naturfag", "Science")
    lists.bring("units", HEAD + "A1;Science;;Uddannelse\n")
    assert tree(session) == {"Science": "education"}


def test_paths_say_the_place_where_no_column_does(lists, session):
    lists.bring("units", "Navn\nSkolen\nSkolen / Naturfag\nSkolen / Naturfag / Matematik\n")
    assert set(tree(session)) == {"Skolen", "Skolen / Naturfag", "Skolen / Naturfag / Matematik"}


def test_units_of_one_name_are_told_apart_by_their_paths(lists, school, session):
    data = HEAD + ";Ward;Kildebæk / Nursing;\n;Clinic;Nursing;\n"
    plan = lists.preview("units", data)
    assert [(one.row, one.column) for one in plan.mistakes] == [(3, "Hører under")]
    lists.bring("units", data)
    assert "Kildebæk / Nursing / Ward" in tree(session)


def test_an_existing_tree_is_moved_and_the_rest_stays(lists, school, session):
    plan = lists.preview("units", HEAD + ";Mathematics;Kildebæk;Uddannelse\n")
    assert [one.state for one in plan.lines] == ["new"]  # another place, no code: another unit
    lists.bring("units", HEAD + "M;Mathematics;Ravnsund;Uddannelse\n")
    one = lists.bring("units", HEAD + "M;Mathematics;Kildebæk;Uddannelse\n")
    assert one.result["outcomes"] == {"changed": 1}
    assert "Kildebæk / Mathematics" in tree(session) and len(tree(session)) == 5


def test_what_is_not_in_the_file_is_named_and_stays(lists, school, session):
    plan = lists.preview("units", HEAD + ";Ravnsund;;Institution\n")
    assert [one.title for one in plan.missing] == [
        "Kildebæk",
        "Kildebæk / Nursing",
        "Ravnsund / Mathematics",
        "Ravnsund / Nursing",
    ]


@pytest.mark.parametrize(
    "rows, wrong",
    [
        (";;;\nx;;;Afdeling\n", {3: "name is missing"}),
        (
            ";A;B;\n;B;C;\n;C;A;\n;D;A;\n",
            {2: "under each other", 3: "under", 4: "under", 5: "Row 2"},
        ),
        (";A;A;\n", {2: "under each other"}),
        (";A;Nowhere;\n", {2: "no such unit"}),
        (";A;;\n;B;Nowhere;\n;C;B;\n", {3: "no such unit", 4: "Row 3"}),
        (";A;;Kontor\n", {2: "It can be: Institution, Department, Education"}),
        ("K;A;;\nk;B;;\n", {3: "Row 2 has that code"}),
        (";A;;\n;a;;\n", {3: "Row 2 is the same unit"}),
        (f";{'x' * 161};;\n", {2: "Too long: 161 characters, at most 160"}),
        (f"{'x' * 41};A;;\n", {2: "Too long"}),
        (";=cmd;;\n", {2: "formula"}),
        (";A\x07B;;\n", {2: "cannot be seen"}),
        (
            "".join(f";U{n};{f'U{n - 1}' if n else ''};\n" for n in range(12)),
            {12: "too far down", 13: "too far down"},
        ),
    ],
)
def test_a_mistake_is_named_and_stops_nobody_else(lists, rows, wrong):
    plan = lists.preview("units", HEAD + rows)
    found = {one.row: one.text for one in plan.mistakes}
    assert set(found) == set(wrong), found
    for row, words in wrong.items():
        assert words in found[row]


def test_closed_units_are_named(lists, school, session):
    close_unit(session, SYSTEM, school["maths"])
    session.commit()
    plan = lists.preview("units", HEAD + ";Algebra;Mathematics;\n")
    assert plan.mistakes[0].text == "Mathematics is closed. Choose an open unit."


def test_two_units_change_places(lists, session):
    lists.bring("units", HEAD + "A;Over;;\nB;Below;A;\n")
    one = lists.bring("units", HEAD + "A;Over;B;\nB;Below;;\n")
    assert one.result["problems"] == []
    assert set(tree(session)) == {"Below", "Below / Over"}


def test_a_unit_cannot_be_put_under_one_below_it(lists, session):
    lists.bring("units", HEAD + "A;Over;;\nB;Below;A;\n")
    plan = lists.preview("units", HEAD + "A;Over;Over / Below;\n")
    assert [one.text for one in plan.mistakes] == [
        "A unit cannot lie under itself or under a unit below it."
    ]


def test_somebody_else_made_it_meanwhile(lists, make, session):
    one = lists.read("units", HEAD + ";A;;Institution\n")
    assert len(plan_of(session, SYSTEM, one).steps) == 1
    from portal.roster.applying import run_batch
    from portal.roster.services import start

    start(session, SYSTEM, one)
    make.unit("a", kind="institution")
    run_batch(session, one.id)
    session.commit()
    assert one.state == "done" and len(tree(session)) == 1


def towns(session):
    return {unit.name: unit.town for unit in session.scalars(select(Unit))}


def test_the_town_is_read_changed_and_left_alone_where_the_cell_is_empty(lists, session):
    head = "Kode;Navn;By\n"
    one = lists.bring("units", head + "A;Naturfag;Aarhus\nB;Sprog;\n")
    assert one.result["outcomes"] == {"new": 2}
    assert towns(session) == {"Naturfag": "Aarhus", "Sprog": ""}
    plan = lists.preview("units", head + "A;Naturfag;Viborg\nB;Sprog;\n")
    changed, same = plan.lines
    assert [(one.old, one.new) for one in changed.changes] == [("Aarhus", "Viborg")]
    assert not same.changes
    lists.bring("units", head + "A;Naturfag;\nB;Sprog;Viborg\n")
    assert towns(session) == {"Naturfag": "Aarhus", "Sprog": "Viborg"}
    lists.bring("units", "Kode;Navn\nA;Science\n")
    assert towns(session) == {"Science": "Aarhus", "Sprog": "Viborg"}


@pytest.mark.parametrize("town", ["x" * 81, "=1+1", "#REF!", "a\x01b"])
def test_a_town_that_cannot_be_is_said_at_its_column(lists, town):
    plan = lists.preview("units", f"Navn;By\nNaturfag;{town}\n")
    assert [(one.row, one.column) for one in plan.mistakes] == [(2, "By")]
