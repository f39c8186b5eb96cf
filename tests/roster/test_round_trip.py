"""What goes out comes in again and changes nothing; what a file says is so afterwards."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from portal.access.actors import SYSTEM
from portal.access.models import Audience
from portal.accounts.models import User
from portal.roster.exporting import export
from portal.roster.models import UnitCode
from portal.units.models import Function, Membership, Unit

FORMS = ("csv", "xlsx")
NASTY = ["=1+1", "+45 12", "-x", "@x", "'=a", "''+b", "O'Neil", 'Q"uo;te', "Ærø, Åse", "a / b"]


def out(session, kind, form):
    data = export(session, SYSTEM, kind, form).get_data()
    session.commit()
    return data


@pytest.mark.parametrize("form", FORMS)
def test_out_and_in_again_is_nothing_to_do(lists, school, make, session, form):
    for number, name in enumerate(NASTY):
        user = make.user(
            name, email=f"n{number}@skole.dk", units=[school["nursing2"]], function="leader"
        )
        user.title, user.phone = name, "+45 12 34 56 78"
        make.unit(name, parent=school["top"])
    session.add(UnitCode(unit_id=school["maths"].id, code="=M1"))
    session.commit()
    for kind in ("people", "units"):
        plan = lists.preview(kind, out(session, kind, form))
        assert plan.mistakes == [] and plan.steps == [] and plan.missing == [], kind


def test_no_cell_goes_out_as_a_formula(make, session):
    for number, name in enumerate(NASTY):
        make.user(name, email=f"n{number}@skole.dk")
    text = out(session, "people", "csv").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_danish_out_is_danish_in(lists, school, make, session):
    from flask_babel import force_locale

    make.user("Ane", email="ane@skole.dk", units=[school["maths"]], function="leader")
    with force_locale("da"):
        data = out(session, "people", "csv")
    assert "Underviser" not in data.decode("utf-8-sig") and "Leder" in data.decode("utf-8-sig")
    assert lists.preview("people", data).steps == []


UNITS = ["Ravnsund", "Mathematics", "Ravnsund / Nursing", "Kildebæk / Nursing"]
WORDS = {"Leder": "leader", "teacher": "teacher", "Medarbejder": "staff", "student": "student"}
person = st.tuples(
    st.sampled_from([f"p{n}" for n in range(5)]),
    st.sampled_from(UNITS),
    st.sampled_from(sorted(WORDS)),
    st.sampled_from(["", "12345678", "+45 1"]),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(person, min_size=1, max_size=12), st.lists(person, max_size=6), st.booleans())
def test_what_the_file_says_is_so_and_a_second_time_changes_nothing(
    lists, school, session, rows, before, ends
):
    session.execute(delete(User))
    session.execute(delete(Audience))
    session.commit()

    def table(found):
        return "Navn;E-mail;Enhed;Funktion;Tlf\n" + "".join(
            f"Name {key};{key}@skole.dk;{unit};{word};{phone}\n" for key, unit, word, phone in found
        )

    if before:
        lists.bring("people", table(before))
    lists.bring("people", table(rows), end_functions=ends)
    paths = {}
    for unit in session.scalars(select(Unit)):
        above = session.get(Unit, unit.parent_id) if unit.parent_id else None
        paths[unit.id] = f"{above.name} / {unit.name}" if above else unit.name
    wanted = {}
    for key, unit, word, _phone in rows:
        full = "Ravnsund / Mathematics" if unit == "Mathematics" else unit
        wanted.setdefault(f"{key}@skole.dk", set()).add((full, WORDS[word]))
    earlier = {f"{key}@skole.dk" for key, *_rest in before}
    session.expire_all()
    users = session.scalars(
        select(User).options(selectinload(User.memberships).selectinload(Membership.unit))
    ).all()
    assert {user.email for user in users} == set(wanted) | earlier
    for user in users:
        have = {(paths[one.unit_id], one.function) for one in user.memberships}
        if user.email in wanted:
            assert have == wanted[user.email] if ends else have >= wanted[user.email]
            told = [p for key, _u, _w, p in rows if f"{key}@skole.dk" == user.email and p]
            assert not told or user.phone == told[0]
    again = lists.preview("people", table(rows))
    assert again.steps == [] and again.mistakes == []
    for form in FORMS:
        assert lists.preview("people", out(session, "people", form)).steps == []


assert set(WORDS.values()) == {one.value for one in Function}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"Navn;E-mail\n", b"\xff\xfe"])
)
def test_no_bytes_at_all_make_it_fall_over(lists, session, data, start):
    from portal.roster.problems import RosterProblem

    for kind in ("people", "units"):
        try:
            lists.preview(kind, start + data)
        except RosterProblem:
            session.rollback()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=8), min_size=1, max_size=4))
def test_no_cells_at_all_make_it_fall_over(lists, school, session, cells):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Navn", "E-mail", "Enhed", "Funktion", "Telefon", "Titel", "Fra", "Til"])
    writer.writerows(cells)
    from portal.roster.problems import RosterProblem

    for kind in ("people", "units"):
        data = text.getvalue().encode("utf-8", "surrogatepass")
        try:
            lists.bring(kind, data)
        except RosterProblem:
            session.rollback()
