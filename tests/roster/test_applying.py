"""Doing it: in batches, again after a death, twice at once, with mails that go out once."""

import datetime as dt
import threading

from sqlalchemy import func, select

from portal.access.actors import SYSTEM
from portal.accounts.models import User
from portal.accounts.services import find_user
from portal.audit.models import AuditEntry
from portal.database import db, now
from portal.jobs.handlers import JobContext
from portal.jobs.models import IndexEntry, Job
from portal.roster import applying, jobs, services
from portal.roster.applying import run_batch
from portal.roster.models import FunctionPeriod, RosterImport, RosterStep
from portal.units.models import Membership

HEAD = "Navn;E-mail;Enhed;Funktion;Fra;Til\n"


def crowd(number, unit="Mathematics"):
    return HEAD + "".join(f"Person {n};p{n}@skole.dk;{unit};Underviser;;\n" for n in range(number))


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_people_come_in_with_functions_roles_trail_and_search(lists, school, session):
    one = lists.bring("people", crowd(3))
    user = find_user(session, "p1@skole.dk")
    assert [(m.unit.name, m.function) for m in user.memberships] == [("Mathematics", "teacher")]
    assert [role.key for role in user.roles] == ["staff"]
    assert user.password_hash is None and user.invited_at is None
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"roster.started", "roster.done", "account.created", "function.added"} <= actions
    queued = set(session.scalars(select(IndexEntry.object_id).where(IndexEntry.kind == "person")))
    assert user.id in queued
    assert one.result["outcomes"] == {"new": 3} and one.table == {}
    assert count(session, RosterStep) == 0


def test_a_second_time_changes_nothing(lists, school, session):
    lists.bring("people", crowd(3))
    trail = count(session, AuditEntry)
    one = lists.bring("people", crowd(3))
    assert one.total == 0 and one.state == "done"
    assert count(session, AuditEntry) == trail + 2  # that it began and that it ended


def test_two_imports_of_one_file_at_once_make_no_doubles(lists, school, session):
    first, second = lists.read("people", crowd(8)), lists.read("people", crowd(8))
    for one in (first, second):
        services.start(session, SYSTEM, one)
    session.commit()
    while "running" in (first.state, second.state):
        for one in (second, first):
            run_batch(session, one.id)
            session.commit()
    assert count(session, User) == 8 and count(session, Membership) == 8
    assert outcomes(first, second) == {"new": 8, "same": 8}


def outcomes(*imports):
    """What became of all their steps."""
    found = {}
    for one in imports:
        for outcome, number in one.result["outcomes"].items():
            found[outcome] = found.get(outcome, 0) + number
    return found


def test_two_workers_at_the_very_same_time_make_no_doubles(app, lists, school, session):
    imports = [lists.read("people", crowd(30)) for _turn in range(2)]
    for one in imports:
        services.start(session, SYSTEM, one)
    ids = [one.id for one in imports]
    session.commit()
    problems = []

    def work(import_id):
        try:
            with app.app_context():
                state = "running"
                while state == "running":
                    one = run_batch(db.session(), import_id)
                    state = one.state if one else ""
                    db.session.commit()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=work, args=[one]) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.expire_all()
    assert problems == []
    assert count(session, User) == 30 and count(session, Membership) == 30
    assert outcomes(*imports) == {"new": 30, "same": 30}


def test_a_batch_that_another_worker_did_is_not_done_again(lists, school, session, monkeypatch):
    monkeypatch.setattr(applying, "BATCH", 2)
    one = lists.read("people", crowd(5))
    services.start(session, SYSTEM, one)
    assert run_batch(session, one.id, 0).done == 2
    assert run_batch(session, one.id, 0) is None
    assert run_batch(session, one.id, 2).done == 4
    assert count(session, User) == 4


def test_the_worker_takes_it_batch_by_batch(lists, school, session, work, monkeypatch):
    monkeypatch.setattr(applying, "BATCH", 2)
    one = lists.read("people", crowd(5))
    services.start(session, SYSTEM, one)
    work()
    session.expire_all()
    assert one.state == "done" and count(session, User) == 5
    assert len(list(session.scalars(select(Job).where(Job.topic == services.TOPIC)))) == 3


def test_what_fails_costs_itself_and_nothing_else(lists, school, session, monkeypatch):
    real = applying.apply_person

    def failing(session, actor, step, options, today):
        outcome = real(session, actor, step, options, today)
        if step["email"] == "p1@skole.dk":
            raise ZeroDivisionError
        return outcome

    monkeypatch.setattr(applying, "apply_person", failing)
    one = lists.bring("people", crowd(3))
    assert one.result["outcomes"] == {"new": 2, "failed": 1}
    assert one.result["problems"] == [
        {"row": 3, "text": "p1@skole.dk: It failed; the log says why."}
    ]
    assert find_user(session, "p1@skole.dk") is None


