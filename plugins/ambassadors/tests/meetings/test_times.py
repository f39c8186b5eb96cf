"""When meetings are: series across the clocks."""

from __future__ import annotations

import datetime as dt

import pytest
from portal_ambassadors.meetings import services as rules
from portal_ambassadors.meetings.states import Repeat
from portal_ambassadors.meetings.times import days, local, moment

from portal.api import PortalError

from .planned import data, event_of


def test_every_first_thursday_six_times():
    found = days(dt.date(2026, 9, 3), Repeat.MONTH, 6)
    assert [day.isoformat() for day in found] == [
        "2026-09-03",
        "2026-10-01",
        "2026-11-05",
        "2026-12-03",
        "2027-01-07",
        "2027-02-04",
    ]


def test_a_fifth_weekday_becomes_the_last():
    found = days(dt.date(2027, 1, 29), Repeat.MONTH, 3)  # the fifth Friday
    assert found[1:] == [dt.date(2027, 2, 26), dt.date(2027, 3, 26)]


def test_a_series_keeps_its_hour_across_the_clocks(session, make, coordinator):
    made = rules.plan(
        session,
        make.actor_of(coordinator),
        data(day=dt.date(2030, 10, 3), starts=dt.time(13), ends=dt.time(14)),
        Repeat.FORTNIGHT,
        4,
    )
    assert [local(one.starts_at).hour for one in made] == [13] * 4
    assert {one.starts_at.hour for one in made} == {11, 12}
    assert [event_of(session, one).starts_at for one in made] == [one.starts_at for one in made]


def test_the_hour_that_is_not(app):
    with pytest.raises(PortalError):
        moment(dt.date(2027, 3, 28), dt.time(2, 30))
    assert moment(dt.date(2027, 3, 28), dt.time(3, 0)).hour == 1
