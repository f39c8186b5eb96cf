"""Who sees meetings and who does not, and their pages."""

from __future__ import annotations

import pytest
from portal_ambassadors.meetings import attendance, points
from portal_ambassadors.meetings.showing import erase_user, export_user
from portal_ambassadors.meetings.states import KIND, What
from portal_ambassadors.models import Meeting, MeetingGuest
from sqlalchemy import select

from portal.api import NotAllowed, PortalError

from .planned import CANARY, MOST, event_of, soon, still


def test_nobody_outside_the_network_learns_of_it(
    session, make, sign_in, ambassador, meeting, past, work
):
    one = ambassador("Anna")
    user, ambassador_id = one.user, one.id
    made, was = meeting(), past()
    work()
    event = event_of(session, made)
    for role in ("staff", "leader", "ambassador"):  # the role alone is no profile
        stranger = sign_in(role)
        for address in (
            "",
            "/edit",
            "/minutes",
            "/cancel",
            "/points/new",
        ):
            assert stranger.get(f"/ambassadors/meetings/{made.id}{address}").status_code == 404
            assert stranger.get(f"/ambassadors/meetings/{was.id}{address}").status_code == 404
        for address in ("/ambassadors/meetings/", f"/calendar/events/{event.id}.ics"):
            assert stranger.get(address).status_code == 404, address
        answer = f"/ambassadors/meetings/{made.id}/answer"
        assert stranger.post(answer, {"answer": "yes"}).status_code == 404
        assert stranger.get(f"/history/{KIND}/{made.id}/").status_code == 404
        for address in ("/", "/calendar", "/search?q=fugle", f"/search?kind={KIND}", "/me/notices"):
            assert CANARY not in stranger.page(address), address
    member = sign_in(user)
    own = f"/ambassadors/{ambassador_id}"
    for address in ("/", "/calendar", "/search?q=fugle", "/ambassadors/meetings/", own):
        assert CANARY in member.page(address), address
    assert CANARY not in sign_in("staff").page(own)
    assert member.get(f"/ambassadors/meetings/{made.id}/edit").status_code == 403


def test_attendance_is_the_coordinators_alone(
    session, make, sign_in, ambassador, past, coordinator, work
):
    came, missed = ambassador("Anna Came").user, ambassador("Bo Missed").user
    made, keeper = past(), sign_in(coordinator)
    address = f"/ambassadors/meetings/{made.id}/attendance"
    assert keeper.post(address, {"came": [str(came.id), MOST, "x"]}).status_code == 303
    session.expire_all()
    ticks = {one.user_id: one.attended for one in made.guests}
    assert ticks == {came.id: True, missed.id: False}
    table = keeper.page("/ambassadors/meetings/attendance?sort=-came")
    assert table.index("Anna Came") < table.index("Bo Missed") and "100 %" in table
    assert "Anna Came;1;0;" in keeper.get("/ambassadors/meetings/attendance.csv").text
    assert keeper.get("/ambassadors/meetings/attendance.xlsx").status_code == 200
    assert keeper.get("/ambassadors/meetings/attendance.exe").status_code == 404
    assert keeper.get("/ambassadors/meetings/attendance?sort=%00").status_code == 200
    member = sign_in(missed)
    for place in (address, *(f"/ambassadors/meetings/attendance{end}" for end in ("", ".csv"))):
        assert member.get(place).status_code == 403
    assert member.post(address, {"came": str(missed.id)}).status_code == 403
    with pytest.raises(NotAllowed):
        attendance.over_time(session, make.actor_of(missed))
    # The same page for who came and who did not, but for the names.
    before = member.page(f"/ambassadors/meetings/{made.id}")
    for guest in made.guests:
        guest.attended = not guest.attended
    session.commit()
    after = member.page(f"/ambassadors/meetings/{made.id}")
    assert still(before) == still(after) and "Who came" not in after
    # The history keeps nothing of it.
    assert "attend" not in keeper.page(f"/history/{KIND}/{made.id}/").lower()


def test_no_ticks_before_it_begins(session, make, ambassador, meeting):
    ambassador()
    with pytest.raises(PortalError):
        attendance.tick(session, make.actor("organiser"), meeting(), [])