def test_the_rights_of_who_began_it_count_until_the_end(lists, school, session, make):
    actor = make.actor("admin")
    one = lists.read("people", crowd(3), actor)
    services.start(session, actor, one)
    session.get(User, actor.user_id).active = False
    session.commit()
    run_batch(session, one.id)
    assert one.result["outcomes"] == {"failed": 3} and count(session, User) == 1
    assert one.options["system"] is False


def test_who_is_deleted_leaves_nobody_to_go_on(lists, school, session, make):
    actor = make.actor("admin")
    one = lists.read("people", crowd(1), actor)
    services.start(session, actor, one)
    one.created_by = None
    run_batch(session, one.id)
    assert one.result["outcomes"] == {"failed": 1}


def test_invitations_now_go_to_the_new_and_once(lists, school, mails, make, session):
    make.user("Old", email="old@skole.dk")
    data = crowd(2) + "Old;old@skole.dk;Mathematics;Leder;;\n"
    lists.bring("people", data, invite="now", roles=["staff"])
    lists.bring("people", data, invite="now")
    sent = [mail for mail in mails() if "invited" in mail]
    assert len(sent) == 2 and not any("old@skole.dk" in mail for mail in sent)


def test_invitations_later_go_when_asked_and_once(lists, school, mails, session):
    one = lists.bring("people", crowd(3), invite="later")
    assert mails() == []
    assert services.invite_made(session, SYSTEM, one) == 3
    assert services.invite_made(session, SYSTEM, one) == 3  # pressed twice, before the worker
    assert len(mails()) == 3
    assert services.not_invited(session, one) == []


def test_functions_the_file_does_not_name_end_if_asked(lists, school, make, session):
    user = make.user("Person 0", email="p0@skole.dk", units=[school["top"]], function="leader")
    lists.bring("people", crowd(1))
    assert len(user.memberships) == 2
    lists.bring("people", crowd(1), end_functions=True)
    session.expire_all()
    assert [one.unit.name for one in user.memberships] == ["Mathematics"]


def day(offset):
    return (services.today() + dt.timedelta(days=offset)).isoformat()


def test_days_ahead_wait_for_their_day(lists, school, session, monkeypatch):
    data = HEAD + f"Ane;ane@skole.dk;Mathematics;Leder;{day(2)};{day(4)}\n"
    lists.bring("people", data)
    user = find_user(session, "ane@skole.dk")
    assert user.memberships == []
    assert lists.preview("people", data).steps == []
    job = JobContext(session, {}, now())
    for offset, functions in ((1, 0), (2, 1), (4, 1), (5, 0)):
        the_day = services.today() + dt.timedelta(days=offset)
        with monkeypatch.context() as turned:
            turned.setattr(jobs, "today", lambda the_day=the_day: the_day)
            jobs.daily(job)
        session.commit()
        session.expire_all()
        assert len(user.memberships) == functions, offset
    assert count(session, FunctionPeriod) == 0


def test_a_function_that_has_ended_is_taken_away(lists, school, session, make):
    user = make.user("Ane", email="ane@skole.dk", units=[school["maths"]], function="leader")
    data = HEAD + f"Ane;ane@skole.dk;Mathematics;Leder;;{day(-1)}\n"
    lists.bring("people", data)
    session.expire_all()
    assert user.memberships == []
    assert lists.preview("people", data).steps == []


def test_strict_does_nothing_while_a_row_is_wrong(lists, school, session):
    import pytest

    one = lists.read("people", crowd(2) + "Bo;bo@;;;;\n")
    with pytest.raises(services.RosterProblem, match="mistakes"):
        services.start(session, SYSTEM, one, strict=True)
    assert one.state == "preview" and count(session, RosterStep) == 0


def test_it_begins_once(lists, school, session):
    import pytest

    one = lists.read("people", crowd(2))
    services.start(session, SYSTEM, one)
    with pytest.raises(services.RosterProblem, match="begun already"):
        services.start(session, SYSTEM, one)
    assert count(session, RosterStep) == 2


def test_a_run_that_stands_still_can_be_gone_on_with(lists, school, session, work):
    one = lists.read("people", crowd(2))
    services.start(session, SYSTEM, one)
    for job in session.scalars(select(Job)):
        job.leased_until = now() + dt.timedelta(minutes=5)  # a worker took it and died
    assert services.resume(session, SYSTEM, one) is False  # it may still be alive
    one.moved_at = now() - dt.timedelta(minutes=1)
    assert services.resume(session, SYSTEM, one) is True
    work()
    session.expire_all()
    assert one.state == "done" and count(session, User) == 2


def test_old_files_are_forgotten(lists, school, session):
    one = lists.bring("people", crowd(1))
    one.moved_at = now() - dt.timedelta(days=31)
    services.forget_old(session)
    assert count(session, RosterImport) == 0 and count(session, User) == 1
