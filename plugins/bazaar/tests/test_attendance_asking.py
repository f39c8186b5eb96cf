"""Who comes for an education, and who has to ask: no draft and no seat before somebody says yes."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from portal_bazaar.attendance import asking, registering
from portal_bazaar.attendance.board import functions_of, read_board
from portal_bazaar.attendance.coverage import Invited, Person, coverage
from portal_bazaar.commitments import rules
from portal_bazaar.models import Commitment, InvitedEducation, Visitor
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.api import SYSTEM, NotAllowed, actor_for, now
from portal.testing.forms import form_values


@pytest.fixture
def school(session: Session, make: Any, bazaar: Any, education: Any) -> Any:
    """A bazaar that goes on: an education with a leader below a head, and one of another school
    with a draft that nobody else may read."""

    class School:
        fair = bazaar(starts_at=now() - dt.timedelta(hours=1))
        top = make.unit("School of Testing", kind="institution")
        unit = make.unit("Nursing", parent=top)
        team = make.unit("Team North", parent=unit)
        head = make.user("Hanne Head", units=[top], function="leader")
        leader = make.user("Lars Leader", units=[unit], function="leader")
        ours = education(fair, unit)
        address = f"/bazaar/{fair.id}/register"
        drafts = f"/bazaar/{fair.id}/takes-home/{ours.id}"
        answer = f"/bazaar/{fair.id}/education/{ours.id}"

    session.add(Commitment(education_id=School.ours.id, practice="Canary draft"))
    session.commit()
    return School


def _ask(person: Any, school: Any, function: str = "teacher") -> Any:
    values = form_values(person.page(school.address), "education")
    values |= {"education": str(school.ours.id), "function": function}
    return person.post(school.address, values)


def _status(session: Session, fair: Any) -> str:
    session.expire_all()
    return str(read_board(session, fair).rows[0].status)


def test_a_stranger_registers_asks_and_reads_nothing_until_the_leader_says_yes(
    session: Session, school: Any, make: Any, sign_in: Any, mails: Any
) -> None:
    stranger = make.user("Sofie Stranger", units=[make.unit("Elsewhere")])
    person = sign_in(stranger)
    assert _ask(person, school).status_code == 303
    me = session.scalar(select(Visitor))
    assert me is not None
    assert (me.education_id, me.wish_education_id, me.badge) == (None, school.ours.id, 1)
    assert "Nursing is asked" in person.page(school.address)
    # Sent twice, it is one visitor and one mail, to the nearest leader alone.
    assert _ask(person, school).status_code == 303
    sent = mails()
    assert [school.leader.email in one for one in sent] == [True]
    assert "Sofie Stranger" in sent[0]
    history = f"/history/bazaar_commitment/{session.scalar(select(Commitment.id))}/"
    for page in (school.drafts, f"{school.drafts}/new", history):
        assert person.get(page).status_code == 404, page
    home = person.page(f"/bazaar/{school.fair.id}/takes-home")
    assert "Nursing is asked" in home and "come for no education" not in home
    assert "Canary" not in home
    assert _status(session, school.fair) == "answer"
    # One click, found on the front page and on the answer's page.
    leader = sign_in(school.leader)
    assert "1 asks to come for Nursing" in leader.page("/")
    assert "Sofie Stranger" in leader.page(school.answer)
    yes = f"{school.answer}/asking/{me.id}/yes"
    assert leader.post(yes).status_code == 303
    assert "Canary draft" in person.page(school.drafts)
    assert _status(session, school.fair) == "leader"
    assert stranger.email in mails()[-1]
    assert "asks to come" not in leader.page("/")
    # Pressed again it is nothing new, and it can be taken back.
    assert leader.post(yes).status_code == 303
    assert leader.post(f"{school.answer}/asking/{me.id}/no").status_code == 303
    assert person.get(school.drafts).status_code == 404
    assert "has said no" in person.page(school.address)
    # Asking again after a no is refused in the form; coming for none is not.
    refused = _ask(person, school)
    assert refused.status_code in (200, 303)
    assert _status(session, school.fair) == "answer"
    values = form_values(person.page(school.address), "education") | {"education": "0"}
    assert person.post(school.address, values).status_code == 303
    session.expire_all()
    assert (me.education_id, me.wish_education_id, me.cancelled_at) == (None, None, None)


def test_who_belongs_comes_at_once(
    session: Session, school: Any, make: Any, sign_in: Any, mails: Any
) -> None:
    for user, function in (
        (make.user(units=[school.unit]), "teacher"),
        (make.user(units=[school.team]), "teacher"),
        (school.leader, "leader"),
        (school.head, "leader"),
    ):
        assert _ask(sign_in(user), school, function).status_code == 303
        me = session.scalar(select(Visitor).where(Visitor.user_id == user.id))
        assert me is not None
        assert me.education_id == school.ours.id, user.name
    assert mails() == []
    # Of the whole school, but neither of the education nor its leader: asks.
    aside = make.user(units=[school.top])
    _ask(sign_in(aside), school)
    me = session.scalar(select(Visitor).where(Visitor.user_id == aside.id))
    assert me is not None
    assert (me.education_id, me.wish_education_id) == (None, school.ours.id)


def test_only_who_decides_answers_and_only_for_who_asks(
    session: Session, school: Any, make: Any, education: Any, visitor: Any, sign_in: Any
) -> None:
    stranger, member = make.user(), make.user(units=[school.unit])
    me = visitor(school.fair, stranger, function="teacher")
    me.wish_education_id = school.ours.id
    idle, other = visitor(school.fair, make.user()), education(school.fair)
    belongs = visitor(school.fair, member, education=school.ours)
    session.commit()
    yes = f"{school.answer}/asking/{me.id}/yes"
    for one in (stranger, member, make.user()):
        assert sign_in(one).post(yes).status_code == 404
    leader = sign_in(school.leader)
    for bad in (
        f"{school.answer}/asking/{idle.id}/yes",
        f"{school.answer}/asking/99999999999999999999/yes",
        f"{school.answer}/asking/{me.id}/maybe",
        f"/bazaar/{school.fair.id}/education/{other.id}/asking/{me.id}/yes",
        f"/bazaar/99999999999999999999/education/{school.ours.id}/asking/{me.id}/yes",
    ):
        assert leader.post(bad).status_code == 404, bad
    # Who belongs to the education is not sent away like this.
    assert leader.post(f"{school.answer}/asking/{belongs.id}/no").status_code == 303
    session.expire_all()
    assert (me.education_id, belongs.education_id) == (None, school.ours.id)
    with pytest.raises(NotAllowed):
        asking.say_who(session, actor_for(session, stranger), school.ours, me, True)
    organiser = sign_in("organiser")
    manage = f"/bazaar/{school.fair.id}/manage"
    for page in ("attendance", "attendance?as=table", f"attendance/{school.ours.id}"):
        assert yes in organiser.page(f"{manage}/{page}"), page
    assert "asks to come" in organiser.page(f"{manage}/attendance")
    assert "1 waits for an answer" in organiser.page(manage)
    assert stranger.name in organiser.page(f"{manage}/visitors?state=wishes")
    assert organiser.post(yes, {"back": "board"}).location.endswith("/attendance")
    session.expire_all()
    assert me.education_id == school.ours.id


def test_who_was_taken_off_comes_back_only_by_asking(
    session: Session, school: Any, make: Any, sign_in: Any
) -> None:
    user = make.user()
    actor, leader = actor_for(session, user), actor_for(session, school.leader)
    me = registering.register(session, leader, school.fair, user=user, education=school.ours)
    assert me.education_id == school.ours.id
    registering.cancel(session, leader, me)
    session.commit()
    registering.say_yes(session, actor, me)
    assert (me.cancelled_at, me.education_id, me.wish) == (None, None, school.ours)
    # What was said yes to is what was asked for: not to come as its leader.
    asking.say_who(session, leader, school.ours, me, True)
    assert me.education_id == school.ours.id
    registering.register(
        session, actor, school.fair, user=user, education=school.ours, function="leader"
    )
    assert (me.education_id, me.wish) == (None, school.ours)


def test_a_tablet_and_a_fellow_visitor_let_nobody_read_an_education(
    session: Session, school: Any, make: Any, visitor: Any
) -> None:
    nobody = actor_for(session, None)
    guest = registering.register(
        session, nobody, school.fair, name="Gry Guest", education=school.ours, function="leader"
    )
    assert (guest.education, guest.wish) == (None, school.ours)
    assert read_board(session, school.fair).asking[0][1] is guest
    member = make.user(units=[school.unit])
    me = visitor(school.fair, member, education=school.ours, function="teacher", badge=50)
    other = registering.substitute(session, actor_for(session, member), me, name="Sub Stitute")
    assert (other.education, other.wish) == (None, school.ours)
    by_leader = registering.substitute(
        session, actor_for(session, school.leader), other, name="Named One"
    )
    assert by_leader.education is None  # the seat was never theirs to pass on
    named = registering.register(
        session, SYSTEM, school.fair, name="Named Two", education=school.ours
    )
    assert named.education is school.ours


def test_brute_force_of_who_comes_what_counts_and_what_is_read(
    session: Session, make: Any, bazaar: Any, education: Any
) -> None:
    """Random stories, told by the rules of `register`, `cancel`, `say_yes` and `say_who`, against
    a book-keeper who knows only the three sentences of the rule."""
    chance = random.Random(6)
    parents: dict[int, int | None] = {}
    top = make.unit("Top")
    mid = [make.unit(parent=top) for _ in range(2)]
    low = [make.unit(parent=chance.choice(mid)) for _ in range(4)]
    for unit in (top, *mid, *low):
        parents[unit.id] = unit.parent_id
    users = []
    held: dict[int, list[tuple[int, str]]] = {}
    for _number in range(14):
        unit = chance.choice([top, *mid, *low, *low])
        function = chance.choice(["leader", "teacher", "teacher", "staff"])
        user = make.user(units=[unit], function=function)
        users.append(user)
        held[user.id] = [(unit.id, function)]
    fair = bazaar()
    invited = [education(fair, one) for one in (mid[0], *low)]
    for one in invited[::2]:
        one.delegate_id = chance.choice(users).id
    session.commit()

    def chain(unit_id: int | None) -> set[int]:
        return set() if unit_id is None else {unit_id} | chain(parents[unit_id])

    def leads(user: Any, one: InvitedEducation) -> bool:
        above = chain(one.unit_id)
        return any(unit in above and how == "leader" for unit, how in held[user.id])

    def belongs(user: Any, one: InvitedEducation) -> bool:
        if user.id == one.delegate_id or leads(user, one):
            return True
        return any(one.unit_id in chain(unit) for unit, _how in held[user.id])

    def decides(user: Any, one: InvitedEducation) -> bool:
        return user is None or user.id == one.delegate_id or leads(user, one)

    #: user -> (agreed education, function, cancelled); None as an actor is the system.
    book: dict[int, tuple[InvitedEducation | None, str, bool]] = {}
    wish: dict[int, InvitedEducation] = {}
    rows: dict[int, Visitor] = {}
    seen = {"agreed": 0, "asked": 0}
    for _step in range(300):
        user, one = chance.choice(users), chance.choice(invited)
        by = chance.choice([user, user, None, *chance.sample(users, 2)])
        actor = SYSTEM if by is None else actor_for(session, by)
        function = chance.choice(["leader", "teacher", "other"])
        what = chance.choice(["register", "register", "cancel", "yes", *["agree"] * 5])
        if what == "register":
            agreed, as_what, gone = book.get(user.id, (None, "", True))
            if wish.get(user.id) is not None and by is user and rows[user.id].wish_refused_at:
                continue
            rows[user.id] = registering.register(
                session, actor, fair, user=user, education=one, function=function
            )
            kept = agreed is one and as_what == function and not gone
            ok = kept or belongs(user, one) or decides(by, one)
            book[user.id] = (one if ok else None, function, False)
            wish.pop(user.id, None)
            if not ok:
                wish[user.id] = one
        elif user.id not in book:
            continue
        elif what == "cancel":
            registering.cancel(session, actor, rows[user.id])
            book[user.id] = (*book[user.id][:2], True)
        elif what == "yes":
            agreed, as_what, gone = book[user.id]
            registering.say_yes(session, actor, rows[user.id])
            if gone and agreed is not None and not (belongs(user, agreed) or decides(by, agreed)):
                wish[user.id], agreed = agreed, None
            book[user.id] = (agreed, as_what, False)
        elif user.id in wish and not book[user.id][2]:
            if decides(by, wish[user.id]):
                asking.say_who(session, actor, wish[user.id], rows[user.id], True)
                book[user.id] = (wish.pop(user.id), book[user.id][1], False)
                seen["agreed"] += 1
            else:
                with pytest.raises(NotAllowed):
                    asking.say_who(session, actor, wish[user.id], rows[user.id], True)
        seen["asked"] += user.id in wish
        session.flush()
        people = [
            Person(rows[key].id, key, where.id if where else None, how, False, gone)
            for key, (where, how, gone) in book.items()
        ]
        expected = coverage(
            [Invited(each.id, each.unit_id, each.answer) for each in invited],
            people,
            functions_of(session, book),
            parents,
        )
        found = {row.id: row for row in read_board(session, fair).rows}
        for each in invited:
            assert found[each.id].covered == expected[each.id]
            asks = {key for key, where in wish.items() if where is each and not book[key][2]}
            assert {visitor.user_id for visitor in found[each.id].asking} == asks
        me = rows.get(user.id)
        for each in invited if me is not None else ():
            where, _how, gone = book[user.id]
            reads = rules.writer_of(session, actor_for(session, user), me, each) is not None
            assert reads == (where is each and not gone)
    assert min(seen.values()) > 10, seen


def test_who_leads_another_education_takes_nobody_from_this_one(
    session: Session, school: Any, make: Any, education: Any, visitor: Any, sign_in: Any
) -> None:
    unit = make.unit("Elsewhere")
    theirs = education(school.fair, unit)
    other = make.user("Olga Other", units=[unit], function="leader")
    ours = make.user("Tea Teacher", units=[school.unit])
    both = make.user("Bo Both", units=[school.unit, unit])
    comes = [visitor(school.fair, one, education=school.ours) for one in (ours, both)]
    person, address = sign_in(other), f"/bazaar/{school.fair.id}/education/{theirs.id}"
    form = {"answer": "coming", "leaders": str(other.id), "asks": "yes", "seen": ""}
    for one in (ours, both):
        refused = person.post(address, form | {"teachers": str(one.id)})
        assert refused.status_code in (200, 422)
        assert f"{one.name} comes for Nursing already" in refused.text
    session.expire_all()
    assert [one.education_id for one in comes] == [school.ours.id] * 2
    assert session.scalar(select(InvitedEducation.answer).filter_by(id=theirs.id)) == ""
    # Taken the other way round, one's own leader has them back.
    comes[0].education_id = theirs.id
    session.commit()
    mine = {"answer": "coming", "teachers": str(ours.id), "asks": "yes", "seen": ""}
    assert sign_in(school.leader).post(school.answer, mine).status_code == 303
    session.expire_all()
    assert comes[0].education_id == school.ours.id


def test_of_two_who_answer_at_once_one_answer_stands(
    session: Session, school: Any, make: Any, visitor: Any
) -> None:
    me = visitor(school.fair, make.user(), function="teacher", wish_education_id=school.ours.id)
    assert me.wish_refused_at is None
    # Read here, and answered elsewhere before it is answered here.
    told = update(Visitor).where(Visitor.id == me.id).values(wish_refused_at=now())
    session.execute(told.execution_options(synchronize_session=False))
    asking.say_who(session, make.actor_of(school.leader), school.ours, me, True)
    session.commit()
    session.expire_all()
    assert (me.education_id, me.wish_education_id) == (school.ours.id, None)
    assert me.wish_refused_at is None
