"""How many messages one may send to colleagues in a short time."""

from __future__ import annotations

import pytest

from portal.access.actors import SYSTEM
from portal.accounts.messages import count_message
from portal.errors import PortalError


def send(session, actor, times):
    for _ in range(times):
        count_message(session, actor)


def test_ten_in_an_hour_are_nobodys_business(session, make, clock):
    ane, bo = make.actor("staff"), make.actor("staff")
    send(session, ane, 10)
    with pytest.raises(PortalError, match="Your text is still here"):
        count_message(session, ane)
    send(session, bo, 10)
    clock.forward(minutes=61)
    send(session, ane, 10)


def test_after_the_pause_one_more_is_taken(session, make, clock):
    ane = make.actor("staff")
    send(session, ane, 10)
    clock.forward(minutes=5)
    count_message(session, ane)
    with pytest.raises(PortalError):
        count_message(session, ane)


def test_the_portal_itself_is_not_counted(session):
    send(session, SYSTEM, 30)


def test_a_note_to_the_portals_keepers_counts_too(make, sign_in, mails):
    make.user(roles=["admin"])
    ane = sign_in("staff")
    for _ in range(10):
        assert ane.post("/feedback", {"message": "Old"}).status_code == 303
    answer = ane.post("/feedback", {"message": "Den ellevte", "page": "/x"})
    assert answer.status_code == 422
    assert "Den ellevte" in answer.text and 'value="/x"' in answer.text
    assert len(mails()) == 10
