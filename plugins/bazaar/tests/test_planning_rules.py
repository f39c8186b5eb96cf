"""Rules of planning without pages: reminders, handing over, what is on display and to whom."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from portal_bazaar.models import Bazaar, Organiser, PlanTask
from portal_bazaar.planning import display, front, people, reminding, services, tasks
from portal_bazaar.planning.data import InvalidPlan, data_of
from sqlalchemy import select
from sqlalchemy.orm import Session

import portal.api
from portal.api import SYSTEM, NotAllowed, PortalError

HERE = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`clock("2027-03-27 09:00")`: that moment here, for reminders."""

    def to(words: str) -> None:
        at = dt.datetime.fromisoformat(words).replace(tzinfo=HERE).astimezone(dt.UTC)
        monkeypatch.setattr("portal.clock.now", lambda: at)
        for module in (reminding, front):
            monkeypatch.setattr(module, "now", lambda: at)

    return to


@pytest.fixture
def task(session: Session) -> Any:
    """A committed task."""

    def make(bazaar: Bazaar, due_on: str, user: Any = None, **values: Any) -> PlanTask:
        made = PlanTask(
            bazaar_id=bazaar.id,
            title=values.pop("title", "Write to everybody"),
            due_on=dt.date.fromisoformat(due_on),
            responsible_id=user.id if user else None,
            **values,
        )
        session.add(made)
        session.commit()
        return made

    return make


def subjects(mails: Any) -> list[str]:
    """Whom the mails went to."""
    return sorted(mail.split("\n")[0].removeprefix("To: ").split(" <")[0] for mail in mails())


def test_each_mail_once_over_the_change_of_the_clocks(
    session: Session, make: Any, bazaar: Any, task: Any, clock: Any, mails: Any
) -> None:
    """Three days before and when it is late, whatever the job's hours and however many workers."""
    ane = make.user("Ane")
    one = bazaar(organisers=[ane], starts_at=dt.datetime(2027, 4, 20, 12, tzinfo=dt.UTC))
    task(one, "2027-03-29", ane)
    moments = {
        "2027-03-25 12:00": 0,  # four days before
        "2027-03-26 07:59": 0,  # too early in the morning
        "2027-03-26 08:00": 1,
        "2027-03-26 08:15": 1,
        "2027-03-28 03:30": 1,  # the night the clocks jump
        "2027-03-29 12:00": 1,  # the day itself
        "2027-03-30 08:00": 2,
        "2027-03-30 23:45": 2,
        "2027-04-05 08:00": 2,
    }
    for moment, number in moments.items():
        clock(moment)
        for _worker in range(2):
            if portal.api.morning(portal.api.today()) <= reminding.now():
                reminding.remind_all(session)
                session.commit()
        assert len(mails()) == number, moment
    assert "Was to be done by" in mails()[-1] + mails()[0]


def test_one_mail_a_person_for_all_their_tasks(
    session: Session, make: Any, bazaar: Any, task: Any, clock: Any, mails: Any
) -> None:
    """Nobody's tasks go to all who organise; done ones, and those of a closed bazaar, to nobody."""
    ane, bo, mo = make.user("Ane"), make.user("Bo"), make.user("Mo")
    one = bazaar(organisers=[ane, bo], moderators=[mo])
    closed = bazaar(organisers=[bo], status="closed")
    clock("2027-05-10 10:00")
    task(one, "2027-05-11", ane, title="First")
    task(one, "2027-05-12", ane, title="Second")
    task(one, "2027-05-12", title="Nobody's")
    task(one, "2027-05-12", mo, done_at=dt.datetime(2027, 5, 1, tzinfo=dt.UTC))
    task(closed, "2027-05-12", mo)
    assert reminding.remind_all(session) == 2
    session.commit()
    assert subjects(mails) == ["Ane", "Bo"]
    to_ane = next(mail for mail in mails() if mail.startswith("To: Ane"))
    for words in ("First", "Second", "Nobody's", f"/bazaar/{one.id}/manage/tasks/"):
        assert words in to_ane


