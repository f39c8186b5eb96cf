"""Leaving by the rules, without pages."""

import datetime as dt

import pytest
from sqlalchemy import delete, func, select, update

from portal.access.actors import SYSTEM
from portal.accounts.models import Token, User
from portal.accounts.services import set_active
from portal.audit.models import AuditEntry
from portal.autosave.models import Draft
from portal.calendars.models import CalendarFeed
from portal.clock import midnight, today
from portal.errors import NotAllowed
from portal.jobs.handlers import JobContext
from portal.jobs.models import Job
from portal.leaving import handing
from portal.leaving.asking import holdings_of
from portal.leaving.departing import (
    DUE,
    LeavingProblem,
    cancel_departure,
    depart_when_due,
    plan_departure,
)
from portal.leaving.jobs import go_round
from portal.leaving.left_behind import count_left, give_left, left_things
from portal.leaving.models import Departure, LeftThing, State
from portal.leaving.planning import Plan, suggested
from portal.units.models import Membership


def left(session, departure):
    rows = session.scalars(
        select(LeftThing).where(
            LeftThing.departure_id == departure.id, LeftThing.successor_id.is_(None)
        )
    )
    return sorted(row.title for row in rows)


def test_everything_ends_and_changes_hands_in_one_step(session, make, write, leave):
    unit = make.unit("Matematik")
    leaver, successor = make.user(roles=["staff"], units=[unit]), make.user(roles=["staff"])
    sheet = write(leaver)
    session.add(CalendarFeed(user_id=leaver.id, digest="x" * 64))
    session.add(
        Token(user_id=leaver.id, purpose="reset", digest="y" * 64, expires_at=midnight(today()))
    )
    version = leaver.session_version
    session.commit()

    departure = leave(leaver, successor)

    assert (departure.state, leaver.active) == (State.DONE, False)
    assert leaver.session_version > version
    assert sheet.responsible_id == successor.id
    assert departure.ended["functions"] == [[unit.id, "teacher"]]
    for model in (Membership, CalendarFeed, Token):
        assert session.scalar(select(model.id).where(model.user_id == leaver.id)) is None
    assert left(session, departure) == []
    actions = set(session.scalars(select(AuditEntry.action).where(AuditEntry.kind == "person")))
    assert {"person.left", "person.handed_over", "account.disabled"} <= actions


def test_the_successor_is_told_and_the_list_says_what_it_was(
    session, make, write, leave, sign_in, mails
):
    leaver = make.user("Bo Holm", roles=["staff"])
    successor = make.user("Ane Krog", roles=["staff"])
    write(leaver, "Mandagsbrevet")
    departure = leave(leaver, successor)
    assert any("You have taken over 1 thing" in mail for mail in mails())
    page = sign_in(successor).page(f"/leaving/{departure.id}")
    assert "Mandagsbrevet" in page
    assert "Taken over from Bo Holm" in page
    assert sign_in("staff").get(f"/leaving/{departure.id}").status_code == 404


def test_a_thing_a_group_and_everything_in_that_order(session, make, write, leave):
    leaver, all_of_it, group, one = (make.user(roles=["staff"]) for _ in range(4))
    first, second = write(leaver, "Et"), write(leaver, "To")
    kept = write(make.user(roles=["staff"]), "Tre", responsible_id=leaver.id)
    nobody = write(leaver, "Fire")
    departure = leave(
        leaver,
        all_of_it,
        groups={"factsheet.owner": group.id},
        things={f"factsheet.{second.id}.owner": one.id, f"factsheet.{nobody.id}.owner": 0},
    )
    assert [sheet.responsible_id for sheet in (first, second, kept, nobody)] == [
        group.id,
        one.id,
        all_of_it.id,
        None,
    ]
    assert left(session, departure) == ["Fire"]


