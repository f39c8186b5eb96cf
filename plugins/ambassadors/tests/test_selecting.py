"""Proposals, volunteers, decisions; and the agreements that follow."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from flask_babel import force_locale
from portal_ambassadors.models import Agreement, Ambassador, Nomination
from portal_ambassadors.profiles.data import ChoiceData, InvalidProfile
from portal_ambassadors.profiles.services import ambassador_of
from portal_ambassadors.selecting import agreements
from portal_ambassadors.selecting import services as rules
from portal_ambassadors.selecting.agreements import AgreementData
from portal_ambassadors.selecting.states import State
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from portal.api import NotAllowed, PortalError, User, actor_for, db, find, now, today

CANARY = "Kanariefugl"
YES = ChoiceData(chosen_why="Because she asks good questions.", mandate="Decides on pilots.")


@pytest.fixture(autouse=True)
def english(app):
    """The rules answer in the language of these tests."""
    with force_locale("en"):
        yield


@pytest.fixture
def school(make):
    """A unit with a leader, Lis, and a teacher, Tina; and an editor, Edit, who coordinates."""

    class School:
        unit = make.unit("Skolen i Vang")
        other = make.unit("Skolen i By")
        leader = make.user("Lis Leder", units=[unit], function="leader")
        teacher = make.user("Tina Teacher", units=[unit])
        stranger = make.user("Sten Stranger", units=[other])
        editor = make.user("Edit Editor", roles=["editor"])

    return School


@pytest.fixture
def proposed(session, make, school):
    found = rules.propose(session, make.actor_of(school.leader), school.teacher, CANARY)
    session.commit()
    return found


@pytest.fixture
def offered(session, make, school, proposed):
    rules.answer(session, make.actor_of(school.teacher), proposed, True)
    session.commit()
    return proposed


@pytest.fixture
def appointed(session, make, school, offered):
    made = rules.decide(session, make.actor_of(school.editor), offered, "yes", "Welcome!", YES)
    session.commit()
    return made


def test_a_leader_proposes_the_person_says_yes_the_coordinator_decides(
    session, school, appointed, proposed
):
    assert appointed.user is school.teacher and appointed.status == "active"
    assert (appointed.chosen_how, appointed.chosen_by_id) == ("appointed", school.editor.id)
    assert appointed.chosen_why == YES.chosen_why and appointed.mandate == YES.mandate
    assert proposed.state == State.APPOINTED and proposed.closed_at is not None
    first = agreements.latest(session, appointed)
    assert first.number == 1 and first.mandate == YES.mandate and first.confirmed_at is None
    assert first.contact_id == school.editor.id


def test_nobody_is_chosen_before_they_have_said_yes(session, make, school, proposed):
    with pytest.raises(PortalError, match="not said yes"):
        rules.decide(session, make.actor_of(school.editor), proposed, "yes", "", YES)
    assert ambassador_of(session, school.teacher.id) is None


def test_who_may_propose_whom(session, make, school):
    lis = make.actor_of(school.leader)
    for actor, user in [
        (lis, school.leader),
        (lis, school.stranger),
        (make.actor_of(school.teacher), school.leader),
        (make.actor_of(school.editor), school.teacher),
    ]:
        with pytest.raises(NotAllowed):
            rules.propose(session, actor, user, "Why not")
    assert session.scalars(select(Nomination)).all() == []


def test_one_open_nomination_for_each_person_says_the_database(session, school, proposed):
    row = {"user_id": school.teacher.id, "how": "appointed", "reason": "x", "state": "asked"}
    row |= {"created_at": now(), "words": ""}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Nomination).values(row))
    session.execute(insert(Nomination).values({**row, "closed_at": now()}))


def test_a_refusal_does_not_say_whether_somebody_was_proposed(session, make, school, proposed):
    """Another leader learns the same whether there is a proposal or the person said no."""
    other = make.actor_of(make.user("Olga Other", units=[school.unit], function="leader"))
    with pytest.raises(PortalError) as first:
        rules.propose(session, other, school.teacher, "Me too")
    rules.answer(session, make.actor_of(school.teacher), proposed, False)
    with pytest.raises(PortalError) as second:
        rules.propose(session, other, school.teacher, "Me too")
    assert str(first.value) == str(second.value) and CANARY not in str(first.value)
    proposed.closed_at = now() - rules.REST - dt.timedelta(days=1)
    rules.propose(session, other, school.teacher, "Now")


def test_a_volunteer_is_decided_about_at_once(session, make, school):
    made = rules.volunteer(session, make.actor_of(school.stranger), "I like to share.")
    with pytest.raises(PortalError, match="open proposal"):
        rules.volunteer(session, make.actor_of(school.stranger), "Again")
    found = rules.decide(session, make.actor_of(school.editor), made, "yes", "", YES)
    assert found.chosen_how == "volunteered"
    with pytest.raises(PortalError, match="already"):
        rules.volunteer(session, make.actor_of(school.stranger), "Again")


def test_nobody_decides_about_themselves(session, make, school):
    made = rules.volunteer(session, make.actor_of(school.editor), "Me.")
    with pytest.raises(NotAllowed):
        rules.decide(session, make.actor_of(school.editor), made, "yes", "", YES)
    with pytest.raises(NotAllowed):
        rules.decide(session, make.actor_of(school.leader), made, "yes", "", YES)


def test_no_and_later_need_words_and_later_stays_open(session, make, school, offered):
    edit = make.actor_of(school.editor)
    for verdict in ("no", "later"):
        with pytest.raises(InvalidProfile) as problem:
            rules.decide(session, edit, offered, verdict, "  \x00 ")
        assert set(problem.value.errors) == {"words"}
    rules.decide(session, edit, offered, "later", "In spring.", later_on=today() + dt.timedelta(9))
    assert offered.state == State.LATER and offered.closed_at is None
    rules.decide(session, edit, offered, "no", "Thank you all the same.")
    assert offered.state == State.REFUSED and offered.closed_at is not None
    with pytest.raises(PortalError, match="faster"):
        rules.decide(session, edit, offered, "yes", "", YES)


def test_a_decision_that_cannot_be_changes_nothing(session, make, school, offered):
    edit = make.actor_of(school.editor)
    wrong = ChoiceData(
        chosen_why="Why", mandate_from=today(), mandate_until=today() - dt.timedelta(days=1)
    )
    for verdict, choice, later, fields in [
        ("yes", wrong, None, {"mandate_until"}),
        ("yes", ChoiceData(), None, {"chosen_why"}),
        ("perhaps", YES, None, {"verdict"}),
        ("later", YES, today(), {"later_on"}),
    ]:
        with pytest.raises(InvalidProfile) as problem:
            rules.decide(session, edit, offered, verdict, "Words", choice, later)
        assert set(problem.value.errors) == fields
        session.rollback()
    assert session.get(Nomination, offered.id).state == State.OFFERED
    assert ambassador_of(session, school.teacher.id) is None


def test_who_becomes_an_ambassador_otherwise_is_asked_no_more(
    session, make, sign_in, school, proposed
):
    from portal_ambassadors.profiles import services as profiles

    edit = make.actor_of(school.editor)
    profiles.appoint(session, edit, school.teacher, ChoiceData(chosen_how="appointed"))
    session.commit()
    assert proposed.state == State.APPOINTED and proposed.closed_at is not None
    assert "Will you be an ambassador?" not in sign_in(school.teacher).page("/")


def test_withdrawing(session, make, school, offered):
    for other in (school.stranger, school.editor):
        with pytest.raises(NotAllowed):
            rules.withdraw(session, make.actor_of(other), offered)
    rules.withdraw(session, make.actor_of(school.teacher), offered)
    with pytest.raises(PortalError, match="faster: Withdrawn"):
        rules.decide(session, make.actor_of(school.editor), offered, "yes", "", YES)
    rules.volunteer(session, make.actor_of(school.teacher), "On second thoughts")


def race(app, *jobs):
    """Each job in a session of its own, at once; what each raised, or None."""
    outcomes = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(place, user_id, nomination_id, job):
        with app.test_request_context():
            own = db.session()
            gate.wait()
            try:
                actor = actor_for(own, own.get(User, user_id))
                job(own, actor, own.get(Nomination, nomination_id))
                own.commit()
            except PortalError as problem:
                outcomes[place] = problem
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(at, *job)) for at, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_coordinators_decide_at_once(app, session, make, school, offered):
    second = make.user("Eva Editor", roles=["editor"])
    ids = [(one.id, offered.id) for one in (school.editor, second)]
    session.commit()

    def yes(own, actor, one):
        rules.decide(own, actor, one, "yes", "", YES)

    def no(own, actor, one):
        rules.decide(own, actor, one, "no", "Sorry.")

    outcomes = race(app, (*ids[0], yes), (*ids[1], no))
    assert [one is None for one in outcomes].count(True) == 1, outcomes
    session.expire_all()
    chosen = ambassador_of(session, school.teacher.id)
    assert (offered.state == State.APPOINTED) == (chosen is not None) == (outcomes[0] is None)


def test_accepting_and_withdrawing_at_once(app, session, school, proposed):
    ids = [(one.id, proposed.id) for one in (school.teacher, school.leader)]
    session.commit()

    def accept(own, actor, one):
        rules.answer(own, actor, one, True)

    outcomes = race(app, (*ids[0], accept), (*ids[1], rules.withdraw))
    session.expire_all()
    # Withdrawing wins in either order; who came too late is told.
    assert proposed.state == State.WITHDRAWN and outcomes[1] is None


def test_all_the_way_in_pages(session, sign_in, school, mails):
    lis, tina, edit = sign_in(school.leader), sign_in(school.teacher), sign_in(school.editor)
    assert "/ambassadors/propose" in lis.page("/ambassadors/")
    assert "/ambassadors/propose" in lis.page(f"/units/{school.unit.id}")
    people = lis.page("/ambassadors/propose")
    assert "Tina Teacher" in people and "Sten Stranger" not in people
    address = f"/ambassadors/propose/{school.teacher.id}"
    assert lis.post(address, {"reason": ""}).status_code == 422
    assert lis.post(address, {"reason": CANARY}).status_code == 303
    one = session.scalars(select(Nomination)).one()
    link = f"/ambassadors/selecting/{one.id}"
    assert any("proposes you as an ambassador" in mail for mail in mails())
    assert "Will you be an ambassador?" in tina.page("/")
    assert "New ambassadors?" not in edit.page("/")
    assert tina.post(link + "/answer", {"answer": "yes"}).status_code == 303
    assert "Will you be an ambassador?" not in tina.page("/")
    assert "1 proposal waits for a decision" in edit.page("/")
    assert CANARY in edit.page(link)
    sent = {"verdict": "yes", "words": "Welcome!", "chosen_why": "Asks well.", "mandate": "Pilots"}
    refused = edit.post(link + "/decide", {**sent, "chosen_why": "", "mandate": "Kept text"})
    assert refused.status_code == 422 and "Kept text" in refused.text
    assert edit.post(link + "/decide", sent).status_code == 303
    assert "Welcome!" in tina.page(link) and "Welcome!" in lis.page(link)
    ambassador = session.scalars(select(Ambassador)).one()
    profile = sign_in(school.stranger).page(f"/ambassadors/{ambassador.id}")
    assert "Asks well." in profile and "Appointed" in profile and "Edit Editor" in profile
    assert CANARY not in profile and "Welcome!" not in profile
    late = edit.post(link + "/decide", {**sent, "words": "Twice"})
    assert late.status_code == 422 and "faster" in late.text and "Twice" in late.text


def test_volunteering_in_pages(session, sign_in, school):
    sten = sign_in(school.stranger)
    assert "/ambassadors/volunteer" in sten.page("/ambassadors/")
    assert sten.post("/ambassadors/volunteer", {"reason": "x" * 2001}).status_code == 422
    assert sten.post("/ambassadors/volunteer", {"reason": "I like it."}).status_code == 303
    one = session.scalars(select(Nomination)).one()
    assert sten.get("/ambassadors/volunteer").status_code == 302
    assert sten.post(f"/ambassadors/selecting/{one.id}/withdraw").status_code == 303
    assert "Withdrawn" in sten.page("/ambassadors/selecting")


def test_nobody_else_learns_of_it(session, make, sign_in, school, offered, work, mails):
    """Not on any page, in no search, suggestion, notice, mail or history; also not by posting."""
    work()
    second = make.user("Olga Other", units=[school.unit], function="leader")
    link = f"/ambassadors/selecting/{offered.id}"
    for user in (school.stranger, second):
        reader = sign_in(user)
        assert reader.get(link).status_code == 404
        for verb in ("answer", "withdraw", "decide"):
            sent = {"answer": "yes", "verdict": "no", "words": "x"}
            assert reader.post(f"{link}/{verb}", sent).status_code == 404
        for page in (
            "/",
            f"/search?q={CANARY}",
            "/search?q=Tina",
            "/ambassadors/",
            "/ambassadors/selecting",
            "/notices",
            f"/people/{school.teacher.id}",
            f"/units/{school.unit.id}",
        ):
            text = reader.get(page).get_data(as_text=True)
            # The words of one's own search stand in its field and title.
            assert text.count(CANARY) == 0 or page.endswith(f"q={CANARY}"), page
            assert "selecting/" not in text, page
            assert "Proposal: " not in text, page
        assert reader.get(f"/history/ambassador_nomination/{offered.id}/").status_code == 404
    told = [mail for mail in mails() if "would like to be an ambassador" in mail]
    assert told and not any(
        user.email in mail for mail in told for user in (school.stranger, second)
    )
    lis, tina = sign_in(school.leader), sign_in(school.teacher)
    for reader in (lis, tina):
        assert CANARY in reader.page(link)
        assert reader.post(f"{link}/decide", {"verdict": "yes"}).status_code == 404


def test_the_search_knows_nothing_of_it(session, make, school, offered, work):
    work()
    kinds = ["ambassador", "ambassador_nomination", "person"]
    for user in (school.stranger, school.editor, school.teacher):
        assert find(session, make.actor_of(user), CANARY, kinds) == []


@pytest.mark.parametrize(
    "path", ["propose/{0}", "selecting/{0}", "{0}/agreement", "{0}/agreement/change"]
)
def test_nonsense_in_addresses(sign_in, school, path):
    for reader in (sign_in(school.leader), sign_in(school.editor)):
        for number in ("99999999999999999999", "0", "123456"):
            assert reader.get("/ambassadors/" + path.format(number)).status_code == 404


def test_nonsense_in_forms(session, sign_in, school, offered):
    edit, link = sign_in(school.editor), f"/ambassadors/selecting/{offered.id}/decide"
    for sent in (
        {},
        {"verdict": "\x00", "words": "\x00"},
        {"verdict": "yes", "chosen_why": "x" * 7000},
        {"verdict": "yes", "chosen_why": "x", "mandate_from": "never"},
        {"verdict": "later", "words": "x", "later_on": "0001-01-01"},
        {"verdict": "no", "words": "x" * 2001},
    ):
        assert edit.post(link, sent).status_code == 422, sent
    assert sign_in(school.leader).get("/ambassadors/propose?q=%00&page=-9").status_code < 500
    assert sign_in(school.stranger).get("/ambassadors/propose").status_code == 404
    session.expire_all()
    assert offered.state == State.OFFERED


def test_lists_cost_the_same_however_long(session, make, sign_in, school, count_queries):
    edit, lis = sign_in(school.editor), sign_in(school.leader)

    def some(number):
        for _ in range(number):
            user = make.user(units=[school.unit])
            rules.propose(session, make.actor_of(school.leader), user, "Why")
        session.commit()

    def cost():
        for _ in range(2):
            lis.page("/ambassadors/propose")
            edit.page("/ambassadors/selecting")
        with count_queries() as queries:
            edit.page("/ambassadors/selecting")
            lis.page("/ambassadors/propose")
        return len(queries)

    some(2)
    few = cost()
    some(8)
    # The frame around a page asks some things once in a while only; eight rows more ask nothing.
    assert cost() <= few + 2


# Agreements


def test_both_sides_confirm_the_same_version(session, make, school, appointed):
    tina, edit = make.actor_of(school.teacher), make.actor_of(school.editor)
    agreements.confirm(session, tina, appointed, 1)
    assert agreements.latest(session, appointed).confirmed_at is None
    data = agreements.data_of(agreements.latest(session, appointed))
    changed = AgreementData(purpose="Another", tasks=data.tasks, contact_id=data.contact_id)
    agreements.change(session, edit, appointed, changed, 1)
    with pytest.raises(PortalError, match="newer version"):
        agreements.confirm(session, edit, appointed, 1)
    newest = agreements.confirm(session, edit, appointed, 2)
    assert newest.own_yes_at is None and newest.confirmed_at is None
    assert agreements.confirm(session, tina, appointed, 2).confirmed_at is not None
    old, new = reversed(agreements.versions(session, appointed))
    assert old.own_yes_at is not None and old.other_yes_at is None
    found = agreements.differences(old, new)
    assert set(found) == {"purpose", "time", "mandate"}
    assert ("in", "Another") in found["purpose"]


def test_no_change_is_no_version_and_an_old_form_is_refused(session, make, school, appointed):
    tina = make.actor_of(school.teacher)
    data = agreements.data_of(agreements.latest(session, appointed))
    assert agreements.change(session, tina, appointed, data, 1) is None
    with pytest.raises(PortalError, match="newer version"):
        agreements.change(session, tina, appointed, data, 0)
    with pytest.raises(InvalidProfile) as problem:
        agreements.change(session, tina, appointed, AgreementData(time="x" * 7000), 1)
    assert set(problem.value.errors) == {"purpose", "time"}


def test_who_reads_the_agreement(session, make, sign_in, school, appointed):
    agreements.change(
        session, make.actor_of(school.editor), appointed, AgreementData(purpose=CANARY), 1
    )
    session.commit()
    address = f"/ambassadors/{appointed.id}/agreement"
    for user in (school.teacher, school.leader, school.editor):
        assert CANARY in sign_in(user).page(address)
    sten = sign_in(school.stranger)
    for path in ("", "/change"):
        assert sten.get(address + path).status_code == 404
    assert sten.post(address + "/confirm", {"version": 2}).status_code == 404
    assert "Agreement" not in sten.page(f"/ambassadors/{appointed.id}")


def test_agreeing_in_pages(session, sign_in, school, appointed):
    tina, edit, lis = sign_in(school.teacher), sign_in(school.editor), sign_in(school.leader)
    address = f"/ambassadors/{appointed.id}/agreement"
    for person in (tina, edit, lis):
        assert "waits for your yes" in person.page("/")
    sent = {"purpose": "To help", "tasks": "Ask", "based_on": "1"}
    assert tina.post(address + "/change", sent).status_code == 303
    stale = tina.post(address + "/change", {**sent, "tasks": "Kept"})
    assert stale.status_code == 422 and "Kept" in stale.text
    assert "<del>" in lis.page(address) and "<ins>" in lis.page(address)
    assert "older version" in tina.page(address + "?version=1")
    assert tina.page(address + "?version=99999999999999999999")
    for version in ("1", "x", "9" * 40, "\x00"):
        tina.post(address + "/confirm", {"version": version})
    assert "Not confirmed yet" in tina.page(address)
    assert tina.post(address + "/confirm", {"version": "2"}).status_code == 303
    assert lis.post(address + "/confirm", {"version": "2"}).status_code == 303
    for person in (tina, edit, lis):
        assert "waits for your yes" not in person.page("/")
    shown = sign_in(school.stranger).page(f"/ambassadors/{appointed.id}")
    assert "Agreement confirmed on" in shown and "To help" not in shown


def test_who_ambassadors_turn_to_can_be_handed_over(session, make, school, appointed):
    from portal_ambassadors.selecting import hooks

    (held,) = hooks.holdings(session, school.editor)
    assert "Tina Teacher" in held.title
    hooks.hand_over(session, make.actor("editor"), school.editor, school.leader, [held])
    assert list(hooks.holdings(session, school.editor)) == []
    assert [one.key for one in hooks.holdings(session, school.leader)] == [held.key]
    assert agreements.latest(session, appointed).number == 2
    hooks.hand_over(session, make.actor("editor"), school.editor, school.stranger, [held])
    assert list(hooks.holdings(session, school.stranger)) == []


def test_my_data_and_erasing(session, make, school, appointed, proposed):
    from portal_ambassadors.profiles.people import erase_user
    from portal_ambassadors.selecting import hooks

    assert hooks.export_user(session, school.teacher)["proposals"][0]["why"] == CANARY
    assert hooks.export_user(session, school.leader)["proposals"][0]["person"] == "Tina Teacher"
    assert hooks.export_user(session, school.editor)["decided_about"] == ["Tina Teacher"]
    hooks.erase_user(session, school.leader)
    session.commit()
    assert session.scalars(select(Nomination.proposed_by_id)).all() == [None]
    assert rules.find_nomination(session, make.actor_of(school.leader), proposed.id) is None
    hooks.erase_user(session, school.teacher)
    erase_user(session, school.teacher)
    session.commit()
    assert session.scalars(select(Nomination.id)).all() == []
    assert session.scalars(select(Agreement.id)).all() == []
