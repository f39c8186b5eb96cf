"""What an education takes home: written together, handed in, seen by its own and the organisers."""

from __future__ import annotations

import datetime as dt
import re
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from portal_bazaar.commitments import rules
from portal_bazaar.commitments.data import CommitmentData, InvalidCommitment, data_of
from portal_bazaar.commitments.together import side_by_side
from portal_bazaar.models import CardEntry, Commitment
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Model, NotAllowed, PortalError, actor_for, now, wishes


@pytest.fixture
def entry(session: Session) -> Any:
    """A line on a visitor's card."""

    def write(visitor: Any, stand: Any, **values: Any) -> CardEntry:
        made = CardEntry(
            visitor_id=visitor.id,
            stand_id=stand.id,
            **{"visited_at": now(), "interest": None, "edits": {}, **values},
        )
        session.add(made)
        session.commit()
        return made

    return write


@pytest.fixture
def school(
    session: Session, make: Any, bazaar: Any, stand: Any, education: Any, visitor: Any
) -> Any:
    """A bazaar that is going on, with an education of a leader, a teacher and a guest."""

    organiser, leader_user, teacher_user, stranger_user = (make.user() for _ in range(4))
    fair = bazaar(organisers=[organiser], starts_at=now() - dt.timedelta(hours=2))
    ours = education(fair, make.unit(name="Sygeplejersker"))
    other = education(fair, make.unit(name="Pædagoger"))
    found = SimpleNamespace(
        organiser=organiser,
        leader_user=leader_user,
        teacher_user=teacher_user,
        stranger_user=stranger_user,
        bazaar=fair,
        education=ours,
        other=other,
        leader=visitor(fair, leader_user, education=ours, function="leader"),
        teacher=visitor(fair, teacher_user, education=ours, function="teacher"),
        guest=visitor(fair, name="Gry Gæst", education=ours),
        stranger=visitor(fair, stranger_user, education=other, function="teacher"),
        stand=stand(fair, "Svar med stemmen", sheet_id=7),
        second=stand(fair, "Ti tavse minutter"),
        url=f"/bazaar/{fair.id}/takes-home/{ours.id}",
    )

    def writer(visitor: Any) -> rules.Writer:
        actor = actor_for(session, visitor.user)
        made = rules.writer_of(session, actor, visitor, ours)
        assert made is not None
        return made

    found.writer = writer
    return found


def test_only_its_own_and_the_organisers_see_drafts(
    session: Session, make: Any, school: Any, sign_in: Any
) -> None:
    rules.create(
        session, school.writer(school.leader), school.education, CommitmentData(practice="CANARY")
    )
    session.commit()
    for user in (school.leader_user, school.teacher_user, school.organiser):
        assert "CANARY" in sign_in(user).page(school.url)
    moderator, keeper = make.user(), make.user()
    for user in (school.stranger_user, make.user(), moderator, keeper):
        answer = sign_in(user).get(school.url)
        assert answer.status_code == 404
    assert "CANARY" in sign_in("organiser").page(school.url)
    one = session.scalars(select(Commitment)).one()
    stranger = sign_in(school.stranger_user)
    for path in (f"/{one.id}", f"/{one.id}/remove"):
        assert stranger.get(school.url + path).status_code == 404
        assert stranger.post(school.url + path, {"practice": "x"}).status_code == 404
    assert stranger.get(f"/history/bazaar_commitment/{one.id}/").status_code == 404


def test_in_the_address_of_another_education_it_is_not_there(
    session: Session, school: Any, sign_in: Any, bazaar: Any
) -> None:
    one = rules.create(
        session, school.writer(school.leader), school.education, CommitmentData(practice="CANARY")
    )
    session.commit()
    other = bazaar(organisers=[school.organiser], status="announced")
    base = f"/bazaar/{school.bazaar.id}/takes-home"
    person = sign_in(school.organiser)
    assert person.get(f"{base}/{school.other.id}/{one.id}").status_code == 404
    assert person.get(f"/bazaar/{other.id}/takes-home/{school.education.id}").status_code == 404
    for number in ("99999999999999999999", "0", str(2**31)):
        assert person.get(f"{base}/{number}").status_code == 404
        assert person.get(f"{base}/{school.education.id}/{number}").status_code == 404
        answer = person.post(f"{base}/{school.education.id}/pick/{number}", {})
        assert answer.status_code == 404


