"""Wishing for practices, and seeing what is wished for."""

import csv
import io

import pytest
from portal_workshops.models import PracticeWish, Series
from portal_workshops.wishes.gathering import Wishes, wishes_for
from portal_workshops.wishes.services import InvalidWish, make_wish, own_wishes, take_back
from sqlalchemy import func, select

from portal.api import NotAllowed, wish_outcomes, wishes

CANARY = "kanariefugl"


@pytest.fixture
def education(make):
    return make.unit("Pædagog", parent=make.unit("UC Fjordby", kind="institution"))


@pytest.fixture
def teacher(make, education):
    return make.user("Tea Teacher", roles=["staff"], units=[education])


def number(session):
    return session.scalar(select(func.count()).select_from(PracticeWish))


def test_one_click_on_a_sheet_is_a_wish_and_the_undo_takes_it_back(
    session, teacher, sheet, sign_in
):
    origin = sheet("Vejledning i grupper")
    person = sign_in(teacher)
    page = person.page(f"/factsheets/{origin.id}")
    assert "I want to take it home" in page
    assert "the leader of your place" in page  # it says who will see it
    answer = person.post(f"/workshops/wishes/sheet/{origin.id}")
    assert answer.location == f"/factsheets/{origin.id}#h-wish"  # where one was
    page = person.page(answer.location)
    assert "You wish for it" in page
    (wish,) = session.scalars(select(PracticeWish)).all()
    assert (wish.sheet_id, wish.unit.name) == (origin.id, "Pædagog")
    assert f"/workshops/wishes/{wish.id}/withdraw" in page
    person.post(f"/workshops/wishes/{wish.id}/withdraw?back=/factsheets/{origin.id}")
    assert "I want to take it home" in person.page(f"/factsheets/{origin.id}")
    assert number(session) == 0


def test_wishing_twice_is_one_wish(session, make, teacher, sheet):
    origin, actor = sheet("Vejledning"), make.actor_of(teacher)
    assert make_wish(session, actor, sheet_id=origin.id).id == (
        make_wish(session, actor, sheet_id=origin.id).id
    )
    make_wish(session, actor, title="Kortere møder")
    make_wish(session, actor, title="  kortere  MØDER ")
    assert number(session) == 2


@pytest.mark.parametrize(
    "status, visibility",
    [("draft", "everyone"), ("archived", "everyone"), ("published", "private")],
)
def test_what_one_cannot_read_one_cannot_wish_for(
    session, make, sheet, sign_in, status, visibility
):
    hidden = sheet(CANARY, status=status, visibility=visibility)
    with pytest.raises(NotAllowed):
        make_wish(session, make.actor(), sheet_id=hidden.id)
    person = sign_in()
    assert person.post(f"/workshops/wishes/sheet/{hidden.id}").status_code == 404
    assert person.post("/workshops/wishes/sheet/999999").status_code == 404
    assert number(session) == 0


@pytest.mark.parametrize("title", ["", "  ", "...", "x" * 201, "\x00"])
def test_own_words_are_checked_and_kept_in_the_form(session, sign_in, title):
    answer = sign_in("staff").post("/workshops/wishes/", {"title": title, "text": "bevar mig"})
    assert answer.status_code == 422
    assert "bevar mig" in answer.text
    assert number(session) == 0


def test_nobody_wishes_for_a_place_that_is_not_theirs(session, make, teacher):
    other = make.unit("Fremmed")
    with pytest.raises(InvalidWish) as told:
        make_wish(session, make.actor_of(teacher), title="x", unit_id=other.id)
    assert told.value.field == "unit_id"


def test_nobody_takes_back_anothers_wish(session, make, teacher, sign_in):
    wish = make_wish(session, make.actor_of(teacher), title="Mit")
    session.commit()
    assert take_back(session, make.actor(), wish.id) is None
    sign_in().post(f"/workshops/wishes/{wish.id}/withdraw")
    assert sign_in().post(f"/workshops/wishes/{wish.id}/place", {"unit_id": "1"}).status_code == 404
    assert number(session) == 1


def test_own_wishes_page_hides_a_sheet_that_was_hidden(session, make, teacher, sheet, sign_in):
    origin = sheet(CANARY)
    make_wish(session, make.actor_of(teacher), sheet_id=origin.id)
    origin.visibility = "private"
    sheet.show(origin)
    page = sign_in(teacher).page("/workshops/wishes/")
    assert CANARY not in page
    assert "no longer shared with you" in page