def test_who_may_not_be_let_go(session, make, leave):
    admin = make.user(roles=["admin"])
    actor = make.actor_of(admin)
    with pytest.raises(LeavingProblem):
        plan_departure(session, actor, admin, today(), Plan())
    with pytest.raises(LeavingProblem):  # the last administrator, and the portal itself asks
        plan_departure(session, SYSTEM, admin, today(), Plan())
    with pytest.raises(NotAllowed):
        plan_departure(session, make.actor("staff"), make.user(), today(), Plan())
    user = make.user()
    for day in (today() - dt.timedelta(days=1), today() + dt.timedelta(days=10_000)):
        with pytest.raises(LeavingProblem):
            plan_departure(session, actor, user, day, Plan())
    for successor in (user.id, 2**31 - 1, make.user(active=False).id):
        with pytest.raises(LeavingProblem):
            plan_departure(session, actor, user, today(), Plan(everything=successor))
    leave(user)
    with pytest.raises(LeavingProblem):
        plan_departure(session, actor, user, today(), Plan())


def test_a_later_day_begins_at_danish_midnight_and_can_be_taken_back(
    session, make, write, leave, work
):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    departure = leave(leaver, successor, days=10)
    job = session.scalar(select(Job).where(Job.topic == DUE))
    assert job.due_at == midnight(departure.leaves_on)
    assert midnight(dt.date(2026, 7, 1)).isoformat() == "2026-06-30T22:00:00+00:00"
    assert midnight(dt.date(2026, 12, 1)).isoformat() == "2026-11-30T23:00:00+00:00"
    depart_when_due(session, departure.id)  # too early
    assert departure.state == State.PLANNED and leaver.active
    cancel_departure(session, make.actor("admin"), departure)
    departure.leaves_on = today()
    session.commit()
    depart_when_due(session, departure.id)
    assert leaver.active and sheet.responsible_id is None
    with pytest.raises(LeavingProblem):
        cancel_departure(session, make.actor("admin"), departure)


def test_the_round_lets_go_whose_job_was_lost_and_twice_is_once(session, make, write, leave, work):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    departure = leave(leaver, successor, days=3)
    departure.leaves_on = today()
    session.execute(delete(Job))
    session.commit()
    for _time in range(2):
        go_round(JobContext(session, {}, midnight(today())))
        work()
    assert (departure.state, sheet.responsible_id) == (State.DONE, successor.id)
    told = select(func.count()).where(AuditEntry.action == "person.left")
    assert session.scalar(told) == 1


def test_who_became_the_last_administrator_meanwhile_stays(session, make, leave):
    first, second = make.user(roles=["admin"]), make.user(roles=["admin"])
    departure = leave(first, days=2, actor=make.actor_of(second))
    departure.leaves_on = today()
    session.execute(update(User).where(User.id == second.id).values(active=False))
    session.commit()
    session.expire_all()
    depart_when_due(session, departure.id)
    assert (departure.state, first.active) == (State.CANCELLED, True)


def test_a_successor_disabled_meanwhile_takes_nothing(session, make, write, leave):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    departure = leave(leaver, successor, days=2)
    set_active(session, SYSTEM, successor, False)
    departure.leaves_on = today()
    session.commit()
    depart_when_due(session, departure.id)
    session.commit()
    assert sheet.responsible_id is None
    assert left(session, departure) == ["Mandagsbrevet"]


def test_a_failing_plugin_blocks_nothing_and_its_things_are_found_later(
    app, session, make, write, leave, monkeypatch
):
    from portal_factsheets import plugin

    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    write(leaver)

    def broken(session, actor, user, successor, things):
        raise RuntimeError("broken")

    monkeypatch.setattr("portal_factsheets.services.holdings.hand_over", broken)
    departure = leave(leaver, successor)
    assert not leaver.active
    assert left(session, departure) == ["Mandagsbrevet"]
    assert plugin.name == "factsheets"


