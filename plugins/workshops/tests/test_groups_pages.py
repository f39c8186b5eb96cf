"""From wishes over dates to proposed groups, moved by hand, explained, and made series of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from portal_workshops.groups import plans, polls, solving
from portal_workshops.groups.planner import breaches
from portal_workshops.models import Plan, PlanPerson, Room, Series
from portal_workshops.series.data import HalfData
from portal_workshops.series.services import create_series
from portal_workshops.wishes.services import make_wish

from portal.api import now

pytestmark = pytest.mark.usefixtures("in_english")


def half(days: int, hour: int = 9) -> HalfData:
    day = (now() + dt.timedelta(days=days)).date()
    return HalfData(day=day, starts=dt.time(hour), ends=dt.time(hour + 3))


@pytest.fixture
def round_of(session: Any, make: Any, planner: Any, sheet: Any) -> Any:
    """A round of two practices, two dates, two facilitators, two rooms, and people of three
    educations who wish for one or both and can on every date."""

    def build(**fields: Any) -> Plan:
        meetings, feedback = sheet("Kortere møder"), sheet("Feedback først")
        units = [make.unit(name) for name in ("Bioanalytiker", "Pædagog", "Lærer")]
        for number, unit in enumerate(units):
            make.user(f"Leader {number}", units=[unit], function="leader")
            for teacher in range(2):
                one = make.user(f"Teacher {number}{teacher}", units=[unit], function="teacher")
                wanted = [meetings, feedback] if number < 2 else [feedback]
                for each in wanted:
                    make_wish(session, make.actor_of(one), sheet_id=each.id)
        keys = [f"s{meetings.id}", f"s{feedback.id}"]
        plan = plans.create_plan(
            session,
            planner,
            **{"title": "Forår", "size_min": 2, "size_max": 8, "seconds": 5, "practices": keys,
               **fields},
        )  # fmt: skip
        plans.add_date(session, planner, plan, half(30), half(44))
        plans.add_date(session, planner, plan, half(31), half(45))
        rooms = [Room(name=f"Lokale {number}", seats=number * 6) for number in (1, 2)]
        session.add_all(rooms)
        session.flush()
        guides = [make.user("Gry").id, make.user("Gro").id]
        plans.set_facilitators(session, planner, plan, guides)
        plans.set_rooms(session, planner, plan, [one.id for one in rooms])
        for person in plan.people:
            plans.answer(session, person, {one.id: True for one in plan.dates})
        session.commit()
        return plan

    return build


def test_wishes_bring_people_with_their_leaders(round_of: Any) -> None:
    plan = round_of()
    assert len(plan.practices) == 2
    found = {one.user.name: (one.function, len(one.wishes)) for one in plan.people}
    assert found["Leader 0"] == ("leader", 0)
    assert found["Teacher 00"] == ("teacher", 2)
    assert found["Teacher 21"] == ("teacher", 1)
    assert len(found) == 9


def test_a_proposal_at_once_then_the_best_and_the_same_again(
    session: Any, planner: Any, round_of: Any, work: Any
) -> None:
    plan = round_of()
    solving.propose(session, planner, plan)
    session.commit()
    assert plan.status == "solving"
    problem, greedy = solving.proposal_of(plan)  # type: ignore[misc]
    assert greedy.groups and not breaches(problem, greedy.groups)
    work()
    session.refresh(plan)
    assert plan.status == "proposed"
    problem, best = solving.proposal_of(plan)  # type: ignore[misc]
    assert best.proven and not breaches(problem, best.groups)
    assert not greedy.value.better_than(best.value)
    kept = plan.proposal
    # The same input again: the same groups, and nothing to look for.
    solving.propose(session, planner, plan)
    session.commit()
    assert plan.status == "proposed" and plan.proposal == kept
    # Solved anew, without what is remembered: the same again.
    plan.report = {}
    solving.propose(session, planner, plan)
    work()
    session.refresh(plan)
    assert plan.proposal == kept


def test_who_is_booked_elsewhere_is_not_to_be_had(
    session: Any, planner: Any, round_of: Any
) -> None:
    plan = round_of()
    gry = plan.facilitators[0].user_id
    room = plan.rooms[0].room_id
    create_series(
        session,
        planner,
        title="Another",
        halves=[
            HalfData.at(plan.dates[0].first_starts, plan.dates[0].first_ends, room),
            half(60),
        ],
        facilitator_ids=[gry],
        capacity=4,
    )
    problem = solving.problem_of(session, plan)
    first = plan.dates[0].id
    lead = next(one for one in problem.facilitators if one.id == gry)
    place = next(one for one in problem.rooms if one.id == room)
    assert not problem.can(lead.free, first) and not problem.can(place.free, first)
    assert problem.can(lead.free, plan.dates[1].id)


def test_who_is_moved_by_hand_is_told_so(
    session: Any, round_of: Any, sign_in: Any, work: Any
) -> None:
    plan = round_of()
    address, boss = f"/workshops/plans/{plan.id}", sign_in("organiser")
    boss.post(f"{address}/propose")
    work()
    session.refresh(plan)
    groups = plan.proposal["groups"]
    assert groups
    before = {one: group for group in groups for one in group["people"]}
    moved, stays = list(before)[:2]
    one, other = (next(each for each in plan.people if each.id == key) for key in (moved, stays))

    def why(person: Any) -> str:
        return str(boss.page(f"{address}/why?person={person.id}"))

    told = why(other)
    boss.post(f"{address}/move", {"person": str(moved), "to": "none"})
    page = why(one)
    assert "You are in no group" in page and "The planner took you out by hand" in page
    assert "It was proposed for you; the planner moved you by hand." in page
    assert "cost others more" not in page
    # Nobody else's reasons are another's hand.
    page = why(other)
    assert "The planner has moved others by hand since" in page and "by hand." not in told
    assert "moved you" not in page
    # Back again, and nothing is said of it.
    key = before[moved]
    boss.post(f"{address}/move", {"person": str(moved), "to": f"{key['practice']}-{key['option']}"})
    assert "moved you" not in why(one) and "took you out" not in why(one)
    boss.post(f"{address}/reset")
    assert "by hand" not in why(one)


def test_who_is_moved_to_what_they_never_wished_for_is_not_told_of_their_education(
    session: Any, round_of: Any, sign_in: Any, work: Any
) -> None:
    plan = round_of()
    address, boss = f"/workshops/plans/{plan.id}", sign_in("organiser")
    boss.post(f"{address}/propose")
    work()
    session.refresh(plan)
    first = plan.proposal["groups"][0]
    inside = {one for group in plan.proposal["groups"] for one in group["people"]}
    kept = {**plan.proposal, "groups": [dict(one) for one in plan.proposal["groups"]]}
    moved = next(iter(inside))
    for group in kept["groups"]:
        group["people"] = [one for one in group["people"] if one != moved]
    given = {**plan.input, "people": [dict(one) for one in plan.input["people"]]}
    for one in given["people"]:
        if one["id"] == moved:
            one["wishes"] = [key for key in one["wishes"] if key != first["practice"]]
    plan.input, plan.proposal, plan.report = given, kept, {**plan.report, "solved": kept}
    session.commit()
    to = f"{first['practice']}-{first['option']}"
    boss.post(f"{address}/move", {"person": str(moved), "to": to})
    page = boss.page(f"{address}/why?person={moved}")
    assert "The planner put you here by hand. No group was proposed for you." in page
    assert "leader and teachers of your education" not in page


def test_the_whole_way_by_the_pages(
    session: Any, round_of: Any, sign_in: Any, work: Any, mails: Any, client: Any
) -> None:
    plan = round_of()
    person = plan.people[0]
    person.answers.clear()
    person.answered_at = None
    session.commit()
    boss = sign_in("organiser")
    address = f"/workshops/plans/{plan.id}"
    assert "Propose groups" in boss.page(address)
    # The poll: one mail, one click a date, nobody signed in.
    boss.post(f"{address}/ask", {"poll_until": (now() + dt.timedelta(days=5)).date().isoformat()})
    (mail,) = [one for one in mails() if "On which dates can you come?" in one]
    assert person.user.name in mail
    link = next(line for line in mail.splitlines() if "/workshops/dates/" in line)
    path = link[link.index("/workshops/dates/") :]
    from portal.testing.sessions import token_of

    page = client.get(path)
    token = token_of(page.text)
    for date in plan.dates:
        answer = {"date": str(date.id), "can": "yes", "csrf_token": token}
        assert client.post(path, data=answer).status_code == 303
    session.refresh(person)
    assert {one.can for one in person.answers} == {True}
    client.post(path, data={"date": "99", "can": "x", "csrf_token": token})
    assert client.get(path + "x").status_code == 404

    assert boss.post(f"{address}/propose").status_code == 303
    assert 'data-state="running"' in boss.page(f"{address}/progress")
    work()
    assert 'data-state="done"' in boss.page(f"{address}/progress")
    page = boss.page(address)
    assert "there is nothing better" in page and "Make series of it" in page
    assert "Teacher 00" in boss.get(f"{address}/groups.csv").text
    assert boss.get(f"{address}/groups.xlsx").status_code == 200

    # Moving somebody out: what it costs is told first, and nothing has changed.
    session.refresh(plan)
    before = plan.proposal
    cost = boss.page(f"{address}/move?person={person.id}&to=none")
    assert "It breaks a rule" in cost or "No rule is broken" in cost
    session.refresh(plan)
    assert plan.proposal == before
    boss.post(f"{address}/move", {"person": str(person.id), "to": "none"})
    assert "Moved by hand" in boss.page(address)
    boss.post(f"{address}/reset")
    assert "there is nothing better" in boss.page(address)

    # Nobody reads why before series were made of it; then each their own.
    mine = sign_in(person.user)
    mine.page(f"{address}/why", 404)
    assert boss.post(f"{address}/accept").status_code == 303
    page = mine.page(f"{address}/why")
    assert "You are in" in page
    mine.page(f"{address}/why?person={plan.people[1].id}")  # still one's own
    assert plan.people[1].user.name not in mine.page(f"{address}/why?person={plan.people[1].id}")
    made = session.query(Series).all()
    assert made and all(one.status == "planning" for one in made)
    seated = sum(1 for one in made for seat in one.seats if seat.status == "seated")
    _problem, proposal = solving.proposal_of(plan)  # type: ignore[misc]
    assert seated == len(proposal.placed()) > 0
    for one in made:
        assert len(one.half_days) == 2 and one.facilitators
        assert len(one.seats) <= one.capacity
    assert "Series were made" in boss.page(address)
    series = next(one for one in made if any(seat.user_id == person.user_id for seat in one.seats))
    mine.page(f"/workshops/{series.id}", 404)
    assert boss.post(f"{address}/announce").status_code == 303
    assert "Why am I in this group?" in mine.page(f"/workshops/{series.id}")
    assert "You have a seat" in mine.page(f"/workshops/{series.id}")
    assert boss.post(f"{address}/propose").status_code == 303  # refused, in words
    assert session.query(Series).count() == len(made)


def test_explanations_are_recomputed_from_what_is_stored(
    session: Any, planner: Any, round_of: Any, work: Any
) -> None:
    import json

    from portal_workshops.groups.planner import Problem, Proposal, explain

    plan = round_of()
    solving.propose(session, planner, plan)
    work()
    session.refresh(plan)
    problem, proposal = solving.proposal_of(plan)  # type: ignore[misc]
    again = Problem.from_json(json.loads(json.dumps(plan.input)))
    stored = Proposal.from_json(json.loads(json.dumps(plan.proposal)))
    for person in plan.people:
        assert explain(problem, proposal, person.id) == explain(again, stored, person.id)


def test_planning_is_for_planners(session: Any, round_of: Any, sign_in: Any) -> None:
    plan = round_of()
    someone = sign_in("staff")
    for path in ("", "new", f"{plan.id}", f"{plan.id}/people", f"{plan.id}/who", f"{plan.id}/move"):
        assert someone.get(f"/workshops/plans/{path}").status_code in (403, 404), path
    for path in ("propose", "accept", "reset", "ask", "delete", "move"):
        assert someone.post(f"/workshops/plans/{plan.id}/{path}").status_code == 403
    assert session.query(Plan).count() == 1


def test_nonsense_is_no_error(session: Any, round_of: Any, sign_in: Any, work: Any) -> None:
    plan = round_of()
    boss = sign_in("organiser")
    huge = "99999999999999999999"
    address = f"/workshops/plans/{plan.id}"
    boss.page(f"/workshops/plans/{huge}", 404)
    boss.page(f"{address}/groups.csv", 404)
    boss.page(f"{address}/groups.exe", 404)
    boss.page(f"{address}/people/{huge}", 404)
    boss.page(f"{address}/why?person={huge}", 404)
    boss.page(f"{address}/move?person={huge}&to={huge}", 404)
    boss.page(f"{address}/move?person=1&to=none", 303)
    boss.post(f"{address}/propose")
    work()
    boss.page(f"{address}/move?person={huge}&to=1-1", 303)
    boss.page(f"{address}/move?person={plan.people[0].id}&to=7-7", 303)
    for path, data in (
        ("edit", {"title": "x", "size_min": "9", "size_max": "3", "seconds": huge}),
        ("dates", {"half1_day": "9999-12-31", "half1_starts": "x"}),
        ("who", {"rooms": huge, "facilitator_ids": "nobody"}),
        ("free", {"lead": ["-", f"{huge}-1"], "room": "x"}),
        ("ask", {"poll_until": "1900-01-01"}),
        ("people", {"people_ids": huge}),
        (f"people/{plan.people[0].id}", {"wish1": huge, "can": "x", "function": "king"}),
        (f"dates/{huge}/remove", {}),
        (f"practices/{huge}/remove", {}),
        ("move", {"person": "x", "to": "1-"}),
    ):
        answer = boss.post(f"{address}/{path}", data)
        assert answer.status_code in (303, 302, 404, 422), (path, answer.status_code)
    assert boss.post("/workshops/plans/new", {"title": "a\x00", "practices": "s999"}).status_code


def test_a_person_is_changed_and_the_proposal_says_it_is_old(
    session: Any, round_of: Any, sign_in: Any, work: Any
) -> None:
    plan = round_of()
    boss = sign_in("organiser")
    address = f"/workshops/plans/{plan.id}"
    boss.post(f"{address}/propose")
    work()
    assert "Something was changed since" not in boss.page(address)
    one = next(each for each in plan.people if len(each.wishes) == 2)
    other = next(each for each in plan.people if each.id != one.id)
    fields = {
        "wish1": str(one.wishes[1]),
        "wish2": str(one.wishes[1]),
        **{f"wish{number}": "0" for number in range(3, 7)},
        "function": "staff",
        "unit_id": "0",
        "can": [str(plan.dates[0].id)],
        "mates": [str(other.id)],
    }
    assert boss.post(f"{address}/people/{one.id}", fields).status_code == 303
    session.expire_all()
    assert len(one.wishes) == 1 and not one.together and one.unit_id is None
    assert sorted(answer.can for answer in one.answers) == [False, True]
    assert plans.pairs_of(session, plan) == [(min(one.id, other.id), max(one.id, other.id))]
    assert "Something was changed since" in boss.page(address)


def test_the_page_costs_the_same_for_many(
    session: Any, planner: Any, make: Any, round_of: Any, sign_in: Any, work: Any,
    count_queries: Any,
) -> None:  # fmt: skip
    plan = round_of()
    boss = sign_in("organiser")
    address = f"/workshops/plans/{plan.id}"
    solving.propose(session, planner, plan)
    work()
    boss.page(address)
    with count_queries() as few:
        boss.page(address)
    more = {make.user(units=[make.unit()]).id: [one.id for one in plan.practices]
            for _ in range(12)}  # fmt: skip
    plans.add_people(session, planner, plan, more)
    for person in session.query(PlanPerson):
        plans.answer(session, person, {one.id: True for one in plan.dates})
    solving.propose(session, planner, plan)
    work()
    with count_queries() as many:
        boss.page(address)
    # The portal asks by the clock whether plugins are on: one more at times.
    assert len(many) <= len(few) + 1 <= 31


def test_an_erased_person_leaves_the_explanations_of_others_whole(
    session: Any, planner: Any, round_of: Any, sign_in: Any, work: Any
) -> None:
    from portal_workshops.groups.leaving import erase_user

    plan = round_of()
    solving.propose(session, planner, plan)
    work()
    gone = plan.people[1]
    name = gone.user.name
    erase_user(session, gone.user)
    session.commit()
    page = sign_in("organiser").page(f"/workshops/plans/{plan.id}")
    assert name not in page
    assert polls.person_of(session, "nonsense") is None


@pytest.mark.browser
@pytest.mark.slow
def test_dragging_shows_the_price_and_everything_is_for_all(
    session: Any, planner: Any, round_of: Any, sign_in: Any, work: Any, visit: Any
) -> None:
    """In a real browser: by mouse, by keyboard, on a phone; axe finds nothing."""
    from portal.testing.browser import violations

    plan = round_of()
    solving.propose(session, planner, plan)
    work()
    boss = sign_in("organiser")
    address = f"/workshops/plans/{plan.id}"
    person = plan.people[0]
    poll = polls.link_for(person).partition("/workshops")[2]
    token = "/workshops" + poll
    page = visit(boss, address)
    assert violations(page) == []
    groups = page.locator("[data-group]")
    assert groups.count() >= 2
    with page.expect_navigation():
        page.locator("[data-person]").first.drag_to(groups.nth(1))
    assert "/move?" in page.url
    assert page.locator("#h-cost").is_visible()
    assert violations(page) == []
    # By keyboard: open, choose, see.
    page.goto(address)
    summary = page.locator(".workshops-move summary").first
    summary.focus()
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator(".workshops-move[open] button").press("Enter")
    assert "/move?" in page.url
    for path in ("/people", f"/people/{person.id}", "/dates", "/who", "/free", "/edit"):
        page.goto(address + path)
        assert violations(page) == [], path
    page.goto(f"{address}/why?person={person.id}")
    assert violations(page) == []
    phone = visit(boss, address, width=320)
    for path in (address, f"{address}/people", token, "/workshops/plans/"):
        phone.goto(path)
        assert violations(phone) == [], path
        wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (path, wide)
