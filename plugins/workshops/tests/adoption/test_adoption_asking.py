"""What comes round by itself: how does it go, and who does what; links in mails."""

from __future__ import annotations

import re

import pytest
from portal_workshops.adoption import asking, services
from portal_workshops.adoption.tokens import action_token, review_token
from portal_workshops.adoption.words import STATUSES
from portal_workshops.models import AdoptionAction, AdoptionReview
from sqlalchemy import select

from portal.api import today

CANARY = "kanariefugl"


def asked(mails):
    return [mail for mail in mails() if "How does it go with" in mail]


def test_it_is_asked_at_the_review_date_and_answered_from_the_mail(
    session, adoption, workshop, clock, mails, client
):
    asking.ask(session)
    assert session.scalars(select(AdoptionReview)).all() == []  # the day has not come
    clock(days=60)
    for _worker in range(3):
        asking.ask(session)
        session.commit()
    (mail,) = asked(mails)
    assert workshop.leader.email in mail
    links = re.findall(r"https?://\S+/workshops/adoptions/answer/\S+", mail)
    assert len(links) == len(STATUSES)
    link = next(one for one in links if one.endswith("status=in_use"))
    path = "/workshops" + link.split("/workshops", 1)[1]
    page = client.get(path)  # a mail scanner opens every link
    assert page.status_code == 200
    assert page.text.count('name="status" value="in_use"') == 1  # the one button
    assert adoption.status == "planned"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    answer = client.post(path.split("?")[0], data={"status": "in_use", "csrf_token": token})
    assert answer.status_code == 303
    assert adoption.status == "in_use"
    assert adoption.changes[-1].by_id == workshop.leader.id
    assert "change=1" in client.get(answer.location).text  # thanks, and the way to change it
    client.post(path.split("?")[0], data={"status": "in_use", "csrf_token": token})
    assert len(adoption.changes) == 2  # again does no harm
    client.post(path.split("?")[0], data={"status": "nonsense", "csrf_token": token})
    assert adoption.status == "in_use"


def test_a_reminder_comes_once_and_only_to_who_has_not_answered(
    session, make, adoption, workshop, clock, mails
):
    clock(days=60)
    asking.come_round(job(session))
    session.commit()
    clock(days=6)
    asking.remind(session)
    session.commit()
    assert len(asked(mails)) == 1
    clock(days=2)
    for _worker in range(2):
        asking.remind(session)
        session.commit()
    assert len(asked(mails)) == 2
    services.say(session, make.actor_of(workshop.leader), adoption, "trying")
    session.commit()
    clock(days=30)
    asking.come_round(job(session))
    session.commit()
    assert len(asked(mails)) == 2
    clock(days=91)
    asking.come_round(job(session))
    session.commit()
    assert len(asked(mails)) == 3  # the next round


def test_nobody_is_written_to_at_night_also_when_the_clocks_change(session, adoption, clock, mails):
    adoption.review_on = today()
    for _night in range(8):  # both sides of both changes of the clocks
        clock(hour=3, days=25)
        asking.come_round(job(session))
        session.commit()
        assert asked(mails) == []
    clock(hour=8)
    asking.come_round(job(session))
    session.commit()
    assert len(asked(mails)) == 1


def job(session):
    """The job as the worker gives it."""
    from portal.api import JobContext, now

    return JobContext(session, {}, now())


def test_somebody_else_is_asked_where_the_responsible_is_gone(
    session, make, adoption, workshop, clock, mails
):
    boss = make.user("Bo Boss", units=[workshop.unit], function="leader")
    workshop.leader.active = False
    session.commit()
    clock(days=60)
    asking.ask(session)
    session.commit()
    (review,) = session.scalars(select(AdoptionReview)).all()
    assert review.asked_id == boss.id
    boss.active = False
    adoption.review_on = today()
    session.commit()
    asking.ask(session)  # nobody is left; no error
    session.commit()


def test_two_workers_at_once_send_each_mail_once(app, session, adoption, workshop, clock, mails):
    """Both want to ask at the same moment: whoever comes second finds it done."""
    import threading

    from portal.api import own_session

    clock(days=60)
    session.commit()
    problems: list[BaseException] = []

    def worker():
        try:
            with app.app_context(), own_session() as own:
                asking.come_round(job(own))
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=worker) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(asked(mails)) == 1
    assert len([mail for mail in mails() if "this is yours" in mail]) == 1


