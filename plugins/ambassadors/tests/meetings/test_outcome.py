"""What came of a meeting: minutes, actions; two who write at once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from portal_ambassadors.meetings import points, seats
from portal_ambassadors.meetings import services as rules
from portal_ambassadors.meetings.services import InvalidMeeting
from portal_ambassadors.meetings.states import KIND, What
from portal_ambassadors.models import MeetingPoint
from sqlalchemy import select

from portal.api import latest_number

from .planned import CANARY, details_form, soon


def test_an_action_waits_until_it_is_done(session, make, sign_in, ambassador, past, coordinator):
    user = ambassador("Anna").user
    made = past()
    keeper = sign_in(coordinator)
    sent = keeper.post(
        f"/ambassadors/meetings/{made.id}/points/new",
        {
            "what": "action",
            "text": "Ring to the library",
            "user_id": str(user.id),
            "due_on": soon(-1).isoformat(),
        },
    )
    assert sent.status_code == 303
    point = session.scalars(select(MeetingPoint)).one()
    person = sign_in(user)
    front = person.page("/")
    assert "Ring to the library" in front and "Should have been done" in front
    assert "Overdue" in person.page("/ambassadors/meetings/actions")
    address = f"/ambassadors/meetings/actions/{point.id}"
    assert sign_in(ambassador("Bo").user).post(f"{address}/done").status_code == 404
    assert person.post(f"{address}/done").status_code == 303
    assert "Ring to the library" not in person.page("/")
    assert person.post(f"{address}/open").status_code == 303
    assert "Ring to the library" in person.page("/")


def test_actions_follow_when_somebody_leaves(session, make, sign_in, ambassador, past):
    user, successor = ambassador("Anna").user, make.user("Bo")
    actor, made = make.actor("organiser"), past()
    point = points.add(
        session, actor, made, what=What.ACTION, text="T", user_id=user.id, due_on=soon()
    )
    session.commit()
    held = list(points.holdings(session, user))
    assert [one.id for one in held] == [point.id]
    points.hand_over(session, actor, user, successor, held)
    session.commit()
    assert list(points.holdings(session, user)) == []
    assert point.user_id == successor.id
    # A successor outside the network does it without seeing the meeting.
    person = sign_in(successor)
    page = person.page("/ambassadors/meetings/actions")
    assert "T" in page and CANARY not in page
    assert person.post(f"/ambassadors/meetings/actions/{point.id}/done").status_code == 303


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("what", {"what": "song"}),
        ("text", {"text": "\x00"}),
        ("text", {"text": "x" * 501}),
        ("user_id", {"user_id": None}),
        ("user_id", {"user_id": 4711}),
        ("due_on", {"due_on": None}),
    ],
)
def test_what_no_action_is(session, make, ambassador, past, field, changes):
    values = {"what": What.ACTION, "text": "T", "user_id": ambassador().user_id, "due_on": soon()}
    with pytest.raises(InvalidMeeting) as problem:
        points.add(session, make.actor("organiser"), past(), **{**values, **changes})
    assert field in problem.value.errors


def test_minutes_two_at_once(session, make, sign_in, ambassador, past, coordinator):
    ambassador("Anna")
    made = past()
    keeper = sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/minutes"
    form = {"minutes": "Mine", "version": str(made.version), "based_on": "1"}
    assert "data-autosave" in keeper.page(address)
    rules.write_minutes(session, make.actor("organiser"), made, "Theirs")
    session.commit()
    sent = keeper.post(address, form)
    assert sent.status_code == 409 and "Mine" in sent.text and "Theirs" in sent.text
    session.expire_all()
    assert made.minutes == "Theirs"
    form = {"minutes": "**New**", "version": str(made.version), "based_on": "2"}
    assert keeper.post(address, form).status_code == 303
    assert "<strong>New</strong>" in keeper.page(f"/ambassadors/meetings/{made.id}")
    assert "Kim Coordinator" in keeper.page(f"/history/{KIND}/{made.id}/")
    assert latest_number(session, KIND, made.id) == 3


def test_details_two_at_once(session, make, sign_in, ambassador, meeting, coordinator):
    """Both versions are shown, and both can stay; what only one changed is not lost."""
    ambassador("Anna")
    made = meeting(place="Kantinen", agenda="Første punkt.")
    keeper = sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/edit"
    assert 'name="based_on" type="hidden" value="1"' in keeper.page(address)
    mine = details_form(made, place="Biblioteket", title="Mit navn", capacity="7")
    seats.lock(session, made)
    theirs = replace(rules.data_of(made), place="Gymnastiksalen", agenda="Andet punkt.")
    rules.change(session, make.actor("organiser"), made, theirs)
    session.commit()

    sent = keeper.post(address, mine)
    assert sent.status_code == 409
    assert "Biblioteket" in sent.text and "Gymnastiksalen" in sent.text
    assert "You both changed one part" in sent.text
    session.expire_all()
    assert (made.place, made.title) == ("Gymnastiksalen", CANARY), "nothing is saved yet"
    sealed = re.search(r'name="merge-mine" value="([^"]+)"', sent.text)[1]
    chosen = {"merge-mine": sealed, "merge-choice-place": "theirs"}
    for name, choice in re.findall(r'name="merge-choice-(\w+)" value="(\w+)" checked', sent.text):
        chosen.setdefault(f"merge-choice-{name}", choice)
    assert keeper.post(address, chosen).status_code == 303
    session.expire_all()
    assert (made.place, made.title, made.capacity) == ("Gymnastiksalen", "Mit navn", 7)
    assert made.agenda == "Andet punkt.", "what only the other changed"


def test_another_time_of_two_is_chosen_and_what_cannot_be_is_said(
    session, make, sign_in, ambassador, meeting, coordinator
):
    ambassador("Anna")
    made = meeting()
    keeper = sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/edit"
    mine = details_form(made, starts="08:00", ends="09:00")
    seats.lock(session, made)
    changed = replace(rules.data_of(made), starts=dt.time(10), ends=dt.time(11))
    rules.change(session, make.actor("organiser"), made, changed)
    session.commit()
    sent = keeper.post(address, mine)
    assert sent.status_code == 409 and "08:00 - 09:00" in sent.text and "10:00 - 11:00" in sent.text
    sealed = re.search(r'name="merge-mine" value="([^"]+)"', sent.text)[1]
    assert keeper.post(address, {"merge-mine": sealed + "x"}).status_code == 400
    wrong = {
        "merge-mine": sealed,
        "merge-choice-when": "mine",
        "merge-choice-title": "together",
        "merge-text-title": "",
    }
    refused = keeper.post(address, wrong)
    assert refused.status_code == 422 and "Give the meeting a title" in refused.text
    assert 'value="08:00' in refused.text, "what was chosen is still there"
    chosen = {"merge-mine": sealed, "merge-choice-when": "mine"}
    assert keeper.post(address, chosen).status_code == 303
    session.expire_all()
    assert rules.data_of(made).starts == dt.time(8)
