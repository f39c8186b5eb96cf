"""What a list of people would do: one person on several rows, and every kind of mistake."""

import datetime as dt

import pytest

from portal.access.actors import SYSTEM
from portal.roster.services import answer, plan_of

HEAD = "Navn;E-mail;Enhed;Funktion;Telefon;Titel;Fra;Til\n"


def row(name="Ane Holm", mail="ane@skole.dk", unit="", function="", *more):
    return ";".join([name, mail, unit, function, *more]) + "\n"


def test_one_person_on_two_rows_has_two_functions(lists, school):
    data = HEAD + row(unit="Mathematics", function="Leder")
    data += row(mail="ANE@Skole.DK", unit="Kildebæk / Nursing", function="teacher")
    plan = lists.preview("people", data)
    assert plan.mistakes == []
    (line,) = plan.lines
    assert line.state == "new" and line.rows == (2, 3)
    assert [change.new for change in line.changes] == [
        "Leader, Ravnsund / Mathematics",
        "Teacher, Kildebæk / Nursing",
    ]


def test_the_same_row_twice_counts_once(lists, school):
    plan = lists.preview("people", HEAD + row(unit="Mathematics", function="Leder") * 2)
    assert len(plan.lines) == 1 and len(plan.lines[0].changes) == 1
    assert plan.notes == ["1 row says what another row says; it counts once."]


@pytest.mark.parametrize(
    "line, column, words",
    [
        (row(mail="ane@"), "E-mail", "no e-mail address"),
        (row(mail=""), "E-mail", "is missing"),
        (row(mail="a@b.dk, c@d.dk"), "E-mail", "Two addresses"),
        (row(name="", mail="ane@skole.dk"), "Navn", "name is missing"),
        (row(name="ane@skole.dk", mail="Ane Holm"), "E-mail", "Are the columns swapped?"),
        (row(name="bo@skole.dk"), "Navn", "an e-mail address, not a name"),
        (row(name="x" * 121), "Navn", "Too long: 121 characters, at most 120"),
        (row(name="A\x00ne"), "Navn", "cannot be seen"),
        (row(name="A\x07ne"), "Navn", "cannot be seen"),
        (row(name="=cmd|' /C calc'!A0"), "Navn", "formula"),
        (row(name="@SUM(1)"), "Navn", "formula"),
        (row(name="#N/A"), "Navn", "A formula failed"),
        (row(unit="Nowhere", function="Leder"), "Enhed", "no such unit"),
        (row(unit="Mathematic", function="Leder"), "Enhed", "Do you mean Mathematics?"),
        (row(unit="Nursing", function="Leder"), "Enhed", "Several units"),
        (row(unit="Mathematics", function="Pedel"), "Funktion", "It can be: Leader, Teacher"),
        (row(function="Leder"), "Enhed", "no unit"),
        (row("A", "a@b.dk", "Mathematics", "Leder", "", "", "31-02-2026"), "Fra", "no such day"),
        (row("A", "a@b.dk", "Mathematics", "Leder", "", "", "soon"), "Fra", "no such day"),
        (
            row("A", "a@b.dk", "Mathematics", "Leder", "", "", "02-01-2026", "01-01-2026"),
            "Til",
            "before it begins",
        ),
        (row("A", "a@b.dk", "", "", "1" * 50), "Telefon", "Too long"),
    ],
)
def test_a_mistake_names_row_and_column_and_stops_nobody_else(lists, school, line, column, words):
    plan = lists.preview("people", HEAD + row("Bo", "bo@skole.dk") + line)
    assert {one.row for one in plan.mistakes} == {3}
    assert any(one.column == column and words in one.text for one in plan.mistakes), plan.mistakes
    assert [one.title for one in plan.lines] == ["Bo"]


def test_an_address_with_two_names_is_nobodys(lists, school):
    data = HEAD + row() + row(name="Bo Bak", mail="Ane@skole.dk") + row("Cilla", "c@skole.dk")
    plan = lists.preview("people", data)
    assert [one.row for one in plan.mistakes] == [2, 3]
    assert "in the rows 2, 3" in plan.mistakes[0].text
    assert [one.title for one in plan.lines] == ["Cilla"]


def test_a_wrong_row_of_a_person_leaves_their_other_rows(lists, school):
    data = HEAD + row(unit="Mathematics", function="Leder") + row(unit="Nowhere", function="Leder")
    plan = lists.preview("people", data)
    assert [one.row for one in plan.mistakes] == [3]
    assert len(plan.lines) == 1 and len(plan.lines[0].changes) == 1


def test_what_is_in_the_portal_already_shows_old_and_new(lists, school, make):
    user = make.user("Ane Holm", email="ane@skole.dk", units=[school["maths"]], function="leader")
    make.user("Gone Elsewhere", email="gone@skole.dk")
    data = HEAD + row("Ane Marie Holm", unit="Mathematics", function="Leder")
    plan = lists.preview("people", data)
    (line,) = plan.lines
    assert (line.state, line.object_id) == ("changed", user.id)
    assert [(str(one.what), one.old, one.new) for one in line.changes] == [
        ("Name", "Ane Holm", "Ane Marie Holm")
    ]
    assert [one.title for one in plan.missing] == ["Gone Elsewhere"]