def test_another_day_is_reminded_of_anew(
    session: Session, make: Any, bazaar: Any, task: Any, clock: Any, mails: Any
) -> None:
    """Moved to later, it is written about again; of somebody else's, they are told."""
    ane = make.user("Ane")
    one = bazaar(organisers=[ane])
    clock("2027-05-10 10:00")
    made = task(one, "2027-05-11", ane)
    reminding.remind_all(session)
    values = {**tasks.values_from(tasks.snapshot(made)), "due_on": dt.date(2027, 6, 1)}
    tasks.write_task(session, SYSTEM, one, made, values)
    clock("2027-05-29 10:00")
    reminding.remind_all(session)
    session.commit()
    assert subjects(mails) == ["Ane", "Ane"]


def test_holdings_and_handing_over(session: Session, make: Any, bazaar: Any, task: Any) -> None:
    """A leaver's jobs go with every task and draft; single tasks go as such; done twice it does
    no harm."""
    ane, bo, new = make.user("Ane"), make.user("Bo"), make.user("Nina")
    alone, shared = bazaar(organisers=[ane]), bazaar(organisers=[ane, bo])
    other, over = bazaar(organisers=[bo]), bazaar(organisers=[ane], status="closed")
    mine, foreign = task(alone, "2027-05-11", ane, text="draft"), task(other, "2027-05-11", ane)
    held = list(people.holdings(session, ane))
    needs = {(one.kind, one.id): one.needs_successor for one in held}
    assert needs == {
        ("bazaar", alone.id): True,
        ("bazaar", shared.id): False,
        ("bazaar", over.id): False,
        ("bazaar_task", foreign.id): True,
    }
    for _time in range(2):
        people.hand_over(session, SYSTEM, ane, new, held)
        session.commit()
    rows = session.execute(select(Organiser.bazaar_id, Organiser.user_id)).all()
    assert {bazaar_id for bazaar_id, user_id in rows if user_id == new.id} == {
        alone.id,
        shared.id,
        over.id,
    }
    assert not [user_id for _bazaar, user_id in rows if user_id == ane.id]
    session.expire_all()
    assert (mine.responsible_id, mine.text, foreign.responsible_id) == (new.id, "draft", new.id)
    assert list(people.holdings(session, ane)) == []


def test_a_moderator_who_takes_over_organises(session: Session, make: Any, bazaar: Any) -> None:
    """Nobody is listed twice."""
    ane, mo = make.user("Ane"), make.user("Mo")
    one = bazaar(organisers=[ane], moderators=[mo])
    people.give_job(session, make.actor_of(ane), one, ane.id, mo.id)
    session.commit()
    assert [(row.user_id, row.role) for row in session.scalars(select(Organiser))] == [
        (mo.id, "organiser")
    ]


def test_only_organisers_change_the_plan(session: Session, make: Any, bazaar: Any) -> None:
    """Every rule says so itself, whichever page it is asked from."""
    one, stranger = bazaar(organisers=[make.user()]), make.actor("staff")
    values = {
        "title": "x",
        "channel": "",
        "text": "",
        "due_on": dt.date(2027, 1, 1),
        "responsible_id": None,
    }
    for attempt in (
        lambda: services.create_bazaar(session, stranger, data_of(one)),
        lambda: services.change_bazaar(session, stranger, one, data_of(one)),
        lambda: services.set_status(session, stranger, one, "held"),
        lambda: tasks.write_task(session, stranger, one, None, values),
        lambda: people.add_organiser(session, stranger, one, 1, "organiser"),
        lambda: people.give_job(session, stranger, one, one.organisers[0].user_id, 1),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-10-31", 1, "2027-11-30"),
        ("2027-12-31", 12, "2028-12-31"),
        ("2027-11-15", 24, "2029-11-15"),
    ],
)
def test_months_later(day: str, months: int, later: str) -> None:
    """The same day, or the last one of that month."""
    found = services.months_later(dt.date.fromisoformat(day), months)
    assert found.isoformat() == later


@pytest.mark.parametrize("minutes", [30, 60, 75, 180, 480])
def test_the_usual_day_fills_the_time(minutes: int) -> None:
    """Without a gap and without an overlap, however short."""
    start = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    end = start + dt.timedelta(minutes=minutes)
    parts = services.usual_day(start, end)
    assert parts[0].starts_at == start
    assert parts[-1].ends_at == end
    for before, after in itertools.pairwise(parts):
        assert before.ends_at == after.starts_at
    assert all(part.ends_at > part.starts_at for part in parts)