@pytest.mark.parametrize("token", ["x", "", "W10.abc", "a" * 5000, "%00", "WzEsMV0.x"])
def test_forged_links_open_nothing(client, app, token):
    for what in ("answer", "done"):
        assert client.get(f"/workshops/adoptions/{what}/{token}").status_code in (404, 405)


def test_a_link_ends_with_who_it_was_for(session, make, adoption, workshop, clock, client):
    clock(days=60)
    asking.come_round(job(session))
    session.commit()
    (review,) = session.scalars(select(AdoptionReview)).all()
    mine, action = review_token(review), action_token(adoption.actions[0])
    assert client.get(f"/workshops/adoptions/answer/{mine}").status_code == 200
    assert client.get(f"/workshops/adoptions/answer/{action}").status_code == 404
    assert client.get(f"/workshops/adoptions/done/{mine}").status_code == 404
    workshop.leader.active = workshop.teacher.active = False
    session.commit()
    assert client.get(f"/workshops/adoptions/answer/{mine}").status_code == 404
    assert client.get(f"/workshops/adoptions/done/{action}").status_code == 404


def test_people_get_their_actions_a_reminder_and_one_click(
    session, adoption, workshop, clock, mails, client
):
    asking.tell_actions(session)
    asking.tell_actions(session)
    session.commit()
    told = [mail for mail in mails() if "this is yours" in mail]
    assert len(told) == 1
    assert "Danne grupper" in told[0]
    assert "Tale med praktikken" not in told[0]
    clock(days=17)
    for _worker in range(2):
        asking.tell_actions(session)
        session.commit()
    (due,) = [mail for mail in mails() if "A reminder of what you promised" in mail]
    path = "/workshops" + re.search(r"/workshops(/adoptions/done/\S+)", due)[1]
    page = client.get(path).text
    assert "Danne grupper" in page
    action = session.scalars(select(AdoptionAction).order_by(AdoptionAction.id)).first()
    assert action.done_at is None  # opening changes nothing
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    client.post(path, data={"csrf_token": token})
    assert action.done_at is not None
    assert action.done_by_id == workshop.teacher.id
    assert "btn-primary" not in client.get(path).text.split("<main")[1]  # nothing left to press


def test_the_pages_behind_the_links_speak_the_receivers_language(
    session, adoption, workshop, clock, client
):
    clock(days=60)
    asking.come_round(job(session))
    session.commit()
    review = session.scalar(select(AdoptionReview))
    action = session.scalar(select(AdoptionAction).where(AdoptionAction.user_id.is_not(None)))
    pages = (
        (review.asked, f"answer/{review_token(review)}"),
        (action.user, f"done/{action_token(action)}"),
    )
    for person, path in pages:
        for language, other in (("da", "en"), ("en", "da")):
            person.language = language
            session.commit()
            client.set_cookie("portal_language", other)  # the browser may be anybody's
            page = client.get(f"/workshops/adoptions/{path}").text
            assert f'<html lang="{language}"' in page


def test_a_leader_who_is_asked_instead_is_not_told_the_title_of_what_is_hidden(
    session, make, sheet, workshop, clock, mails, sign_in
):
    from portal.api import Membership

    keeper, unit = make.user("Kim Keeper", roles=["staff"]), make.unit("Radiograf")
    boss = make.user("Bo Boss", email="bo.boss@school.example")
    session.add(Membership(user_id=boss.id, unit_id=unit.id, function="leader"))
    hidden = sheet(
        CANARY,
        author=keeper,
        responsible_id=keeper.id,
        builds_on_id=workshop.origin.id,
        unit_id=unit.id,
        visibility="private",
    )
    services.follow_sheet(session, make.actor_of(keeper), hidden.id, "trying")
    keeper.active = False
    session.commit()
    clock(days=200)
    asking.ask(session)
    session.commit()
    (mail,) = [one for one in asked(mails) if boss.email in one]
    assert CANARY not in mail and "Radiograf" in mail
    person = sign_in(boss)
    assert CANARY not in person.page("/")
    assert CANARY not in person.page(re.search(r"(/workshops/adoptions/answer/[^?\s]+)", mail)[1])