def test_written_kept_changed_removed(session: Session, school: Any, sign_in: Any) -> None:
    person = sign_in(school.leader_user)
    day = (now() + dt.timedelta(days=60)).date()
    answer = person.post(
        f"{school.url}/new",
        {
            "practice": "Vi svarer med stemmen\r\npå 2. semester",
            "stand_id": str(school.stand.id),
            "people": [str(school.teacher_user.id)],
            "who": "teamet",
            "by_when": day.isoformat(),
            "wants_workshop": "y",
        },
    )
    assert answer.status_code == 303
    one = session.scalars(select(Commitment)).one()
    assert data_of(one) == CommitmentData(
        practice="Vi svarer med stemmen\npå 2. semester",
        stand_id=school.stand.id,
        who="teamet",
        people=(school.teacher_user.id,),
        by_when=day,
        wants_workshop=True,
    )
    page = person.page(school.url)
    assert school.teacher_user.name in page
    assert "Svar med stemmen" in page
    colleague = sign_in(school.teacher_user)
    assert colleague.get(f"{school.url}/{one.id}/remove").status_code == 200
    assert colleague.post(f"{school.url}/{one.id}/remove", {}).status_code == 303
    assert session.scalars(select(Commitment)).all() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("practice", ""),
        ("practice", "   \x00 "),
        ("practice", "x" * 2001),
        ("who", "x" * 301),
        ("stand_id", "99999999999999999999"),
        ("stand_id", "x"),
        ("people", "99999999999999999999"),
        ("by_when", "0001-01-01"),
        ("by_when", "31/12"),
    ],
)
def test_wrong_input_is_said_in_the_field(
    session: Session, school: Any, sign_in: Any, field: str, value: str
) -> None:
    person = sign_in(school.leader_user)
    values = {"practice": "KEPT WORDS", "stand_id": "", field: value}
    answer = person.post(f"{school.url}/new", values)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert f"{field}-error" in text or "is-invalid" in text
    if field != "practice":
        assert "KEPT WORDS" in text
    assert session.scalars(select(Commitment)).all() == []


def test_stands_and_people_are_of_this_bazaar_and_education(
    session: Session, school: Any, bazaar: Any, stand: Any
) -> None:
    elsewhere = stand(bazaar())
    writer = school.writer(school.leader)
    for data in (
        CommitmentData(practice="x", stand_id=elsewhere.id),
        CommitmentData(practice="x", people=(school.stranger_user.id,)),
        CommitmentData(practice="x", by_when=dt.date(1, 1, 1)),
    ):
        with pytest.raises(InvalidCommitment):
            rules.create(session, writer, school.education, data)


def test_side_by_side_and_one_click(
    session: Session, school: Any, entry: Any, sign_in: Any
) -> None:
    entry(school.leader, school.stand, interest=3, expectation="Prøve efter jul", note="SECRET")
    mine = entry(school.teacher, school.stand, interest=2, wants_workshop=True,
                 expectation="På <b>2.</b> semester")  # fmt: skip
    entry(school.guest, school.second, interest=0)
    entry(school.stranger, school.stand, interest=3, expectation="CANARY of others")
    shared = side_by_side(session, school.education, [])
    assert [(one.stand.id, len(one.lines)) for one in shared] == [
        (school.stand.id, 2),
        (school.second.id, 1),
    ]
    person = sign_in(school.leader_user)
    page = person.page(school.url)
    assert "Prøve efter jul" in page
    assert "På &lt;b&gt;2.&lt;/b&gt; semester" in page
    assert "Gry Gæst" in page
    assert "SECRET" not in page
    assert "CANARY" not in page
    pick = f"{school.url}/pick/{mine.id}"
    assert person.post(pick, {}).status_code == 303
    assert person.post(pick, {}).status_code == 303  # pressed twice
    one = session.scalars(select(Commitment)).one()
    assert (one.practice, one.stand_id, one.wants_workshop) == (
        "På <b>2.</b> semester", school.stand.id, True,
    )  # fmt: skip
    foreign = session.scalars(
        select(CardEntry).where(CardEntry.visitor_id == school.stranger.id)
    ).one()
    assert person.post(f"{school.url}/pick/{foreign.id}", {}).status_code == 404