def test_an_empty_cell_takes_nothing_away(lists, school, make, session):
    user = make.user("Ane Holm", email="ane@skole.dk", units=[school["maths"]], function="leader")
    user.phone, user.title = "12 34", "Rektor"
    session.commit()
    plan = lists.preview("people", HEAD + row(unit="Mathematics"))
    assert [one.state for one in plan.lines] == ["same"]


def test_functions_the_file_does_not_name_end_only_if_asked(lists, school, make, session):
    make.user(
        "Ane Holm", email="ane@skole.dk", units=[school["maths"], school["top"]], function="leader"
    )
    one = lists.read("people", HEAD + row(unit="Mathematics", function="Leder"))
    plan = plan_of(session, SYSTEM, one)
    assert plan.leftovers == 1 and plan.lines[0].state == "same"
    one.options = {**one.options, "end_functions": True}
    plan = plan_of(session, SYSTEM, one)
    (change,) = plan.lines[0].changes
    assert (change.old, change.new) == ("Leader, Ravnsund", "")


def test_a_disabled_account_and_one_that_may_more_are_left_alone(lists, school, make, register):
    make.user("Gone", email="gone@skole.dk", active=False)
    make.user("Boss", email="boss@skole.dk", roles=["admin"])
    helper = register("helper", "accounts.manage", "units.manage")
    data = HEAD + row("Gone", "gone@skole.dk") + row("Boss!", "boss@skole.dk")
    plan = lists.preview("people", data, helper)
    assert [one.text for one in plan.mistakes] == [
        "The account of Gone is disabled. Open it first.",
        "Boss may more than you do.",
    ]
    assert plan.steps == []


def test_without_the_right_to_units_only_the_people_count(lists, school, register):
    helper = register("helper", "accounts.manage")
    plan = lists.preview("people", HEAD + row(unit="Mathematics", function="Leder"), helper)
    assert plan.steps[0]["functions"] == []
    assert "Units and functions are left out: you may not maintain units." in plan.notes


def test_one_answer_counts_for_all_rows_with_the_words(lists, school, session):
    data = HEAD + row(unit="Nursing", function="Pædagog")
    data += row("Bo", "bo@skole.dk", "nursing", "pædagog")
    one = lists.read("people", data)
    actor = SYSTEM
    plan = plan_of(session, actor, one)
    asked = {question.kind: question for question in plan.questions}
    assert asked["unit"].rows == 2 and asked["unit"].ambiguous
    assert [label for _value, label in asked["unit"].choices] == [
        "Kildebæk / Nursing",
        "Ravnsund / Nursing",
    ]
    answers = {"unit": {"Nursing": str(school["nursing"].id)}, "function": {"Pædagog": "teacher"}}
    answer(session, actor, one, answers, [])
    plan = plan_of(session, actor, one)
    assert plan.mistakes == [] and len(plan.steps) == 2
    answer(session, actor, one, {"unit": {"Nursing": "99999"}}, [])
    assert plan_of(session, actor, one).wrong_rows == 2  # an answer that is no unit is none


def test_days_decide_what_counts_now(lists, school, make):
    make.user("Ane Holm", email="ane@skole.dk", units=[school["maths"]], function="leader")
    day = dt.date.today()
    past, ahead = (day - dt.timedelta(days=30)), (day + dt.timedelta(days=30))
    data = HEAD + row("Ane Holm", "ane@skole.dk", "Mathematics", "Leder", "", "", "", str(past))
    data += row("Ane Holm", "ane@skole.dk", "Ravnsund", "Leder", "", "", str(ahead))
    (line,) = lists.preview("people", data).lines
    assert [(bool(one.old), bool(one.new)) for one in line.changes] == [
        (True, False),
        (False, True),
    ]


def test_closed_units_are_not_chosen(lists, school, session):
    from portal.units.changing import close_unit

    close_unit(session, SYSTEM, school["maths"])
    plan = lists.preview("people", HEAD + row(unit="Mathematics", function="Leder"))
    assert plan.mistakes[0].text == "Mathematics is closed. Choose an open unit."


def test_the_number_of_queries_does_not_grow_with_the_file(lists, school, session, count_queries):
    def asked(people):
        data = HEAD + "".join(
            row(f"P {n}", f"p{n}@skole.dk", "Mathematics", "Leder") for n in range(people)
        )
        one = lists.read("people", data)
        plan_of(session, SYSTEM, one)
        session.commit()
        with count_queries() as queries:
            plan_of(session, SYSTEM, one)
        return len(queries)

    assert asked(3) == asked(60)