def test_all_wishes_are_for_planners_and_leaders_see_their_own_place(
    session, make, education, teacher, sheet, sign_in
):
    origin, hidden = (
        sheet("Vejledning"),
        sheet(CANARY, visibility="people", visible_people=[teacher.id]),
    )
    for one in (origin, hidden):
        make_wish(session, make.actor_of(teacher), sheet_id=one.id)
    stranger = make.user("Otto Other", units=[make.unit("Fysioterapeut")])
    make_wish(session, make.actor_of(stranger), sheet_id=origin.id)
    session.commit()
    leader = make.user("Lea Leader", units=[education], function="leader")
    planner = make.user("Pia Planner", roles=["organiser"])
    assert len(Wishes(session, make.actor_of(planner)).wanted) == 2
    assert [one.person for one in Wishes(session, make.actor_of(leader)).wanted] == ["Tea Teacher"]
    assert Wishes(session, make.actor_of(teacher)).wanted == []
    assert sign_in(teacher).get("/workshops/wishes/all").status_code == 404
    assert sign_in(teacher).get(f"/workshops/wishes/practice/s{origin.id}").status_code == 404
    seen = sign_in(leader).page("/workshops/wishes/all")
    assert "Vejledning" in seen
    assert sign_in(leader).get("/workshops/wishes/demand").status_code == 403
    for who in (leader, planner):
        person = sign_in(who)
        for path in ("all", "all?by=unit", "all.csv", f"practice/s{origin.id}"):
            assert CANARY not in person.get(f"/workshops/wishes/{path}").text
        assert person.get(f"/workshops/wishes/practice/s{hidden.id}").status_code == 404
    assert "Otto Other" not in sign_in(leader).page(f"/workshops/wishes/practice/s{origin.id}")


def test_by_practice_and_by_place(session, make, education, teacher, sheet, sign_in):
    origin = sheet("Vejledning")
    for user in (teacher, make.user(units=[education]), make.user(units=[make.unit("Radiograf")])):
        make_wish(session, make.actor_of(user), sheet_id=origin.id)
    make_wish(session, make.actor_of(teacher), title="Kortere møder")
    session.commit()
    found = Wishes(session, make.actor("organiser"))
    assert [(one.title, one.people, one.units) for one in found.practices] == [
        ("Vejledning", 3, ["Pædagog", "Radiograf"]),
        ("Kortere møder", 1, ["Pædagog"]),
    ]
    assert [(unit, len(wanted)) for unit, wanted in found.by_unit] == [
        ("Pædagog", 3),
        ("Radiograf", 1),
    ]
    actor = make.actor("organiser")
    assert len(wishes_for(session, actor, sheet_id=origin.id)) == 3
    assert len(wishes_for(session, actor, unit_id=education.id)) == 3
    page = sign_in("organiser").page("/workshops/wishes/all?by=unit")
    assert "Radiograf" in page
    for query in (
        "q=vejl",
        "q=%00",
        "sort=-title",
        "sort=title",
        "sort=x",
        "page=99999999999",
        "page=-1",
    ):
        sign_in("organiser").page(f"/workshops/wishes/all?{query}")


