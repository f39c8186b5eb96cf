"""What comes by itself: preparing, reminding, ending; the front page; people who leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from portal_workshops.models import Seat
from portal_workshops.series import jobs, leaving, seats
from portal_workshops.series.services import (
    add_education,
    cancel_series,
    change_series,
    data_of,
)
from portal_workshops.vocabulary import SERIES_KIND, SeatStatus

from portal.api import SYSTEM, EventStatus, Part, events_of, now

pytestmark = pytest.mark.usefixtures("in_english")


def sign_up(session: Any, make: Any, series: Any, name: str) -> Any:
    unit = make.unit()
    actor = make.actor_of(make.user(name, units=[unit]))
    seat = seats.sign_up(session, actor, series, unit)
    session.commit()
    return seat


def test_people_prepare_a_week_before_and_are_reminded_once(
    session: Any, make: Any, opened: Any, mails: Any
) -> None:
    series = opened(days=6, prepare_able="Lead a meeting of 25 minutes.")
    far = opened(days=40, prepare_able="Something far away.")
    sign_up(session, make, series, "Ane")
    sign_up(session, make, far, "Bo")
    jobs.tell_beforehand(session)
    session.commit()
    told = [one for one in mails() if "Lead a meeting of 25 minutes." in one]
    (mine,) = [one for one in told if "To: Ane" in one]
    assert "What shall I be able to do?" in mine
    # From when to when, and the link stands by itself.
    assert ", 09:00-12:00, Skolegade 1" in mine
    assert "\n\n\n" not in mine and "minutes.\n\nRead more:" in mine
    assert not any("Something far away." in one for one in mails())
    number = len(mails())
    jobs.tell_beforehand(session)
    session.commit()
    assert len(mails()) == number
    first = series.half_days[0]
    first.starts_at = now() + dt.timedelta(days=1)
    session.commit()
    jobs.tell_beforehand(session)
    jobs.tell_beforehand(session)
    session.commit()
    reminders = [one for one in mails() if "Subject: Soon" in one and "To: Ane" in one]
    assert len(reminders) == 1


def test_the_calendar_hears_of_another_time_and_of_the_end(
    session: Any, make: Any, opened: Any, planner: Any, mails: Any, halves: Any
) -> None:
    from dataclasses import replace

    series = opened()
    seat = sign_up(session, make, series, "Ane")
    data = data_of(series)
    change_series(session, planner, series, replace(data, halves=tuple(halves(31))))
    session.commit()
    assert any("Changed: Workshop 1" in one and "To: Ane" in one for one in mails())
    seats.cancel(session, make.actor_of(seat.user), series, seat)
    session.commit()
    events = events_of(session, SERIES_KIND, [series.id])[series.id]
    assert all(seat.user_id not in {one.user_id for one in event.guests} for event in events)
    cancel_series(session, planner, series)
    assert {one.status for one in events} == {EventStatus.CANCELLED}


def test_a_series_ends_after_its_second_half_day(session: Any, make: Any, opened: Any) -> None:
    series = opened(capacity=1)
    sign_up(session, make, series, "Ane")
    waits = sign_up(session, make, series, "Bo")
    for half in series.half_days:
        half.starts_at, half.ends_at = now() - dt.timedelta(hours=4), now() - dt.timedelta(hours=1)
    session.commit()
    jobs.finish(session)
    assert (series.status, waits.status) == ("done", SeatStatus.CANCELLED)


def test_the_front_page_says_what_waits(
    session: Any, make: Any, opened: Any, planner: Any, sign_in: Any
) -> None:
    series = opened()
    invited = make.user("Ida")
    add_education(session, planner, series, make.unit(), [invited], invite=True)
    session.commit()
    assert "A seat is kept for you: Kortere møder" in sign_in(invited).page("/")
    assert "Workshops you can join" in sign_in("staff").page("/")
    assert "Kortere møder" in sign_in(invited).page("/workshops/?view=mine")


def test_units_that_become_one_and_an_origin_that_is_deleted(
    session: Any, make: Any, opened: Any, planner: Any, sign_in: Any, sheet: Any
) -> None:
    from portal_workshops.series import hooks

    origin = sheet("Canary practice")
    series = opened(sheet_id=origin.id)
    old, new = make.unit("Old"), make.unit("New")
    part = add_education(session, planner, series, old, [make.user()])
    assert [one.id for one in hooks.unit_holdings(session, old)] == [series.id]
    hooks.move_unit_things(session, planner, old, new)
    session.refresh(part)
    assert part.unit_id == new.id
    # Both in one series: each keeps its own.
    other = add_education(session, planner, series, old, [make.user()])
    hooks.move_unit_things(session, planner, old, new)
    session.refresh(other)
    assert other.unit_id == old.id
    session.commit()
    someone = sign_in()
    someone.page(f"/workshops/{series.id}")
    from portal.api import deleted

    deleted(session, "factsheet", origin.id)
    session.delete(origin)
    session.commit()
    someone.page(f"/workshops/{series.id}", 404)
    sign_in(part.seats[0].user).page(f"/workshops/{series.id}")
    sign_in("organiser").page(f"/workshops/{series.id}")


def test_who_leaves_hands_over_and_is_forgotten(
    session: Any, make: Any, opened: Any, planner: Any, sign_in: Any
) -> None:
    from portal.api import User

    series = opened(capacity=1)
    seat = sign_up(session, make, series, "Ane")
    waits = sign_up(session, make, series, "Bo")
    guide = series.facilitators[0].user
    (held,) = leaving.holdings(session, guide)
    assert held.part == Part.RESPONSIBLE and held.needs_successor
    heir = make.user("Heir")
    leaving.hand_over(session, SYSTEM, guide, heir, [held])
    assert [one.user_id for one in series.facilitators] == [heir.id]
    boss = session.get_one(User, planner.user_id)
    held_by_planner = list(leaving.holdings(session, boss))
    leaving.hand_over(session, SYSTEM, boss, heir, held_by_planner)
    assert series.planner_id == heir.id
    user = seat.user
    exported = leaving.export_user(session, user)
    assert exported["workshops"][0]["title"] == "Kortere møder"
    leaving.erase_user(session, user)
    session.commit()
    assert session.query(Seat).filter_by(user_id=user.id).count() == 0
    session.refresh(waits)
    assert waits.status == SeatStatus.OFFERED
