"""Who presses twice, or sends a page again, means one thing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

import pytest
from portal_workshops.models import Plan, PlanDate, Room, Seat, Series
from portal_workshops.series import seats
from portal_workshops.wishes.services import make_wish
from sqlalchemy import func, select

from portal.api import now
from portal.testing.forms import form_values


@pytest.fixture
def planner(sign_in: Any) -> Any:
    return sign_in("organiser")


@pytest.fixture
def wished(session: Any, make: Any, sheet: Any) -> Any:
    """A practice that somebody waits for; its page."""
    origin = sheet("Kortere møder")
    teacher = make.user(units=[make.unit("Pædagog")])
    make_wish(session, make.actor_of(teacher), sheet_id=origin.id)
    session.commit()
    return f"/workshops/wishes/practice/s{origin.id}"


ONCE = "autosave-load"


def twice(person: Any, page: str, action: str = "", **words: Any) -> list[Any]:
    """The form of a page, sent two times as it is with these words."""
    sent = {**form_values(person.page(page), ONCE), **words}
    return [person.post(action or page, sent) for _time in range(2)]


def number(session: Any, model: Any) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(model))
    assert isinstance(found, int)
    return found


def test_a_series_of_a_wish(planner: Any, session: Any, wished: str) -> None:
    first, second = twice(planner, wished, f"{wished}/series")
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert number(session, Series) == 1
    # Another look at the page, and one more is meant.
    planner.post(f"{wished}/series", form_values(planner.page(wished), ONCE))
    assert number(session, Series) == 2


@pytest.mark.parametrize("where", ["demand", "all"])
def test_two_practices_of_one_list(planner: Any, session: Any, make: Any, where: str) -> None:
    teacher = make.actor_of(make.user(units=[make.unit("Pædagog")]))
    for title in ("Kortere møder", "Længere pauser"):
        make_wish(session, teacher, title=title)
    session.commit()
    page = planner.page(f"/workshops/wishes/{where}")
    loads = re.findall(rf'name="{ONCE}" value="(\w+)"', page)
    keys = re.findall(r'name="practice" value="([^"]+)"', page)
    assert len(loads) == len(keys) == 2
    once = form_values(page, ONCE)
    for key in sorted(keys * 2):
        address = f"/workshops/wishes/practice/{quote(key)}/series"
        assert planner.post(address, {**once, "practice": key}).status_code == 303
    assert number(session, Series) == 2


def test_a_series_of_the_form(planner: Any, session: Any) -> None:
    first, second = twice(planner, "/workshops/new", title="Kortere møder")
    assert first.location == second.location
    assert number(session, Series) == 1


def test_a_room(planner: Any, session: Any) -> None:
    answers = twice(planner, "/workshops/rooms/new", name="Lokale 1")
    assert [one.status_code for one in answers] == [303, 303]
    assert number(session, Room) == 1
    # The same name once more is refused as ever.
    page = planner.page("/workshops/rooms/new")
    again = planner.post("/workshops/rooms/new", form_values(page, ONCE) | {"name": "Lokale 1"})
    assert again.status_code == 422


def test_a_round_and_its_dates(planner: Any, session: Any, wished: str) -> None:
    key = wished.rpartition("/")[2]
    first, second = twice(planner, "/workshops/plans/new", title="Foråret", practices=key)
    assert first.location == second.location
    assert number(session, Plan) == 1
    day = now().date() + dt.timedelta(days=30)
    halves = {
        f"half{half}_{name}": value
        for half in (1, 2)
        for name, value in (
            ("day", (day + dt.timedelta(days=half)).isoformat()),
            ("starts", "09:00"),
            ("ends", "12:00"),
        )
    }
    answers = twice(planner, f"{first.location}/dates", **halves)
    assert [one.status_code for one in answers] == [303, 303]
    assert number(session, PlanDate) == 1


def test_a_colleague_instead(session: Any, make: Any, workshop: Any) -> None:
    seat = session.scalars(select(Seat).where(Seat.user_id == workshop.teacher.id)).one()
    actor, other = make.actor_of(workshop.teacher), make.user("Kim Kollega")
    given = seats.substitute(session, actor, workshop.series, seat, other)
    assert seats.substitute(session, actor, workshop.series, seat, other) is given
    assert given.user_id == other.id
