"""A coordinator, meetings that are to come and that were, links in mails."""

from __future__ import annotations

import datetime as dt
import re

import pytest


@pytest.fixture
def coordinator(make):
    return make.user("Kim Coordinator", roles=["organiser"])


@pytest.fixture
def meeting(session, make, coordinator):
    """A committed meeting: `meeting(capacity=1)`."""
    from portal_ambassadors.meetings import services as rules

    from .planned import data

    def plan(**changes):
        (one,) = rules.plan(session, make.actor_of(coordinator), data(**changes))
        session.commit()
        return one

    return plan


@pytest.fixture
def past(session, meeting):
    """A meeting that was ten days ago."""

    def plan(**changes):
        one = meeting(**changes)
        one.starts_at -= dt.timedelta(days=20)
        one.ends_at -= dt.timedelta(days=20)
        session.commit()
        return one

    return plan


@pytest.fixture
def link_of(mails):
    """The link in the newest mail to somebody, as a path."""

    def find(user):
        letters = [one for one in mails() if user.email in one and "without signing in" in one]
        return re.search(r"https?://[^/]+(/ambassadors/meetings/answer/\S+)", letters[-1])[1]

    return find