def test_pressed_at_once_from_two_phones(
    app: Any, session: Session, school: Any, entry: Any, sign_in: Any
) -> None:
    line = entry(school.leader, school.stand, interest=3, expectation="Prøve efter jul")
    people = [sign_in(school.leader_user), sign_in(school.teacher_user)]
    for person in people:
        person.page(school.url)
    pick = f"/pick/{line.id}"
    session.rollback()  # else this very session keeps everybody from writing
    start, answers, address = threading.Barrier(4), [], school.url

    def press(person: Any, path: str, values: dict[str, str]) -> None:
        start.wait()
        with app.app_context():
            answers.append(person.post(address + path, values).status_code)

    threads = [
        threading.Thread(target=press, args=(person, path, values))
        for person in people
        for path, values in (
            (pick, {}),
            ("/new", {"practice": "Vores egen", "stand_id": "", "who": "os"}),
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    session.expire_all()
    assert sorted(one.practice for one in session.scalars(select(Commitment))) == [
        "Prøve efter jul", "Vores egen",
    ]  # fmt: skip


def test_without_words_the_stand_is_what_is_taken(
    session: Session, school: Any, entry: Any
) -> None:
    line = entry(school.leader, school.second, interest=3)
    one, new = rules.pick(session, school.writer(school.leader), school.education, line)
    assert (new, one.practice) == (True, "Ti tavse minutter")


def test_two_who_write_at_once_lose_nothing(session: Session, school: Any, sign_in: Any) -> None:
    one = rules.create(
        session, school.writer(school.leader), school.education,
        CommitmentData(practice="first", who="first"),
    )  # fmt: skip
    session.commit()
    address = f"{school.url}/{one.id}"
    ane, bo = sign_in(school.leader_user), sign_in(school.teacher_user)
    hidden = dict(re.findall(r'name="(version|based_on)"[^>]*value="(\d+)"', bo.page(address)))
    assert set(hidden) == {"version", "based_on"}
    assert ane.post(
        address, {"practice": "of Ane", "who": "first", "stand_id": "", **hidden}
    ).status_code == 303  # fmt: skip
    answer = bo.post(address, {"practice": "of Bo", "who": "by Bo", "stand_id": "", **hidden})
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert all(words in page for words in ("Ane", "Bo", "by Bo", ane.name))
    sealed = re.search(r'name="merge-mine" value="([^"]+)"', page)
    assert sealed is not None
    assert (
        bo.post(
            address,
            {
                "merge-mine": sealed[1],
                "merge-choice-practice": "theirs",
                "merge-choice-who": "mine",
            },
        ).status_code
        == 303
    )
    session.expire_all()
    assert (one.practice, one.who) == ("of Ane", "by Bo")
    history = ane.page(f"/history/bazaar_commitment/{one.id}/")
    assert school.teacher_user.name in history


def test_handed_in_and_taken_back_until_the_bazaar_is_closed(
    session: Session, school: Any, sign_in: Any
) -> None:
    writer = school.writer(school.teacher)
    for words in ("one", "two"):
        rules.create(session, writer, school.education, CommitmentData(practice=words))
    session.commit()
    person, address = sign_in(school.leader_user), f"{school.url}/hand-in"
    assert person.post(address, {}).status_code == 303
    session.expire_all()
    first, second = session.scalars(select(Commitment).order_by(Commitment.id))
    assert first.handed_in_at is not None
    assert second.handed_in_at is not None
    assert first.handed_in_by_id == school.leader_user.id
    with pytest.raises(NotAllowed):
        rules.change(session, writer, first, CommitmentData(practice="changed"))
    assert person.get(f"{school.url}/{first.id}").status_code == 303
    assert person.post(address, {"back": "1"}).status_code == 303
    session.expire_all()
    assert first.handed_in_at is None
    rules.change(session, writer, first, CommitmentData(practice="changed"))
    rules.hand_in(session, writer, school.education)
    organiser = rules.Writer(school.writer(school.leader).actor, organiser=True)
    rules.change(session, organiser, first, CommitmentData(practice="by the organiser"))
    assert first.handed_in_at is not None
    school.bazaar.status = "closed"
    session.commit()
    for act in (rules.take_back, rules.hand_in):
        with pytest.raises(NotAllowed):
            act(session, writer, school.education)
    with pytest.raises(NotAllowed):
        rules.create(session, writer, school.education, CommitmentData(practice="late"))
    page = person.page(school.url)
    assert "by the organiser" in page
    assert f"{school.url}/new" not in page
    trail = Model.metadata.tables["portal_audit_entry"].c
    acts = session.scalars(
        select(trail.action).where(trail.action.startswith("bazaar_commitment."))
    ).all()
    assert acts.count("bazaar_commitment.handed_in") == 4
    assert acts.count("bazaar_commitment.taken_back") == 2


def test_a_guest_with_the_days_sign_in(
    session: Session, school: Any, app: Any, client: Any
) -> None:
    from portal_bazaar.card.codes import badge_token

    answer = client.get(school.url)
    assert answer.status_code == 303
    assert f"/bazaar/{school.bazaar.id}/in" in answer.location
    address = f"/bazaar/b/{badge_token(school.guest)}"
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert csrf is not None
    client.post(address, data={"csrf_token": csrf[1]})
    page = client.get(school.url)
    assert page.status_code == 200
    shown = client.get(f"{school.url}/new").get_data(as_text=True)
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    assert csrf is not None
    made = client.post(
        f"{school.url}/new",
        data={"csrf_token": csrf[1], "practice": "Written by a guest", "stand_id": ""},
    )
    assert made.status_code == 303
    one = session.scalars(select(Commitment)).one()
    assert (one.practice, one.created_by_id) == ("Written by a guest", None)
    assert client.get(f"/bazaar/{school.bazaar.id}/takes-home/{school.other.id}").status_code == 404
    assert client.get(f"/bazaar/{school.bazaar.id}/manage/collecting").status_code in (302, 303)


def test_who_comes_for_no_education(school: Any, make: Any, visitor: Any, sign_in: Any) -> None:
    user = make.user()
    visitor(school.bazaar, user)
    assert sign_in(user).get(f"/bazaar/{school.bazaar.id}/takes-home").status_code == 200
    answer = sign_in(school.leader_user).get(f"/bazaar/{school.bazaar.id}/takes-home")
    assert answer.location.endswith(school.url)


def test_not_more_than_can_be_read(session: Session, school: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(rules, "MOST", 2)
    writer = school.writer(school.leader)
    for words in ("one", "two"):
        rules.create(session, writer, school.education, CommitmentData(practice=words))
    with pytest.raises(PortalError):
        rules.create(session, writer, school.education, CommitmentData(practice="three"))


def test_wishes_for_other_plugins(session: Session, school: Any, entry: Any, make: Any) -> None:
    sure = entry(school.leader, school.stand, interest=3, expectation="Prøve")
    workshop = entry(school.guest, school.second, interest=1, wants_workshop=True)
    entry(school.teacher, school.stand, interest=2, expectation="maybe")
    writer = school.writer(school.leader)
    data = CommitmentData(practice="Vi prøver", stand_id=school.stand.id,
                          by_when=dt.date(2027, 2, 1))  # fmt: skip
    one = rules.create(session, writer, school.education, data)
    session.commit()
    found = {wish.key: wish for wish in wishes(session)}
    assert set(found) == {f"bazaar:card:{sure.id}", f"bazaar:card:{workshop.id}"}
    rules.hand_in(session, writer, school.education)
    session.commit()
    found = {wish.key: wish for wish in wishes(session)}
    wish = found[f"bazaar:commitment:{one.id}"]
    assert (wish.kind, wish.sheet_id, wish.text, wish.by) == (
        "commitment", 7, "Vi prøver", dt.date(2027, 2, 1),
    )  # fmt: skip
    assert wish.unit_id == school.education.unit_id
    card = found[f"bazaar:card:{sure.id}"]
    assert (card.user_id, card.unit_id, card.source) == (
        school.leader_user.id, school.education.unit_id, school.bazaar.title,
    )  # fmt: skip
    assert found[f"bazaar:card:{workshop.id}"].user_id is None
    school.leader.cancelled_at = now()
    school.bazaar.status = "planned"
    session.commit()
    assert [key for key in (wish.key for wish in wishes(session)) if ":card:" in key] == []


def test_the_leader_finds_it_on_the_front_page(session: Session, school: Any, sign_in: Any) -> None:
    assert school.url in sign_in(school.leader_user).page("/")
    assert school.url not in sign_in(school.teacher_user).page("/")
    writer = school.writer(school.leader)
    rules.create(session, writer, school.education, CommitmentData(practice="x"))
    rules.hand_in(session, writer, school.education)
    session.commit()
    assert school.url not in sign_in(school.leader_user).page("/")


def test_few_queries(
    session: Session, school: Any, entry: Any, make: Any, visitor: Any, stand: Any,
    count_queries: Any, sign_in: Any,
) -> None:  # fmt: skip
    person = sign_in(school.leader_user)

    def add(number: int) -> None:
        writer = school.writer(school.leader)
        for _ in range(number):
            user = make.user()
            one = visitor(school.bazaar, user, education=school.education)
            place = stand(school.bazaar)
            entry(one, place, interest=2, expectation="x")
            data = CommitmentData(practice="y", stand_id=place.id, people=(user.id,))
            rules.create(session, writer, school.education, data)
        session.commit()

    def queries() -> int:
        session.expire_all()
        with count_queries() as found:
            assert person.get(school.url).status_code == 200
        return len(found)

    add(2)
    queries()
    before = queries()
    add(8)
    assert queries() <= before