def test_a_plugin_that_was_off_shows_up_when_it_is_on_again(app, session, make, write, leave, work):
    from portal.plugins.switching import switch

    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    switch(session, SYSTEM, "factsheets", False)
    session.commit()
    departure = leave(leaver, successor)
    assert departure.unasked == ["factsheets"]
    assert left(session, departure) == []
    switch(session, SYSTEM, "factsheets", True)
    session.commit()
    go_round(JobContext(session, {}, midnight(today())))
    work()
    assert left(session, departure) == ["Mandagsbrevet"]
    assert departure.unasked == []
    admin = make.actor("admin")
    (row,) = session.scalars(left_things(session, admin)).all()
    assert give_left(session, admin, [row.id], successor) == 1
    assert sheet.responsible_id == successor.id
    assert count_left(session, admin) == 0


def test_two_who_hand_over_at_once_give_a_thing_once(session, make, write, leave):
    leaver, first, second = (make.user(roles=["staff"]) for _ in range(3))
    sheet = write(leaver)
    leave(leaver)
    admin = make.actor("admin")
    ids = [row.id for row in session.scalars(left_things(session, admin))]
    assert give_left(session, admin, ids, first) == 1
    assert give_left(session, admin, ids, second) == 0
    assert sheet.responsible_id == first.id


def test_a_leader_looks_after_what_is_of_the_unit_and_nobody_else_does(session, make, write, leave):
    unit, other = make.unit(), make.unit()
    leader = make.user(roles=["leader"], units=[unit], function="leader")
    stranger = make.user(roles=["leader"], units=[other], function="leader")
    leaver = make.user(roles=["staff"], units=[unit])
    write(leaver)
    leave(leaver)
    assert count_left(session, make.actor_of(leader)) == 1
    assert count_left(session, make.actor_of(stranger)) == 0
    ids = session.scalars(select(LeftThing.id)).all()
    assert give_left(session, make.actor_of(stranger), ids, stranger) == 0
    with pytest.raises(NotAllowed):
        give_left(session, make.actor("staff"), ids, leader)
    assert give_left(session, make.actor_of(leader), ids, leader) == 1


def test_leaders_are_suggested_before_colleagues(session, make):
    top = make.unit("Skolen")
    unit = make.unit("Matematik", parent=top)
    head = make.user("Chef", units=[top], function="leader")
    leader = make.user("Leder", units=[unit], function="leader")
    colleague = make.user("Kollega", units=[unit])
    make.user("Elev", units=[unit], function="student")
    make.user("Fremmed", units=[make.unit()], function="leader")
    leaver = make.user("Bo", units=[unit])
    assert [one.id for one, _unit in suggested(session, leaver)] == [
        leader.id,
        head.id,
        colleague.id,
    ]


def test_very_many_things_go_in_chunks(session, make, write, leave, work, monkeypatch):
    monkeypatch.setattr(handing, "CHUNK", 3)
    from portal_factsheets.models import FactSheet

    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    for number in range(10):
        write(leaver, f"Ark {number}")
    departure = leave(leaver, successor)
    here = select(func.count()).where(FactSheet.responsible_id == successor.id)
    assert session.scalar(here) == 3
    work()
    assert session.scalar(here) == 10
    assert left(session, departure) == []
    assert holdings_of(session, leaver).ownerless == ()


def test_drafts_are_given_or_kept_for_a_while(session, make, write, leave):
    first, second, successor = (make.user(roles=["staff"]) for _ in range(3))
    for user in (first, second):
        session.add(Draft(user_id=user.id, key="factsheet:new", load="a" * 32, title="Kladde"))
    session.commit()
    leave(first, successor, drafts="give")
    departure = leave(second, successor)
    owners = select(Draft.user_id).order_by(Draft.id)
    assert list(session.scalars(owners)) == [successor.id, second.id]
    departure.drafts_until = midnight(today())
    go_round(JobContext(session, {}, midnight(today())))
    session.commit()
    assert list(session.scalars(owners)) == [successor.id]


def test_who_leaves_twice_by_two_administrators_leaves_once(session, make, leave):
    user = make.user()
    leave(user)
    with pytest.raises(LeavingProblem):
        leave(user)
    assert session.scalar(select(func.count()).select_from(Departure)) == 1