def test_the_export_guards_against_formulas(session, make, teacher, sign_in):
    make_wish(session, make.actor_of(teacher), title="=cmd()", text="=1+1")
    session.commit()
    text = sign_in("organiser").get("/workshops/wishes/all.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][0] == "'=cmd()"
    assert rows[1][3] == "'=1+1"
    assert sign_in("organiser").get("/workshops/wishes/all.xlsx").status_code == 200
    assert sign_in("organiser").get("/workshops/wishes/all.pdf").status_code == 404


def test_a_series_out_of_wishes_in_one_click(session, make, education, teacher, sheet, sign_in):
    leader = make.user("Lea Leader", units=[education], function="leader")
    other = make.user("Otto", units=[make.unit("Radiograf")])
    origin = sheet("Vejledning")
    for user in (teacher, other):
        make_wish(session, make.actor_of(user), sheet_id=origin.id)
    session.commit()
    planner = sign_in("organiser")
    assert "Make a workshop of it" in planner.page(f"/workshops/wishes/practice/s{origin.id}")
    answer = planner.post(f"/workshops/wishes/practice/s{origin.id}/series")
    assert answer.status_code == 303
    (series,) = session.scalars(select(Series)).all()
    assert answer.location.endswith(f"/workshops/{series.id}")
    assert (series.sheet_id, series.title, series.status) == (origin.id, "Vejledning", "planning")
    assert {one.unit.name for one in series.participations} == {"Pædagog", "Radiograf"}
    assert {seat.user_id for seat in series.seats} == {teacher.id, other.id, leader.id}
    found = Wishes(session, make.actor("organiser"))
    assert found.not_offered == []
    assert found.practices[0].is_offered


def test_a_series_of_wishes_is_not_for_everybody(session, make, teacher, sheet, sign_in):
    origin = sheet("Vejledning")
    make_wish(session, make.actor_of(teacher), sheet_id=origin.id)
    session.commit()
    address = f"/workshops/wishes/practice/s{origin.id}/series"
    assert sign_in(teacher).post(address).status_code == 403
    assert sign_in("organiser").post("/workshops/wishes/practice/s999/series").status_code == 404
    assert session.scalars(select(Series)).all() == []


def test_more_wishes_than_seats_make_a_full_series(session, make, sheet):
    from portal_workshops.vocabulary import CAPACITY_MAX
    from portal_workshops.wishes.convening import convene

    origin, unit = sheet("Vejledning"), make.unit("Stor")
    for _number in range(CAPACITY_MAX + 3):
        user = make.user(units=[unit])
        session.add(PracticeWish(user_id=user.id, sheet_id=origin.id, unit_id=unit.id))
    session.commit()
    planner = make.actor("organiser")
    practice = Wishes(session, planner).practice(f"s{origin.id}")
    series = convene(session, planner, practice)
    assert len(series.seats) == CAPACITY_MAX == series.capacity


def test_demand_shows_what_is_wanted_and_searched_in_vain(session, make, teacher, sign_in):
    from portal.api import Model, now

    make_wish(session, make.actor_of(teacher), title="Robotter i dagtilbud")
    marks = Model.metadata.tables["portal_search_miss_mark"]
    for person in range(3):  # as the search counts them
        values = {"mark": f"mark {person}", "query": "mindfulness", "day": now().date()}
        session.execute(marks.insert().values(**values))
    session.commit()
    page = sign_in("organiser").page("/workshops/wishes/demand")
    assert "Robotter i dagtilbud" in page
    assert "mindfulness" in page
    assert sign_in("staff").get("/workshops/wishes/demand").status_code == 403


def test_the_wishes_are_told_to_other_plugins_and_end_with_the_sheet(session, make, teacher, sheet):
    origin = sheet("Vejledning")
    make_wish(session, make.actor_of(teacher), sheet_id=origin.id)
    session.commit()
    (one,) = wishes(session)
    assert (one.kind, one.sheet_id, one.user_id) == ("button", origin.id, teacher.id)
    assert wish_outcomes(session, [one.key]) == {}
    sheet.erase(origin)
    assert wishes(session) == []


def test_export_and_erasure(session, make, teacher):
    from portal_workshops import plugin

    make_wish(session, make.actor_of(teacher), title="Kortere møder", text="ro")
    session.commit()
    (kept,) = plugin.export_user(session, teacher)["practice_wishes"]
    assert (kept["title"], kept["text"]) == ("Kortere møder", "ro")
    plugin.erase_user(session, teacher)
    assert own_wishes(session, make.actor_of(teacher)) == []


def test_a_fair_of_wishes_costs_as_many_queries_as_one(
    session, make, education, sheet, count_queries
):
    planner = make.actor("organiser")
    users = [make.user(units=[education]).id for _number in range(8)]
    sheets = [sheet(f"Ark {index}").id for index in range(12)]
    unit_id = education.id

    def cost(ids):
        session.add_all(
            PracticeWish(user_id=user_id, sheet_id=one, unit_id=unit_id)
            for user_id in users
            for one in ids
        )
        session.commit()
        counts = []
        for _time in range(3):  # now and then the portal asks whether plugins were switched
            session.expunge_all()
            with count_queries() as queries:
                found = Wishes(session, planner)
                assert len(found.practices) == len(ids)
                assert found.by_unit
            counts.append(len(queries))
        return min(counts)

    first = cost(sheets[:1])
    session.execute(PracticeWish.__table__.delete())
    assert cost(sheets) <= first <= 20


def test_a_leader_is_led_to_no_page_of_the_planners(make, sign_in):
    unit = make.unit("Pædagog")
    leader = make.user("Lea Leder", units=[unit], function="leader")
    page = sign_in(leader).page("/workshops/wishes/")
    assert "/workshops/wishes/all" in page
    assert "/workshops/wishes/demand" not in page
    assert "/workshops/wishes/demand" in sign_in("organiser").page("/workshops/wishes/")
