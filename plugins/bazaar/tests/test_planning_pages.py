"""The pages of planning, walked as an organiser and as others walk them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from portal_bazaar.models import Bazaar, Organiser, PlanTask, ProgrammePart, Theme
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import now
from portal.testing.forms import form_values

FORM = {
    "title": "Bazaar of practice",
    "day": "2031-11-20",
    "starts": "13:00",
    "ends": "16:30",
    "place": "The hall",
    "summary": "Come and *take home*.",
    "follow_up_months": "3",
    "visibility": "everyone",
}


def test_set_up_change_announce(session: Session, sign_in: Any, make: Any) -> None:
    """A bazaar begins with a programme, is seen by its organisers, then by everybody."""
    organiser, colleague = sign_in("organiser"), sign_in("staff")
    answer = organiser.post("/bazaar/new", FORM)
    assert answer.status_code == 303
    bazaar = session.scalars(select(Bazaar)).one()
    assert [part.kind for part in bazaar.parts] == [
        "arrival",
        "pitches",
        "shopping",
        "pitches",
        "shopping",
        "closing",
    ]
    assert bazaar.parts[0].starts_at == bazaar.starts_at
    assert bazaar.parts[-1].ends_at == bazaar.ends_at
    assert bazaar.starts_at == dt.datetime(2031, 11, 20, 12, tzinfo=dt.UTC)
    assert bazaar.follow_up_on == dt.date(2032, 2, 20)
    url = f"/bazaar/{bazaar.id}"
    assert colleague.get(url).status_code == 404
    assert "Bazaar of practice" not in colleague.get("/bazaar/").text
    page = organiser.get(f"{url}/manage").text
    assert "Announce it" in page
    # From the list to the organisers' pages in one click; others are not shown the way.
    assert f'href="{url}/manage"' in organiser.page("/bazaar/")
    assert "No stand is confirmed yet." in organiser.get(f"{url}/manage/announce").text
    assert organiser.post(f"{url}/manage/announce", {}).status_code == 303
    assert "<em>take home</em>" in colleague.get(url).text
    text = colleague.get("/bazaar/").text
    assert "Bazaar of practice" in text and f'href="{url}/manage"' not in text
    assert "Bazaar of practice" in colleague.get("/").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Give the bazaar a name."),
        ("title", "x" * 161, "at most 160"),
        ("title", "\x00", "Give the bazaar a name."),
        ("day", "", "Choose a day."),
        ("day", "20-11-2031", "Not a valid date"),
        ("day", "9999-12-31", "Choose a day."),
        ("starts", "25:00", "Not a valid time"),
        ("ends", "12:00", "Choose a time after the beginning."),
        ("follow_up_months", "99999999999999999999", "Number must be between"),
        ("follow_up_months", "x", "Not a valid integer"),
        ("visibility", "private", "Not a valid choice"),
        ("visibility", "units", "Choose at least one unit."),
        ("registration_day", "2031-11-21", "Choose a day before the bazaar ends."),
        ("cards_day", "2031-11-01", "Choose a day after the bazaar has begun."),
        ("place", "x" * 201, "at most 200"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    session: Session, sign_in: Any, field: str, value: str, words: str
) -> None:
    """Nothing typed is lost, nothing is saved."""
    answer = sign_in("organiser").post("/bazaar/new", {**FORM, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "take home" in answer.text
    assert session.scalars(select(Bazaar)).all() == []


def test_the_hour_that_there_is_not(sign_in: Any) -> None:
    """The clocks jump over it."""
    answer = sign_in("organiser").post(
        "/bazaar/new", {**FORM, "day": "2031-03-30", "starts": "02:30", "ends": "05:00"}
    )
    assert answer.status_code == 422
    assert "no such time" in answer.text


def test_two_who_write_at_once_see_both(
    session: Session, sign_in: Any, make: Any, bazaar: Any
) -> None:
    """Different fields are put together, the same one is asked about; nothing typed is lost."""
    ane, bo = make.user(name="Ane"), make.user(name="Bo")
    one = bazaar(organisers=[ane, bo])
    url = f"/bazaar/{one.id}/manage/edit"
    first, second = sign_in(ane), sign_in(bo)
    mine, theirs = (form_values(one.page(url), "title") for one in (first, second))
    assert first.post(url, {**mine, "place": "Ane's hall"}).status_code == 303
    answer = second.post(url, {**theirs, "place": "Bo's barn", "title": "By Bo"})
    assert answer.status_code == 409
    for words in ("Bo&#39;s barn", "Ane&#39;s hall"):
        assert words in answer.text
    choices = form_values(answer.text, "merge-mine")
    done = second.post(url, {**choices, "merge-choice-place": "mine"})
    assert done.status_code == 303
    session.expire_all()
    kept = session.get(Bazaar, one.id)
    assert kept is not None
    assert (kept.place, kept.title) == ("Bo's barn", "By Bo")


def test_programme_and_themes(session: Session, sign_in: Any, make: Any, bazaar: Any) -> None:
    """Parts and themes are added, changed, moved and taken out; those of another are 404."""
    ane = make.user()
    one, other = bazaar(organisers=[ane]), bazaar(organisers=[ane])
    me, url = sign_in(ane), f"/bazaar/{one.id}/manage"
    part: dict[str, Any] = {"kind": "break", "title": "", "starts": "15:00", "ends": "15:10"}
    assert me.post(f"{url}/programme/new", part).status_code == 303
    session.expire_all()
    added = session.scalars(select(ProgrammePart).where(ProgrammePart.kind == "break")).one()
    assert added.title == "Break"
    wrong = me.post(f"{url}/programme/{added.id}", {**part, "ends": "14:00", "title": "Cake"})
    assert wrong.status_code == 422
    assert "Cake" in wrong.text
    foreign = f"/bazaar/{other.id}/manage/programme/{added.id}"
    assert me.get(foreign).status_code == 404
    assert me.post(f"{url}/programme/{added.id}/remove", {}).status_code == 303
    assert me.post(f"{url}/themes", {"name": "Feedback"}).status_code == 303
    assert "of that name already" in me.post(f"{url}/themes", {"name": "feedback"}).text
    session.expire_all()
    theme = session.scalars(select(Theme).where(Theme.name == "Feedback")).one()
    assert me.post(f"{url}/themes/{theme.id}/up", {}).status_code == 303
    assert me.post(f"{url}/themes/{theme.id}", {"name": "Response"}).status_code == 303
    session.expire_all()
    kept = session.get(Bazaar, one.id)
    assert kept is not None
    assert [row.name for row in kept.themes] == ["Teaching", "Response", "Leading"]
    assert me.post(f"{url}/themes/{theme.id}/remove", {}).status_code == 303
    assert me.get(f"{url}/programme").status_code == 200


def test_two_who_change_a_part_at_once(
    session: Session, sign_in: Any, make: Any, bazaar: Any
) -> None:
    """The second is told what the first wrote, keeps what was typed, and may save it."""
    ane, bo = make.user(), make.user()
    one = bazaar(organisers=[ane, bo])
    part = one.parts[0]
    url = f"/bazaar/{one.id}/manage/programme/{part.id}"
    first, second = sign_in(ane), sign_in(bo)
    mine, theirs = (form_values(who.page(url), "starts") for who in (first, second))
    assert first.post(url, {**mine, "title": "Coffee"}).status_code == 303
    answer = second.post(url, {**theirs, "title": "Tea"})
    assert answer.status_code == 409
    assert "Coffee" in answer.text
    again = form_values(answer.text, "starts")
    assert again["title"] == "Tea"
    assert second.post(url, again).status_code == 303
    session.expire_all()
    assert part.title == "Tea"


def test_tasks(session: Session, sign_in: Any, make: Any, bazaar: Any) -> None:
    """The usual plan, one's own, done; who does it sees it and no more of the organisers' pages."""
    ane, doer = make.user(name="Ane"), make.user(name="Doris")
    one = bazaar(status="planned", organisers=[ane])
    me, url = sign_in(ane), f"/bazaar/{one.id}/manage/tasks"
    assert me.post(f"{url}/usual", {}).status_code == 303
    task = {
        "title": "Write to the leaders",
        "due_on": "2031-10-01",
        "channel": "mail",
        "text": "CANARY draft",
        "responsible_id": str(doer.id),
    }
    assert me.post(f"{url}/new", task).status_code == 303
    made = session.scalars(select(PlanTask).where(PlanTask.title == task["title"])).one()
    page = me.get(url).text
    assert "Write to the leaders" in page
    assert "Doris" in page
    theirs = sign_in(doer)
    assert "CANARY draft" in theirs.get(f"{url}/{made.id}").text
    assert theirs.get(url).status_code == 403
    assert sign_in("staff").get(f"{url}/{made.id}").status_code == 404
    other = session.scalars(select(PlanTask).where(PlanTask.id != made.id).limit(1)).one()
    assert theirs.get(f"{url}/{other.id}").status_code == 404
    assert theirs.post(f"{url}/{made.id}/remove", {}).status_code in (302, 303)
    assert theirs.post(f"{url}/{made.id}/done", {}).status_code in (302, 303)
    session.expire_all()
    kept = session.get(PlanTask, made.id)
    assert kept is not None
    assert kept.done_by_id == doer.id
    for extension in ("csv", "xlsx"):
        assert me.get(f"{url}.{extension}").status_code == 200
    assert me.get(f"{url}.pdf").status_code == 404


def test_a_draft_is_not_lost_in_a_race(
    session: Session, sign_in: Any, make: Any, bazaar: Any
) -> None:
    """Two who write the text of a task at once."""
    ane, bo = make.user(), make.user()
    one = bazaar(organisers=[ane, bo])
    me, you = sign_in(ane), sign_in(bo)
    url = f"/bazaar/{one.id}/manage/tasks"
    me.post(f"{url}/new", {"title": "Write", "due_on": "2031-10-01", "text": "Dear all"})
    made = session.scalars(select(PlanTask)).one()
    mine, yours = (form_values(who.page(f"{url}/{made.id}"), "title") for who in (me, you))
    assert me.post(f"{url}/{made.id}", {**mine, "text": "Dear all, ANE"}).status_code == 303
    answer = you.post(f"{url}/{made.id}", {**yours, "text": "Dear everybody, BO"})
    assert answer.status_code == 409
    assert "BO" in answer.text
    assert "ANE" in answer.text


def test_handing_over_takes_every_task_and_draft(
    session: Session, sign_in: Any, make: Any, bazaar: Any
) -> None:
    """By the button: the job, the open tasks with their texts; what is done stays theirs."""
    ane, bo = make.user(name="Ane"), make.user(name="Bo")
    one = bazaar(organisers=[ane])
    for title, done in (("Open", False), ("Closed", True)):
        session.add(
            PlanTask(
                bazaar_id=one.id,
                title=title,
                text=f"draft of {title}",
                due_on=dt.date(2031, 1, 1),
                responsible_id=ane.id,
                done_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) if done else None,
            )
        )
    session.commit()
    url = f"/bazaar/{one.id}/manage/people/{ane.id}/hand-over"
    me = sign_in(ane)
    assert "Open" in me.get(url).text
    assert me.post(url, {"user_id": ""}).status_code == 422
    assert me.post(url, {"user_id": str(ane.id)}).status_code == 422
    assert me.post(url, {"user_id": str(bo.id)}).status_code == 303
    session.expire_all()
    assert {row.user_id for row in session.scalars(select(Organiser))} == {bo.id}
    owners = {row.title: row.responsible_id for row in session.scalars(select(PlanTask))}
    assert owners == {"Open": bo.id, "Closed": ane.id}
    assert "Handed over, with 1 task." in me.page("/")
    assert me.get(f"/bazaar/{one.id}/manage").status_code == 403
    theirs = sign_in(bo)
    task = session.scalars(select(PlanTask).where(PlanTask.title == "Open")).one()
    assert "draft of Open" in theirs.get(f"/bazaar/{one.id}/manage/tasks/{task.id}").text


def test_organisers_and_moderators(session: Session, sign_in: Any, make: Any, bazaar: Any) -> None:
    """Added, given another role, removed; the last organiser stays."""
    ane, mo = make.user(), make.user()
    one = bazaar(organisers=[ane])
    me, url = sign_in(ane), f"/bazaar/{one.id}/manage/people"
    assert me.post(url, {"user_id": str(mo.id), "role": "moderator"}).status_code == 303
    assert me.post(url, {"user_id": str(mo.id), "role": "moderator"}).status_code == 422
    assert me.post(url, {"user_id": "99999999999999999999", "role": "organiser"}).status_code == 422
    assert me.post(url, {"user_id": str(mo.id), "role": "king"}).status_code == 422
    me.post(f"{url}/{ane.id}/remove", {})
    session.expire_all()
    assert session.get(Organiser, (one.id, ane.id)) is not None
    me.post(f"{url}/{mo.id}/remove", {})
    session.expire_all()
    assert session.get(Organiser, (one.id, mo.id)) is None


def test_copy_keeps_plan_and_reads_lessons(
    session: Session, sign_in: Any, make: Any, bazaar: Any, stand: Any, visitor: Any
) -> None:
    """Programme, themes, tasks and drafts come along; lessons are read from the new one, also by
    its other organisers; stands and visitors stay."""
    ane = make.user(roles=["organiser"])
    old = bazaar("Bazaar 2026", organisers=[ane])
    stand(old)
    visitor(old, make.user())
    session.add(
        PlanTask(
            bazaar_id=old.id,
            title="Invite",
            text="the draft",
            due_on=old.starts_at.date() - dt.timedelta(days=20),
            responsible_id=ane.id,
            done_at=old.starts_at,
        )
    )
    session.commit()
    me = sign_in(ane)
    me.post(f"/bazaar/{old.id}/manage/lessons/new", {"text": "CANARY begin earlier"})
    day = old.starts_at.date() + dt.timedelta(days=364)
    answer = me.post(
        f"/bazaar/{old.id}/manage/copy", {"title": "Bazaar 2027", "day": day.isoformat()}
    )
    assert answer.status_code == 303
    new = session.scalars(select(Bazaar).where(Bazaar.title == "Bazaar 2027")).one()
    assert new.status == "planned"
    assert new.secret != old.secret
    assert [part.kind for part in new.parts] == [part.kind for part in old.parts]
    assert [theme.name for theme in new.themes] == ["Teaching", "Leading"]
    task = session.scalars(select(PlanTask).where(PlanTask.bazaar_id == new.id)).one()
    assert (task.text, task.done_at, task.responsible_id) == ("the draft", None, ane.id)
    assert task.due_on == day - dt.timedelta(days=20)
    page = me.get(f"/bazaar/{new.id}/manage/lessons").text
    assert "CANARY begin earlier" in page
    other = make.user()
    me.post(f"/bazaar/{new.id}/manage/people", {"user_id": str(other.id), "role": "organiser"})
    theirs = sign_in(other)
    assert "CANARY begin earlier" in theirs.get(f"/bazaar/{new.id}/manage/lessons").text
    assert theirs.get(f"/bazaar/{old.id}/manage/lessons").status_code == 403
    assert "CANARY" not in sign_in("staff").get(f"/bazaar/{old.id}").text


def test_one_step_at_a_time(session: Session, sign_in: Any, make: Any, bazaar: Any) -> None:
    """Planned, announced, held, closed; not held before it began."""
    ane = make.user()
    one = bazaar(organisers=[ane])
    me, url = sign_in(ane), f"/bazaar/{one.id}/manage/status"
    for status, after in (
        ("held", "announced"),
        ("closed", "announced"),
        ("nonsense", "announced"),
        ("planned", "planned"),
        ("closed", "planned"),
    ):
        me.post(url, {"status": status})
        session.expire_all()
        kept = session.get(Bazaar, one.id)
        assert kept is not None
        assert kept.status == after
    assert sign_in("staff").post(url, {"status": "announced"}).status_code == 404


def test_it_can_be_taken_into_a_calendar(session: Session, sign_in: Any, make: Any) -> None:
    """From when it is announced, at its new time when it moves; nobody is written to."""
    me, reader = sign_in("organiser"), sign_in("staff")
    me.post("/bazaar/new", FORM)
    bazaar = session.scalars(select(Bazaar)).one()
    url = f"/bazaar/{bazaar.id}"
    assert "/calendar/events/" not in me.page(url)
    me.post(f"{url}/manage/announce", {})
    page = reader.page(url)
    address = re.search(r"/calendar/events/\d+\.ics", page)
    assert address is not None
    assert "DTSTART;TZID=Europe/Copenhagen:20311120T130000" in reader.page(address[0])
    values = form_values(me.page(f"{url}/manage/edit"), "title")
    me.post(f"{url}/manage/edit", {**values, "starts": "14:00"})
    assert "20311120T140000" in reader.page(address[0])
    me.post(f"{url}/manage/status", {"status": "planned"})
    assert reader.get(address[0]).status_code == 404


def test_only_a_plan_is_deleted(
    session: Session, sign_in: Any, make: Any, bazaar: Any, visitor: Any, stand: Any
) -> None:
    """With its tasks and lessons; not once somebody is registered."""
    ane = make.user()
    plan, used, shown = (
        bazaar(status="planned", organisers=[ane]),
        bazaar(status="planned", organisers=[ane]),
        bazaar(organisers=[ane]),
    )
    visitor(used, make.user())
    stand(plan)
    me, url = sign_in(ane), f"/bazaar/{plan.id}"
    me.post(f"{url}/manage/tasks/usual", {})
    me.post(f"{url}/manage/lessons/new", {"text": "Begin earlier"})
    for one in (used, shown):
        assert me.get(f"/bazaar/{one.id}/manage/delete").status_code == 303
        me.post(f"/bazaar/{one.id}/manage/delete", {})
    assert me.get(f"{url}/manage/delete").status_code == 200
    assert me.post(f"{url}/manage/delete", {}).status_code == 303
    session.expire_all()
    assert {row.id for row in session.scalars(select(Bazaar))} == {used.id, shown.id}
    assert session.scalars(select(PlanTask)).all() == []
    assert me.get(url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/bazaar/?page=-1",
        "/bazaar/?page=99999999999999999999",
        "/bazaar/99999999999999999999",
        "/bazaar/{}/stands?theme=99999999999999999999&theme=x&place=%00&trait=y&sort=z&q=%00",
        "/bazaar/{}/manage/tasks?show=nonsense",
        "/bazaar/{}/manage/tasks/99999999999999999999",
        "/bazaar/{}/manage/people/99999999999999999999/hand-over",
        "/bazaar/{}/manage/lessons/99999999999999999999",
        "/bazaar/{}/manage/themes/99999999999999999999",
    ],
)
def test_no_address_breaks_a_page(sign_in: Any, bazaar: Any, path: str) -> None:
    """Whatever stands in it."""
    one = bazaar()
    assert sign_in("organiser").get(path.format(one.id)).status_code in (200, 404)


def test_a_plan_is_proposed_until_there_is_one(
    session: Session, sign_in: Any, bazaar: Any, education: Any
) -> None:
    """Also when the spreadsheet has brought everything else."""
    fair = bazaar(status="planned")
    education(fair)
    boss, words = sign_in("organiser"), "Make a plan of what is to be done"
    text = boss.page(f"/bazaar/{fair.id}/manage")
    assert words in text
    session.add(PlanTask(bazaar_id=fair.id, title="Write", due_on=dt.date(2031, 1, 1)))
    session.commit()
    assert words not in boss.page(f"/bazaar/{fair.id}/manage")


def test_after_the_day_nobody_is_waited_for(
    sign_in: Any, bazaar: Any, education: Any, visitor: Any
) -> None:
    """The numbers stay, and say that it was: no education can get ready any more."""
    for ago, waits, words in (
        (-9, True, ("Educations are ready", "People are here")),
        (9, False, ("Educations were ready", "People were registered", "People came")),
    ):
        fair = bazaar(starts_at=now() - dt.timedelta(days=ago))
        visitor(fair, name="Guest", education=education(fair), checked_in_at=now())
        text = sign_in("organiser").page(f"/bazaar/{fair.id}/manage")
        assert ("1 education is not ready" in text) is waits
        for one in words:
            assert one in text, one


def test_handing_over_without_tasks_counts_none(sign_in: Any, make: Any, bazaar: Any) -> None:
    ane, bo = make.user("Ane"), make.user("Bo")
    fair, me = bazaar(organisers=[ane]), sign_in(ane)
    url = f"/bazaar/{fair.id}/manage/people/{ane.id}/hand-over"
    assert me.post(url, {"user_id": str(bo.id)}).status_code == 303
    text = me.page("/")
    assert "Handed over." in text and "0 tasks" not in text