def test_another_day_moves_the_programme_by_the_clock(
    session: Session, make: Any, bazaar: Any
) -> None:
    """From summer time to winter time it still begins at the same hour here."""
    one = bazaar(starts_at=dt.datetime(2027, 10, 28, 11, tzinfo=dt.UTC))
    before = [part.starts_at.astimezone(HERE).time() for part in one.parts]
    import dataclasses

    moved = dataclasses.replace(data_of(one), day=dt.date(2027, 11, 4))
    services.change_bazaar(session, SYSTEM, one, moved)
    assert [part.starts_at.astimezone(HERE).time() for part in one.parts] == before
    assert {part.starts_at.astimezone(HERE).date() for part in one.parts} == {dt.date(2027, 11, 4)}


def test_a_nonsense_task_is_refused(session: Session, make: Any, bazaar: Any) -> None:
    """By the field it is about."""
    one, gone = bazaar(), make.user(active=False)
    good = {
        "title": "x",
        "channel": "",
        "text": "",
        "due_on": dt.date(2027, 1, 1),
        "responsible_id": None,
    }
    for name, value in (
        ("title", " \x00 "),
        ("title", "x" * 201),
        ("channel", "x" * 41),
        ("text", "x" * 20_001),
        ("due_on", None),
        ("due_on", dt.date(1999, 1, 1)),
        ("responsible_id", gone.id),
        ("responsible_id", 2_000_000_000),
    ):
        with pytest.raises(InvalidPlan) as problem:
            tasks.write_task(session, SYSTEM, one, None, {**good, name: value})
        assert list(problem.value.errors) == [name]


def test_on_display_is_what_the_reader_may_see(
    session: Session, make: Any, sign_in: Any, bazaar: Any, stand: Any
) -> None:
    """The words of a hidden fact sheet are found and shown to nobody else, in no format; stands
    that are not confirmed are not there."""
    sheets = portal.api.service("factsheets.sheets")
    if sheets is None:
        pytest.skip("no fact sheets here")
    author = make.user(roles=["staff"])
    sheet_id = sheets.draft(
        session,
        make.actor_of(author),
        title="CANARYTITLE",
        builds_on_id=None,
        unit_id=None,
        sections={"challenge": "CANARYTEXT"},
        responsible_id=author.id,
    )
    session.commit()
    one = bazaar()
    stand(one, "Shown", sheet_id=sheet_id)
    stand(one, "Only proposed", status="proposed")
    reader, writer = sign_in("staff"), sign_in(author)
    for path in ("", "/stands", "/display.csv", "/stands?q=canarytext", "/stands?trait=ready"):
        page = reader.page(f"/bazaar/{one.id}{path}")
        assert "CANARY" not in page.replace("canarytext", ""), path
        assert "Only proposed" not in page
    assert "No practice fits" in reader.page(f"/bazaar/{one.id}/stands?q=canarytext")
    assert "Shown" in writer.page(f"/bazaar/{one.id}/stands?q=canarytext")
    assert "CANARYTITLE" in writer.page(f"/bazaar/{one.id}/display.csv")


def test_looking_through_what_is_on_display(
    session: Session, make: Any, bazaar: Any, stand: Any
) -> None:
    """By words in any spelling, theme, institution, something to try; ordered as one likes."""
    from werkzeug.datastructures import MultiDict

    one = bazaar(themes=["Teaching", "Leading"])
    school = make.unit("Ravnsund", kind="institution")
    unit = make.unit("Nursing", parent=school)
    teaching, leading = one.themes
    stand(one, "Øvebanken", theme_id=teaching.id, hands_on="Try it", unit_id=unit.id)
    stand(one, "Monday letter", theme_id=leading.id, keepers=["Åse Ø"])
    stand(one, "Ages", summary="A *walk*")
    actor = make.actor("staff")

    def found(**args: Any) -> list[str]:
        wish = display.read_wish(one, MultiDict(args))
        view = display.display(session, actor, one, wish)
        return [row.stand.title for _name, rows in view.groups for row in rows]

    assert found() == ["Øvebanken", "Monday letter", "Ages"]
    assert found(sort="title") == ["Ages", "Monday letter", "Øvebanken"]
    assert found(q="oevebank") == ["Øvebanken"]
    assert found(q="AASE") == ["Monday letter"]
    assert found(q="walk") == ["Ages"]
    assert found(q="nursing try") == ["Øvebanken"]
    assert found(theme=[str(teaching.id), str(leading.id)]) == ["Øvebanken", "Monday letter"]
    assert found(place="Ravnsund") == ["Øvebanken"]
    assert found(trait="hands_on") == ["Øvebanken"]
    assert found(q="2") == ["Monday letter"]


