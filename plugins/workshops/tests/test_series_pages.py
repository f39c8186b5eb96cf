"""The pages of series: who sees what, forms that keep what was typed, files, query counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from portal_workshops.models import Room, Series
from portal_workshops.series import seats
from portal_workshops.series.services import (
    add_education,
    create_series,
    open_series,
)

from portal.api import now


def form(**fields: Any) -> dict[str, Any]:
    """A whole form of a series."""
    day = (now() + dt.timedelta(days=30)).date()
    later = day + dt.timedelta(days=14)
    return {
        "sheet_id": "0",
        "title": "Kortere møder",
        "half1_day": day.isoformat(),
        "half1_starts": "09:00",
        "half1_ends": "12:00",
        "half1_room": "0",
        "half1_place": "Skolegade 1",
        "half2_day": later.isoformat(),
        "half2_starts": "09:00",
        "half2_ends": "12:00",
        "half2_room": "0",
        "half2_place": "Skolegade 1",
        "capacity": "10",
        "minimum": "2",
        "open_signup": "y",
        "wait_hours": "24",
        **fields,
    }


@pytest.fixture
def opened(opened: Callable[..., Series]) -> Series:
    """An open series of two seats."""
    return opened(2)


def test_from_plan_to_sign_up_by_the_pages(
    session: Any, make: Any, sign_in: Any, mails: Any
) -> None:
    planner, guide = sign_in("organiser"), make.user("Gry Guide")
    answer = planner.post("/workshops/new", form(facilitator_ids=str(guide.id)))
    assert answer.status_code == 303, answer.text[-3000:]
    address = answer.location
    someone = sign_in(units=[make.unit("Pædagog")])
    someone.page(address, 404)  # nobody sees it before it is announced
    assert planner.post(f"{address}/open").status_code == 303
    assert "Sign up" in someone.page(address)
    someone.post(f"{address}/sign-up")
    page = someone.page(address)
    assert "You have a seat" in page and "1 of 10 seats are taken" in page
    assert "Pædagog" in page
    # The calendar has told who leads, and who signed up.
    told = mails()
    assert any("Gry Guide" in one and "Workshop 1: Kortere møder" in one for one in told)
    someone.post(f"{address}/answer", {"answer": "no"})
    assert "0 of 10 seats are taken" in someone.page(address)


def test_the_names_are_for_who_leads(session: Any, make: Any, sign_in: Any, opened: Any) -> None:
    unit = make.unit()
    canary = make.user("Canary Hansen", units=[unit])
    seats.sign_up(session, make.actor_of(canary), opened, unit)
    session.commit()
    someone, planner = sign_in(), sign_in("organiser")
    assert "Canary" not in someone.page(f"/workshops/{opened.id}")
    assert "Canary" in planner.page(f"/workshops/{opened.id}/people")
    for address in ("people", "people.csv", "people.xlsx", "attendance", "edit", "cancel"):
        someone.page(f"/workshops/{opened.id}/{address}", 404)
    for address in ("open", "decide", "cancel"):
        assert someone.post(f"/workshops/{opened.id}/{address}").status_code == 404
    csv = planner.get(f"/workshops/{opened.id}/people.csv").data.decode("utf-8-sig")
    assert "Canary Hansen" in csv
    assert canary.email in csv
    # Who keeps the address to themselves keeps it from this list, too.
    canary.contact_hidden = True
    session.commit()
    csv = planner.get(f"/workshops/{opened.id}/people.csv").data.decode("utf-8-sig")
    assert "Canary Hansen" in csv and canary.email not in csv
    assert planner.get("/workshops/series.xlsx").status_code == 200
    assert "Canary" not in someone.get("/workshops/series.csv").text


def test_a_hidden_origin_hides_the_series(
    session: Any, make: Any, sign_in: Any, sheet: Any, halves: Any, mails: Any
) -> None:
    owner = make.user("Olga", roles=["staff"])
    origin = sheet("Canary practice", author=owner)
    planner = make.actor("organiser")
    series = create_series(
        session,
        planner,
        origin.id,
        title="Canary series",
        halves=halves(),
        facilitator_ids=[make.user().id],
    )
    session.commit()
    assert any("Olga" in one and "Say how you can help" in one for one in mails())
    open_series(session, planner, series)
    session.commit()
    someone, mine = sign_in(), sign_in(owner)
    assert "Canary series" in someone.page("/workshops/")
    page = mine.page(f"/workshops/{series.id}")
    assert "They start from your experiment" in page
    mine.post(f"/workshops/{series.id}/help", {"help": "comes", "note": "Gladly"})
    assert "Comes along" in someone.page(f"/workshops/{series.id}")
    # Now it is hidden.
    from portal.api import SYSTEM, saved, user_label

    saved(session, "factsheet", origin.id, {user_label(owner.id)}, actor=SYSTEM)
    session.commit()
    someone.page(f"/workshops/{series.id}", 404)
    for address in ("/workshops/", "/", "/workshops/series.csv", "/search?q=canary"):
        assert "Canary" not in someone.page(address)
    assert "Canary series" in mine.page(f"/workshops/{series.id}")


def test_what_was_typed_stays_when_something_is_wrong(
    session: Any, make: Any, sign_in: Any
) -> None:
    planner = sign_in("organiser")
    for wrong, words in (
        ({"title": ""}, "Give the series a title"),
        ({"title": "x" * 161}, "at most 160"),
        ({"capacity": "0"}, "between 1 and 200"),
        ({"capacity": "99999999999999999999"}, "between 1 and 200"),
        ({"minimum": "11"}, "There are 10 seats only"),
        ({"half1_ends": "08:00"}, "after the beginning"),
        ({"half2_day": "2020-01-01"}, "Workshop 2 comes after"),
        ({"half1_day": "", "half2_day": ""}, "the place is kept with it"),
        ({"decide_on": "2098-01-01"}, "before workshop 1"),
        ({"half1_room": "77"}, "Not a valid choice"),
        ({"sheet_id": "424242"}, "Not a valid choice"),
        ({"facilitator_ids": "nobody at all"}, "Choose somebody from the list"),
    ):
        answer = planner.post("/workshops/new", form(description="Meine Mühe", **wrong))
        assert answer.status_code == 422, wrong
        assert words in answer.text, wrong
        assert "Meine Mühe" in answer.text
    assert planner.post("/workshops/new", form(title="a\x00b")).status_code == 303


def test_rooms_and_people_are_not_booked_twice(session: Any, make: Any, sign_in: Any) -> None:
    planner, guide = sign_in("organiser"), make.user("Gry Guide")
    planner.post("/workshops/rooms/new", {"name": "Lokale 2", "address": "", "seats": "12"})
    again = planner.post("/workshops/rooms/new", {"name": "lokale 2", "seats": "12"})
    assert again.status_code == 422 and "of that name already" in again.text
    room_id = session.query(Room.id).scalar()
    first = form(half1_room=str(room_id), facilitator_ids=str(guide.id))
    assert planner.post("/workshops/new", first).status_code == 303
    second = form(
        title="Another", half1_room=str(room_id), half1_starts="11:59", half1_ends="13:00"
    )
    answer = planner.post("/workshops/new", second)
    assert answer.status_code == 422
    assert "Lokale 2 is taken" in answer.text and "Kortere møder" in answer.text
    touching = {**second, "half1_starts": "12:00"}
    assert planner.post("/workshops/new", touching).status_code == 303
    third = form(title="Third", facilitator_ids=str(guide.id))
    answer = planner.post("/workshops/new", third)
    assert answer.status_code == 422 and "Gry Guide is taken" in answer.text
    small = form(half1_room=str(room_id), capacity="13")
    assert "There is room for 12" in planner.post("/workshops/new", small).text


def test_two_planners_at_once(session: Any, sign_in: Any, opened: Any) -> None:
    planner = sign_in("organiser")
    fields = form(version="1", capacity="2", facilitator_ids=str(opened.facilitators[0].user_id))
    fields["version"] = str(opened.version)
    address = f"/workshops/{opened.id}/edit"
    assert planner.post(address, {**fields, "title": "First"}).status_code == 303
    lost = planner.post(address, {**fields, "title": "Second"})
    assert lost.status_code == 409 and "Second" in lost.text


def test_convening_and_attendance(session: Any, make: Any, sign_in: Any, opened: Any) -> None:
    planner = sign_in("organiser")
    unit, leader, teacher = make.unit("Jordemoder"), make.user("Lea"), make.user("Tea")
    address = f"/workshops/{opened.id}"
    fields = {
        "unit_id": str(unit.id),
        "leader_id": str(leader.id),
        "people_ids": str(teacher.id),
        "how": "seat",
    }
    assert (
        "Choose the education"
        in planner.post(f"{address}/people/add", {"how": "seat", "unit_id": "0"}).text
    )
    assert planner.post(f"{address}/people/add", fields).status_code == 303
    people = planner.page(f"{address}/people")
    assert "Jordemoder" in people and "Lea" in people and "Tea" in people
    too_many = planner.post(
        f"{address}/people/add", {**fields, "leader_id": str(make.user().id), "people_ids": ""}
    )
    assert too_many.status_code == 422 and "free seats" in too_many.text
    part = opened.participations[0]
    seat = next(one for one in part.seats if one.user_id == teacher.id)
    early = planner.post(f"{address}/attendance", {"came": f"{opened.half_days[0].id}-{seat.id}"})
    assert early.status_code == 303
    first = opened.half_days[0]
    first.starts_at, first.ends_at = now() - dt.timedelta(hours=3), now() - dt.timedelta(hours=1)
    session.commit()
    planner.post(f"{address}/attendance", {"came": [f"{first.id}-{seat.id}", "9-", "-", "x"]})
    page = planner.page(f"{address}/attendance")
    assert page.count("checked") == 1
    rows = planner.get(f"{address}/people.csv").data.decode("utf-8-sig").splitlines()
    assert any("Tea" in row and "yes" in row for row in rows)
    assert any("Lea" in row and ";no;" in row for row in rows)


def test_nonsense_is_no_error(session: Any, make: Any, sign_in: Any, opened: Any) -> None:
    person = sign_in("organiser")
    huge = "99999999999999999999"
    for address in (
        f"/workshops/{huge}",
        "/workshops/0",
        f"/workshops/education/{huge}",
        f"/workshops/rooms/{huge}",
        "/workshops/seat/forged",
    ):
        person.page(address, 404)
    for query in (
        f"page={huge}",
        "page=-1",
        "view=x&status=y&sort=z&q=%00%00",
        "q=" + "a " * 300,
        "sort=-free&view=over",
        "sort=title&view=mine&status=open&status=done",
    ):
        person.page(f"/workshops/?{query}")
        person.page(f"/workshops/series.csv?{query}")
    person.page("/workshops/series.exe", 404)
    person.page(f"/workshops/new?sheet={huge}")
    for path, data in (
        ("sign-up", {"unit_id": huge}),
        ("sign-up", {"unit_id": "x"}),
        ("answer", {"answer": "\x00"}),
        ("colleague", {"colleague_id": huge}),
        ("help", {"help": "x"}),
        (f"people/{huge}/remove", {}),
        (f"people/seat/{huge}/remove", {}),
        ("attendance", {"came": f"{huge}-{huge}"}),
        ("people/add", {"unit_id": huge, "how": "x"}),
        ("edit", {"version": huge, "capacity": "x"}),
    ):
        answer = person.post(f"/workshops/{opened.id}/{path}", data)
        assert answer.status_code in (303, 404, 409, 422), (path, answer.status_code)


def test_the_list_costs_the_same_for_many(
    session: Any, make: Any, sign_in: Any, halves: Any, count_queries: Any
) -> None:
    planner = make.actor("organiser")
    person = sign_in()

    def add(number: int) -> None:
        for one in range(number):
            series = create_series(
                session,
                planner,
                title=f"Series {one}",
                halves=halves(30 + 40 * session.query(Series).count()),
                facilitator_ids=[make.user().id],
            )
            add_education(session, planner, series, make.unit(), [make.user(), make.user()])
            open_series(session, planner, series)
        session.commit()

    add(2)
    person.page("/workshops/")
    with count_queries() as few:
        person.page("/workshops/")
    add(10)
    with count_queries() as many:
        person.page("/workshops/")
    # The portal asks by the clock whether plugins are on: one more at times.
    assert len(many) <= len(few) + 1 <= 23
    with count_queries() as queries:
        person.page(f"/workshops/{session.query(Series).first().id}")
    assert len(queries) <= 32


def test_the_people_of_a_full_series_cost_no_more(
    session: Any, make: Any, sign_in: Any, halves: Any, count_queries: Any
) -> None:
    planner, boss = make.actor("organiser"), sign_in("organiser")
    series = create_series(
        session,
        planner,
        title="Kortere møder",
        halves=halves(),
        facilitator_ids=[make.user().id],
        capacity=60,
    )
    open_series(session, planner, series)
    costs = []
    for _ in range(2):
        for _unit in range(4):
            people = [make.user() for _ in range(3)]
            add_education(session, planner, series, make.unit(), people)
        session.commit()
        cost = {}
        for path in ("", "/people", "/people.csv", "/attendance"):
            boss.page(f"/workshops/{series.id}{path}")
            with count_queries() as queries:
                boss.page(f"/workshops/{series.id}{path}")
            cost[path] = len(queries)
        costs.append(cost)
    few, many = costs
    assert all(many[path] <= few[path] + 1 <= 40 for path in few), costs


@pytest.mark.browser
@pytest.mark.slow
def test_every_page_is_for_all(
    session: Any, make: Any, sign_in: Any, opened: Any, visit: Any
) -> None:
    """In a real browser, also on the smallest phone: axe finds nothing, and nothing sticks out."""
    from portal_workshops.series.tokens import link_for

    from portal.testing.browser import violations

    unit = make.unit("Administrationsbacheloruddannelsen i Ravnsund og omegn")
    add_education(
        session,
        make.actor("organiser"),
        opened,
        unit,
        [make.user("Ida Invited")],
        leader=make.user("Lea Leader"),
        invite=True,
    )
    actor = make.actor_of(make.user("Vera Waits", units=[unit]))
    seats.sign_up(session, actor, opened, unit)
    session.commit()
    link = link_for(opened.seats[0])
    token = link[link.index("/workshops/seat/") :]
    boss = sign_in("organiser")
    address = f"/workshops/{opened.id}"
    part = opened.participations[0].id
    paths = [
        "/workshops/",
        "/workshops/?view=mine",
        "/workshops/new",
        "/workshops/rooms",
        "/workshops/rooms/new",
        address,
        *(f"{address}/{one}" for one in ("edit", "people", "people/add", "attendance", "cancel")),
        f"/workshops/education/{part}",
        token,
    ]
    for width in (1280, 320):
        page = visit(boss, "/workshops/", width=width)
        for path in paths:
            page.goto(path)
            assert violations(page) == [], (width, path)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (width, path, wide)


def test_who_leads_the_half_days_is_not_asked_to_sign_up(opened, sign_in, make):
    guide = sign_in(opened.facilitators[0].user)
    assert "without a seat" in guide.page(f"/workshops/{opened.id}")
    nowhere = sign_in(make.user(roles=("staff",))).page(f"/workshops/{opened.id}")
    assert '<option value="">Choose</option>' in nowhere  # nobody comes for the first on the list