def test_ones_own_data_and_their_end(session, make, ambassador, past):
    user = ambassador("Anna").user
    made = past()
    points.add(
        session,
        make.actor("organiser"),
        made,
        what=What.ACTION,
        text="Bring cake",
        user_id=user.id,
        due_on=soon(),
    )
    attendance.tick(session, make.actor("organiser"), made, [user.id])
    session.commit()
    found = export_user(session, user)
    assert found["ambassador_meetings"][0]["came"] is True
    assert found["meeting_actions"][0]["text"] == "Bring cake"
    erase_user(session, user)
    session.commit()
    assert session.scalars(select(MeetingGuest)).all() == []
    assert export_user(session, user) == {}


def test_planned_answered_changed_and_cancelled_in_the_browser(
    session, sign_in, ambassador, coordinator
):
    user = ambassador("Anna").user
    keeper, person = sign_in(coordinator), sign_in(user)
    assert "No meeting is planned" in keeper.page("/ambassadors/meetings/")
    form = {
        "title": "Spring",
        "type": "training",
        "day": soon().isoformat(),
        "starts": "09:00",
        "ends": "15:30",
        "repeat": "week",
        "times": "3",
        "whom": "all",
    }
    assert keeper.post("/ambassadors/meetings/new", form).status_code == 303
    first, *others = session.scalars(select(Meeting).order_by(Meeting.id))
    assert len(others) == 2
    assert "Are you coming? Spring" in person.page("/")
    assert (
        person.post(f"/ambassadors/meetings/{first.id}/answer", {"answer": "yes"}).status_code
        == 303
    )
    assert "You are coming" in person.page(f"/ambassadors/meetings/{first.id}")
    edit = f"/ambassadors/meetings/{first.id}/edit"
    assert 'value="Spring"' in keeper.page(edit)
    del form["repeat"], form["times"]
    changed = {**form, "title": "Summer", "version": str(first.version)}
    assert keeper.post(edit, changed).status_code == 303
    late = keeper.post(edit, {**changed, "title": "Autumn"})  # the version is old
    assert late.status_code == 409 and "Autumn" in late.text
    assert keeper.post(f"/ambassadors/meetings/{first.id}/cancel").status_code == 303
    assert "Cancelled" in person.page(f"/ambassadors/meetings/{first.id}")


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "0000-99-99"},
        {"day": "9999-12-31"},
        {"starts": "25:99"},
        {"repeat": "month", "times": MOST},
        {"repeat": "month", "times": ""},
        {"repeat": "day"},
        {"whom": "chosen", "guest_ids": MOST},
        {"capacity": "-1"},
        {"capacity": MOST},
        {"whom": "x"},
        {"type": "x"},
        {"title": ""},
    ],
)
def test_nonsense_in_the_form(session, sign_in, ambassador, coordinator, changes):
    ambassador()
    form = {
        "title": "Kept words",
        "type": "meeting",
        "day": soon().isoformat(),
        "starts": "09:00",
        "ends": "10:00",
        "repeat": "",
        "times": "",
        "whom": "all",
        "agenda": "Kept agenda",
    }
    sent = sign_in(coordinator).post("/ambassadors/meetings/new", {**form, **changes})
    assert sent.status_code == 422 and "Kept agenda" in sent.text
    assert session.scalars(select(Meeting)).all() == []


def test_nonsense_addresses(sign_in, ambassador, meeting, coordinator):
    ambassador()
    made, keeper = meeting(), sign_in(coordinator)
    for address in ("4711", MOST, f"{made.id}/points/{MOST}/remove", "actions/4711/done"):
        assert keeper.post(f"/ambassadors/meetings/{address}").status_code in (404, 405)
    assert keeper.get("/ambassadors/meetings/?past=x&page=-1").status_code == 200
    assert keeper.post(f"/ambassadors/meetings/{made.id}/answer", {}).status_code == 303
    assert keeper.post(f"/ambassadors/meetings/{made.id}/points/new", {}).status_code == 422
    assert keeper.post(f"/ambassadors/meetings/{made.id}/edit", {}).status_code == 422


def test_lists_take_few_queries(session, sign_in, ambassador, meeting, count_queries):
    user = ambassador("Anna").user
    person = sign_in(user)

    def count(address):
        found = []
        for _time in range(3):  # now and then the portal asks whether plugins were switched
            with count_queries() as queries:
                person.page(address)
            found.append(len(queries))
        return min(found)

    made = meeting()
    meeting()
    few = [
        count(address) for address in ("/ambassadors/meetings/", f"/ambassadors/meetings/{made.id}")
    ]
    for number in range(8):
        ambassador(f"More {number}")
        meeting()
    session.expire_all()
    many = [
        count(address) for address in ("/ambassadors/meetings/", f"/ambassadors/meetings/{made.id}")
    ]
    assert many == few