def test_lists_ask_few_questions(
    session: Session,
    make: Any,
    sign_in: Any,
    bazaar: Any,
    stand: Any,
    count_queries: Any,
    task: Any,
) -> None:
    """The same number for sixty stands as for two."""
    ane = make.user()
    one = bazaar(organisers=[ane])
    unit = make.unit()
    me = sign_in(ane)
    pages = (
        "",
        "/stands",
        "/display.csv",
        "/manage",
        "/manage/tasks",
        "/manage/setup/bazaar.xlsx",
    )
    counts: list[list[int]] = []
    for number in (2, 58):
        for at in range(number):
            stand(one, keepers=[make.user()] if at < 3 else ["Gry Gæst"], unit_id=unit.id)
            task(one, "2027-01-01", ane if at % 2 else None)
        found = []
        for path in pages:
            with count_queries() as queries:
                assert me.get(f"/bazaar/{one.id}{path}").status_code == 200
            found.append(len(queries))
        counts.append(found)
    few, many = counts
    for path, before, after in zip(pages, few, many, strict=True):
        assert after <= before + 2, (path, before, after)


def test_the_front_page(
    session: Session, make: Any, sign_in: Any, bazaar: Any, task: Any, clock: Any
) -> None:
    """The next one that one may see, and one's own tasks that are due."""
    ane = make.user("Ane")
    bazaar("Later", starts_at=portal.api.now() + dt.timedelta(days=90))
    one = bazaar("Sooner", organisers=[ane], starts_at=portal.api.now() + dt.timedelta(days=9))
    bazaar("Hidden", status="planned", starts_at=portal.api.now() + dt.timedelta(days=3))
    day = portal.api.today()
    task(one, (day - dt.timedelta(days=1)).isoformat(), ane, title="Late one")
    task(one, (day + dt.timedelta(days=30)).isoformat(), ane, title="Far one")
    task(one, day.isoformat(), title="Nobody's")
    page = sign_in(ane).page("/")
    assert "Sooner" in page
    assert "Late one" in page
    assert "1 task nobody has taken" in page
    for words in ("Later", "Hidden", "Far one"):
        assert words not in page
    assert "Late one" not in sign_in("staff").page("/")


def test_questionnaires_have_their_place(
    session: Session, sign_in: Any, bazaar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, during and after, on the bazaar's own page."""
    from portal_bazaar.planning import views

    asked: list[str] = []
    monkeypatch.setattr(views, "slots", lambda slot, obj: asked.append(slot) or [])
    at = portal.api.now()
    hours = dt.timedelta(hours=1)
    for start, status, slot in (
        (at + 24 * hours, "announced", "bazaar.before"),
        (at - hours, "announced", "bazaar.during"),
        (at - 24 * hours, "announced", "bazaar.after"),
        (at - hours, "held", "bazaar.after"),
    ):
        asked.clear()
        sign_in("staff").page(f"/bazaar/{bazaar(starts_at=start, status=status).id}")
        assert slot in asked


def test_no_step_is_skipped(session: Session, make: Any, bazaar: Any) -> None:
    """From planned to announced to held to closed, and back."""
    one = bazaar(starts_at=portal.api.now() - dt.timedelta(hours=5), status="planned")
    for status in ("announced", "held", "closed", "held", "announced", "planned"):
        services.set_status(session, SYSTEM, one, status)
    with pytest.raises(PortalError):
        services.set_status(session, SYSTEM, one, "closed")
