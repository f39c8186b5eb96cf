"""The facilitator's run sheet and groups at a glance; the front page on the day."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from portal_workshops.canvas import runsheet, store
from portal_workshops.canvas.engine import Author, Operation
from portal_workshops.canvas.groups import groups_of, stuck
from portal_workshops.canvas.runsheet import Point, schedule
from portal_workshops.models import HalfDay, RunSheet
from sqlalchemy import select

from portal.api import now
from portal.testing.forms import form_values

NINE = dt.datetime(2027, 1, 11, 8, 0, tzinfo=dt.UTC)
POINTS = (Point("a", "A", 10), Point("b", "B", 20, page="arena"), Point("c", "C", 30))
HUGE = "99999999999999999999"


def minutes(*many: float) -> list[dt.datetime]:
    return [NINE + dt.timedelta(minutes=one) for one in many]


def test_before_it_begins_the_plan_stands() -> None:
    rows = schedule(POINTS, NINE, {}, None)
    assert [one.starts for one in rows] == minutes(0, 10, 30)
    assert [one.state for one in rows] == ["later"] * 3


def test_a_delay_moves_what_is_left() -> None:
    (late,) = minutes(17)
    rows = schedule(POINTS, NINE, {}, late)
    assert [one.state for one in rows] == ["now", "later", "later"]
    assert [one.starts for one in rows] == minutes(0, 17, 37)
    assert [one.late for one in rows] == [0, 7, 7]
    rows = schedule(POINTS, NINE, {"a": late}, minutes(20)[0])
    assert [one.state for one in rows] == ["done", "now", "later"]
    assert [one.ends for one in rows] == minutes(17, 37, 67)


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=8),
    st.lists(st.integers(0, 90), max_size=8),
    st.integers(0, 600),
)
def test_times_never_overlap(lengths: list[int], steps: list[int], at: int) -> None:
    points = [Point(str(number), "", one) for number, one in enumerate(lengths)]
    done, moment = {}, 0
    for number, one in enumerate(steps[: len(points)]):
        moment += one
        done[str(number)] = minutes(moment)[0]
    rows = schedule(points, NINE, done, minutes(max(at, moment))[0])
    assert rows[0].starts == NINE
    for one, two in itertools.pairwise(rows):
        assert one.starts <= one.ends == two.starts
    assert [one.state for one in rows].count("now") == (1 if len(done) < len(points) else 0)


@pytest.mark.parametrize("number", [1, 2])
def test_the_usual_half_days_last_three_hours(number: int) -> None:
    assert sum(one.minutes for one in runsheet.USUAL[number]) == 180


def test_a_facilitator_goes_through_a_half_day(sign_in: Any, workshop: Any, session: Any) -> None:
    gry = sign_in(workshop.guide)
    address = f"/workshops/canvas/series/{workshop.series.id}/run/1"
    page = gry.page(address)
    assert "Begin now" in page
    for action in ("next", "begin", "begin", "next", "more", "next", "back", "less"):
        assert gry.post(address, {"action": action}).status_code == 303
    rows = runsheet.rows_of(session, workshop.series, 1)
    assert [one.state for one in rows[:3]] == ["done", "now", "later"]
    assert rows[1].point.minutes == 20
    assert "5 minutes more" in gry.page(address)
    gry.post(address, {"action": "reset"})
    assert "Begin now" in gry.page(address)
    assert gry.post(address, {"action": "explode"}).status_code == 400


def test_two_who_lead_press_at_the_same_moment(sign_in: Any, workshop: Any, session: Any) -> None:
    gry, pia = sign_in(workshop.guide), sign_in(workshop.planner)
    address = f"/workshops/canvas/series/{workshop.series.id}/run/1"

    def both(action: str) -> runsheet.Row:
        """Both look at the page, and then both press; what is on then."""
        seen = [form_values(one.page(address), "pressed")["pressed"] for one in (gry, pia)]
        for one, pressed in zip((gry, pia), seen, strict=True):
            sent = {"action": action, "pressed": pressed}
            assert one.post(address, sent).status_code == 303
        assert "Somebody else pressed a moment before you" in pia.page(address)
        session.expire_all()
        found = runsheet.current(runsheet.rows_of(session, workshop.series, 1))
        assert found is not None
        return found

    gry.post(address, {"action": "begin"})
    assert both("next").point.key == "origin"
    assert both("more").point.minutes == 25
    assert both("next").point.key == "arena"
    assert both("back").point.key == "origin"


def test_the_run_sheet_is_changed(sign_in: Any, workshop: Any, session: Any, app: Any) -> None:
    gry = sign_in(workshop.guide)
    address = f"/workshops/canvas/series/{workshop.series.id}/run/2"
    gry.page(f"{address}/edit")
    form = {
        "starts": "10:30",
        "key": ["back", "track", "new"],
        "title.back": "Welcome back",
        "minutes.back": "12",
        "hint.back": "Sig hej",
        "title.track": "",
        "minutes.track": "30",
        "title.new": "En sang",
        "minutes.new": "5",
        "hint.new": "",
    }
    assert gry.post(f"{address}/edit", form).status_code == 303
    session.expire_all()
    rows = runsheet.rows_of(session, workshop.series, 2)
    with app.test_request_context(), force_locale("en"):
        assert [(str(one.point.title), one.point.minutes) for one in rows] == [
            ("Welcome back", 12),
            ("En sang", 5),
        ]
    assert rows[0].point.hint == "Sig hej"
    stored = session.scalar(select(RunSheet)).points["points"]
    assert stored[0]["title"] == ""  # the usual words, in each reader's language
    for bad in (
        {**form, "minutes.back": "0"},
        {**form, "minutes.back": HUGE},
        {**form, "minutes.back": "x"},
        {**form, "starts": "25:99"},
        {**form, "starts": ""},
        {**form, "title.new": "x" * 999},
    ):
        answer = gry.post(f"{address}/edit", bad)
        assert answer.status_code == 422
        assert "Sig hej" in answer.text  # nothing typed is lost
    gry.post(f"{address}/edit", {"usual": "1", "starts": "9:00"})
    session.expire_all()
    assert len(runsheet.rows_of(session, workshop.series, 2)) == len(runsheet.USUAL[2])


def test_only_who_leads_sees_them(sign_in: Any, workshop: Any) -> None:
    base = f"/workshops/canvas/series/{workshop.series.id}"
    for person in (sign_in(workshop.leader), sign_in(workshop.owner), sign_in("staff")):
        for path in ("run/1", "run/1/edit", "groups"):
            person.page(f"{base}/{path}", 404)
        assert person.post(f"{base}/run/1", {"action": "begin"}).status_code == 404
    gry = sign_in(workshop.guide)
    for path in ("run/3", f"run/{HUGE}"):
        gry.page(f"{base}/{path}", 404)
    gry.page(f"/workshops/canvas/series/{HUGE}/groups", 404)
    sign_in(workshop.planner).page(f"{base}/groups")


def test_when_a_group_is_stuck() -> None:
    on = schedule(POINTS, NINE, {"a": minutes(10)[0]}, minutes(11)[0])[1]
    quiet = minutes(5)[0]
    assert stuck(0, None, on, minutes(12)[0]) == ()
    assert len(stuck(0, quiet, on, minutes(16)[0])) == 1
    assert len(stuck(0, quiet, on, minutes(25)[0])) == 2
    assert stuck(3, minutes(24)[0], on, minutes(25)[0]) == ()
    assert len(stuck(3, minutes(12)[0], on, minutes(25)[0])) == 1
    assert stuck(0, None, None, NINE) == ()
    coffee = schedule(POINTS, NINE, {}, NINE)[0]
    assert stuck(0, None, coffee, minutes(60)[0]) == ()


def test_groups_at_a_glance(
    sign_in: Any, workshop: Any, session: Any, app: Any, count_queries: Any, make: Any
) -> None:
    canvas = store.locked_canvas(session, workshop.other_part)
    asking = Operation(str(uuid.uuid4()), "set", "help", fields={"wanted": True})
    store.perform(session, canvas, Author(workshop.other.id, "x"), [asking])
    session.commit()
    with app.test_request_context():
        found = groups_of(session, workshop.series, 1)
    assert [one.participation.unit.name for one in found] == ["Lærer", "Pædagog"]
    assert [one.wants_help for one in found] == [True, False]
    gry = sign_in(workshop.guide)
    address = f"/workshops/canvas/series/{workshop.series.id}/groups"
    assert "Asks for help" in gry.page(address)
    gone = {"item": "help", "f.wanted.sent": "1", "next": address}
    gry.post(f"/workshops/canvas/{workshop.other_part.id}/edit", gone)
    assert "Asks for help" not in gry.page(address)
    with count_queries() as few, app.test_request_context():
        groups_of(session, workshop.series, 1)
    assert len(few) <= 7, few


def test_the_front_page_on_the_day(sign_in: Any, workshop: Any, session: Any) -> None:
    assert workshop.base not in sign_in(workshop.leader).page("/")
    day = session.scalar(
        select(HalfDay).where(HalfDay.series_id == workshop.series.id, HalfDay.number == 1)
    )
    day.starts_at = now() + dt.timedelta(hours=1)
    day.ends_at = now() + dt.timedelta(hours=4)
    session.commit()
    assert f"{workshop.base}/" in sign_in(workshop.leader).page("/")
    run = f"/workshops/canvas/series/{workshop.series.id}/run/1"
    assert run in sign_in(workshop.guide).page("/")
    assert workshop.base not in sign_in("staff").page("/")


def test_who_comes_late_sees_what_is_on(session: Any, sign_in: Any, workshop: Any) -> None:
    welcome = f"{workshop.base}/"
    tea, gry = sign_in(workshop.teacher), sign_in(workshop.guide)
    assert "Now: " not in tea.page(welcome)
    address = f"/workshops/canvas/series/{workshop.series.id}/run/1"
    gry.post(address, {"action": "begin"})
    while f'{workshop.base}/arena">Now: ' not in tea.page(welcome):
        assert gry.post(address, {"action": "next"}).status_code == 303
        assert "Now: " in tea.page(welcome)
