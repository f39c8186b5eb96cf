"""Taking a practice home: the draft, how it goes, who does what, and the mails."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from portal_workshops.adoption import asking, services
from portal_workshops.adoption.access import may_answer, may_see
from portal_workshops.adoption.tokens import action_token, review_token
from portal_workshops.adoption.words import STATUSES
from portal_workshops.canvas.services import Design, Element, Sign, Stakeholder, Step, Word
from portal_workshops.models import Adoption, AdoptionAction, AdoptionReview
from portal_workshops.series.services import add_education, create_series
from sqlalchemy import select

from portal.api import NotAllowed, PortalError, today, wish_outcomes

CANARY = "kanariefugl"


@pytest.fixture
def clock(monkeypatch):
    """Stops the clock of adoptions at noon; `clock(days=3)` moves it on, `clock(hour=3)` says
    what time of day it is."""
    from portal.api import at_hour

    first, moved, noon = today(), dt.timedelta(), dt.time(12)

    def forward(hour: int | None = None, **far: Any) -> None:
        nonlocal moved
        moved += dt.timedelta(**far)
        day = first + moved
        moment = at_hour(day, dt.time(hour) if hour is not None else noon)
        for module in (asking, services):
            monkeypatch.setattr(module, "now", lambda: moment)
            monkeypatch.setattr(module, "today", lambda: day)

    forward()
    return forward


@pytest.fixture
def workshop(session, make, sheet):
    """An education with a leader and a teacher in a series, and the origin's owner."""

    class Workshop:
        owner = make.user("Olga Owner", roles=["staff"])
        leader = make.user("Lea Leader", roles=["leader"])
        teacher = make.user("Tea Teacher", roles=["staff"])
        unit = make.unit("Pædagog", parent=make.unit("UC Fjordby"))
        origin = sheet("Vejledning i grupper", author=owner, responsible_id=owner.id)

    it = Workshop()
    planner = make.actor("organiser")
    it.series = create_series(session, planner, it.origin.id, title="Vejledning")
    it.part = add_education(session, planner, it.series, it.unit, [it.teacher], leader=it.leader)
    session.commit()
    return it


@pytest.fixture
def designed(monkeypatch, workshop):
    """What the group has made on its canvas."""
    made = Design(
        title="Vejledning hos os",
        practice="Vi vejleder i grupper på fire.",
        pitch="Fire kloge hoveder er bedre end et.",
        review=today() + dt.timedelta(days=60),
        codex=(Word("Mod", 3, "Vi tør spørge"),),
        elements=(
            Element("1", "Grupper på fire", "keep", ""),
            Element("2", "Ugentligt", "adapt", "hver anden uge"),
            Element("3", "Logbog", "leave", "for meget skriveri"),
        ),
        steps=(
            Step("a", "Danne grupper", (workshop.teacher.id,), "", today() + dt.timedelta(days=20)),
            Step("b", "Tale med praktikken", (), "studieadministrationen", None),
        ),
        signs=(Sign("Færre falder fra", "tal fra kontoret"),),
        stakeholders=(Stakeholder("Studerende", "near"), Stakeholder("Ministeriet", "far")),
    )
    monkeypatch.setattr(services, "design_of", lambda *_arguments: made)
    return made


@pytest.fixture
def adoption(session, make, workshop, designed):
    """The practice, taken home by the teacher."""
    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    session.commit()
    return made


# --- the draft -----------------------------------------------------------------------------


def test_the_result_is_a_draft_that_builds_on_its_origin(session, adoption, workshop, sheet):
    own = session.get_one(sheet.model(), adoption.sheet_id)
    assert (own.status, own.title, own.builds_on_id, own.unit_id) == (
        "draft",
        "Vejledning hos os",
        workshop.origin.id,
        workshop.unit.id,
    )
    assert own.responsible_id == workshop.leader.id
    assert "Fire kloge hoveder" in own.challenge
    assert "1. Danne grupper (Tea Teacher" in own.actions
    assert "Ugentligt: hver anden uge" in own.elements
    assert "Logbog: for meget skriveri" in own.attention
    assert own.target_group == "- Studerende"
    assert "Færre falder fra (tal fra kontoret)" in own.hypothesis
    assert adoption.review_on == today() + dt.timedelta(days=60)
    assert [(one.what, one.user_id, one.who) for one in adoption.actions] == [
        ("Danne grupper", workshop.teacher.id, ""),
        ("Tale med praktikken", None, "studieadministrationen"),
    ]


def test_adopting_again_is_the_same_practice(session, make, adoption, workshop):
    again = services.adopt(session, make.actor_of(workshop.leader), workshop.part)
    assert again is adoption


def test_an_empty_canvas_makes_a_draft_all_the_same(session, make, workshop):
    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    assert made.title.startswith("Vejledning i grupper ")
    assert made.title.endswith(" Pædagog")
    assert made.actions == []


def test_a_hidden_origin_is_named_nowhere(session, make, workshop, sheet, sign_in):
    workshop.origin.title, workshop.origin.visibility = CANARY, "private"
    sheet.show(workshop.origin)
    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    session.commit()
    own = session.get_one(sheet.model(), made.sheet_id)
    assert own.builds_on_id is None
    assert CANARY not in made.title + own.title
    person = sign_in(workshop.teacher)
    for path in (
        f"/workshops/adoptions/{made.id}",
        "/workshops/adoptions/",
        "/workshops/adoptions.csv",
        f"/factsheets/{own.id}",
    ):
        assert CANARY not in person.page(path)


def test_who_does_not_take_part_takes_nothing_home(session, make, workshop, sign_in):
    with pytest.raises(NotAllowed):
        services.adopt(session, make.actor("staff"), workshop.part)
    address = f"/workshops/education/{workshop.part.id}/adoption"
    assert sign_in("staff").post(address).status_code == 404
    assert sign_in(workshop.owner).post(address).status_code == 303  # sees it, and is refused
    assert session.scalars(select(Adoption)).all() == []


def test_from_the_workshop_to_the_draft_in_the_browser(session, workshop, designed, sign_in):
    person = sign_in(workshop.teacher)
    address = f"/workshops/education/{workshop.part.id}/adoption"
    assert "Begin our fact sheet" in person.page(address)
    answer = person.post(address)
    page = person.page(answer.location)
    for words in ("Vejledning hos os", "Danne grupper", "Finish the fact sheet", "Planned"):
        assert words in page
    assert person.get(address).location == answer.location


# --- how it goes ---------------------------------------------------------------------------


def test_saying_how_it_goes_is_told_to_the_origins_owner(
    session, adoption, workshop, sign_in, work
):
    person = sign_in(workshop.leader)
    answer = person.post(
        f"/workshops/adoptions/{adoption.id}/say", {"status": "in_use", "note": "Det virker"}
    )
    assert answer.status_code == 303
    assert (adoption.status, adoption.changes[-1].note) == ("in_use", "Det virker")
    assert adoption.review_on == today() + dt.timedelta(days=365)
    work()
    owner = sign_in(workshop.owner)
    assert "Pædagog: In use." in owner.page("/me/notices")
    page = owner.page(f"/workshops/adoptions/{adoption.id}")
    assert "Det virker" in page
    assert "Save the answer" not in page  # sees what became of it, and does not answer for it


@pytest.mark.parametrize(
    "data", [{}, {"status": ""}, {"status": "x"}, {"status": "in_use", "note": "x" * 501}]
)
def test_what_makes_no_sense_is_said_in_the_form(session, adoption, workshop, sign_in, data):
    answer = sign_in(workshop.leader).post(f"/workshops/adoptions/{adoption.id}/say", data)
    assert answer.status_code == 422
    assert adoption.status == "planned"


def test_what_was_laid_aside_is_left_in_peace(session, make, adoption, workshop, mails):
    services.say(session, make.actor_of(workshop.leader), adoption, "dropped")
    session.commit()
    assert adoption.review_on is None
    asking.tell_actions(session)
    session.commit()
    assert not [mail for mail in mails() if "Tea" in mail and "yours" in mail]


def test_who_may_see_and_who_may_answer(session, make, adoption, workshop):
    def rights(user):
        actor = make.actor_of(user)
        return may_see(session, actor, adoption), may_answer(session, actor, adoption)

    boss = make.user(units=[workshop.unit], function="leader")
    helper = make.user()
    adoption.actions[1].user_id = helper.id
    session.commit()
    assert rights(workshop.leader) == rights(workshop.teacher) == rights(boss) == (True, True)
    assert rights(make.user(roles=["organiser"])) == (True, True)
    assert rights(workshop.owner) == (True, False)
    assert rights(helper) == (True, False)
    assert rights(make.user(roles=["staff"])) == (False, False)


def test_others_find_nothing(adoption, sign_in):
    stranger = sign_in("staff")
    for path in ("", "/say", "/keep", "/actions", f"/actions/{adoption.actions[0].id}/done"):
        address = f"/workshops/adoptions/{adoption.id}{path}"
        answer = stranger.get(address) if not path else stranger.post(address)
        assert answer.status_code == 404, path
    assert "Vejledning hos os" not in stranger.page("/workshops/adoptions/")
    assert "Vejledning hos os" not in stranger.page("/workshops/adoptions.csv")
    assert stranger.get("/workshops/adoptions/99999999999").status_code == 404


def test_the_status_stands_on_the_origin_once_the_sheet_is_published(
    session, make, adoption, workshop, sheet, sign_in
):
    reader = sign_in()
    origin = f"/factsheets/{workshop.origin.id}"
    assert "Where it has spread" not in reader.page(origin)  # a draft does not shine through
    own = session.get_one(sheet.model(), adoption.sheet_id)
    own.status = "published"
    sheet.show(own)
    services.say(session, make.actor_of(workshop.leader), adoption, "trying")
    session.commit()
    page = reader.page(origin)
    assert "Taken home by 1 place, in use in 0." in page
    assert "Being tried" in page


def test_who_is_responsible_and_when_it_is_asked(session, adoption, workshop, sign_in):
    person = sign_in(workshop.teacher)
    address = f"/workshops/adoptions/{adoption.id}/keep"
    day = today() + dt.timedelta(days=10)
    data = {
        "responsible_id": workshop.teacher.id,
        "review_on": day.isoformat(),
        "version": adoption.version,
    }
    assert person.post(address, data).status_code == 303
    assert (adoption.responsible_id, adoption.review_on) == (workshop.teacher.id, day)
    person.post(address, {**data, "responsible_id": workshop.leader.id})  # an older version
    assert adoption.responsible_id == workshop.teacher.id
    data["version"] = adoption.version
    for wrong in ({"review_on": "1999-01-01"}, {"responsible_id": "999999"}, {"review_on": "x"}):
        assert person.post(address, {**data, **wrong}).status_code == 422


# --- without a workshop --------------------------------------------------------------------


def test_a_sheet_that_builds_on_another_says_how_it_goes(session, make, sheet, sign_in):
    writer = make.user(roles=["staff"])
    origin = sheet("Ophav")
    own = sheet("Hos os", author=writer, builds_on_id=origin.id)
    person = sign_in(writer)
    assert "Say how it goes here" in person.page(f"/factsheets/{own.id}")
    person.post(f"/workshops/adoptions/of-sheet/{own.id}", {"status": "in_use"})
    (made,) = session.scalars(select(Adoption)).all()
    assert (made.origin_id, made.sheet_id, made.status) == (origin.id, own.id, "in_use")
    assert "In use" in sign_in().page(f"/factsheets/{own.id}")
    person.post(f"/workshops/adoptions/of-sheet/{own.id}", {"status": "nonsense"})
    assert made.status == "in_use"
    stranger = sign_in("staff")
    assert stranger.post(f"/workshops/adoptions/of-sheet/{own.id}").status_code == 404
    assert person.post(f"/workshops/adoptions/of-sheet/{origin.id}").status_code == 404
    with pytest.raises(PortalError):
        services.follow_sheet(session, make.actor_of(origin.author), origin.id, "in_use")


# --- asked after ---------------------------------------------------------------------------


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


# --- who does what -------------------------------------------------------------------------


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


def test_done_with_one_click_and_its_undo(session, adoption, workshop, sign_in):
    person = sign_in(workshop.teacher)
    action = adoption.actions[0]
    address = f"/workshops/adoptions/{adoption.id}/actions/{action.id}"
    assert "1 thing you promised" not in person.page("/")  # twenty days ahead
    action.due_on = today() - dt.timedelta(days=1)
    session.commit()
    assert "1 thing you promised" in person.page("/")
    person.post(f"{address}/done")
    assert action.done_by_id == workshop.teacher.id
    assert "1 thing you promised" not in person.page("/")
    person.post(f"{address}/undone")
    assert action.done_at is None
    assert person.post(f"/workshops/adoptions/{adoption.id}/actions/99/done").status_code == 404


def test_an_action_is_added_and_checked(session, adoption, workshop, sign_in):
    person = sign_in(workshop.leader)
    address = f"/workshops/adoptions/{adoption.id}/actions"
    data = {"what": "Skrive ud", "user_id": workshop.teacher.id, "due_on": "2030-01-02"}
    assert person.post(address, data).status_code == 303
    assert [one.what for one in adoption.actions][-1] == "Skrive ud"
    for wrong in (
        {"what": ""},
        {"what": "x" * 501},
        {"due_on": "i morgen"},
        {"user_id": "9999999"},
        {"due_on": "9999-12-31"},
    ):
        answer = person.post(address, {**data, **wrong})
        assert answer.status_code == 422, wrong
    assert len(adoption.actions) == 3


# --- people and outcomes -------------------------------------------------------------------


def test_a_leaver_hands_over_and_the_erased_leave_the_history(session, make, adoption, workshop):
    from portal_workshops import plugin

    leader, successor = workshop.leader, make.user()
    kinds = [(one.kind, one.id) for one in plugin.holdings(session, leader)]
    assert ("workshop_adoption", adoption.id) in kinds
    held = [one for one in plugin.holdings(session, leader) if one.kind == "workshop_adoption"]
    plugin.hand_over(session, make.actor(), leader, successor, held)
    session.commit()
    session.refresh(adoption)
    assert adoption.responsible_id == successor.id
    exported = plugin.export_user(session, workshop.teacher)
    assert exported["adoption_actions"][0]["what"] == "Danne grupper"
    plugin.erase_user(session, workshop.teacher)
    session.commit()
    session.expire_all()
    assert adoption.actions[0].user_id is None
    assert adoption.changes[0].by_id is None
    assert adoption.status == "planned"


def test_the_wish_becomes_convened_held_and_adopted(session, make, workshop, designed):
    from portal_workshops.models import PracticeWish

    wish = PracticeWish(
        user_id=workshop.teacher.id, sheet_id=workshop.origin.id, unit_id=workshop.unit.id
    )
    session.add(wish)
    session.commit()
    key = f"workshops:wish:{wish.id}"
    assert wish_outcomes(session, [key]) == {}  # being planned: nobody has been told
    workshop.series.status = "open"
    session.flush()
    assert wish_outcomes(session, [key])[key].state == "convened"
    workshop.series.status = "done"
    session.flush()
    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    found = wish_outcomes(session, [key])[key]
    assert (found.state, found.status, found.sheet_id) == ("adopted", "planned", made.sheet_id)


def test_the_list_costs_a_fixed_number_of_queries(session, make, workshop, count_queries, sign_in):
    def add(number):
        for _each in range(number):
            one = Adoption(title="En praksis", unit_id=workshop.unit.id)
            one.actions = [AdoptionAction(what="Noget")]
            session.add(one)
        session.commit()

    person = sign_in("organiser")
    add(2)
    person.page("/workshops/adoptions/")
    with count_queries() as few:
        person.page("/workshops/adoptions/")
    add(20)
    with count_queries() as many:
        person.page("/workshops/adoptions/")
    assert len(many) <= len(few) + 1


def test_practices_and_wishes_move_with_their_place(session, make, adoption, workshop):
    from portal_workshops import plugin
    from portal_workshops.models import PracticeWish

    wish = PracticeWish(user_id=workshop.teacher.id, sheet_id=1, unit_id=workshop.unit.id)
    session.add(wish)
    session.commit()
    kinds = [one.kind for one in plugin.unit_holdings(session, workshop.unit)]
    assert "workshop_adoption" in kinds
    into = make.unit("Pædagog og lærer")
    for _again in range(2):
        plugin.move_unit_things(session, make.actor(), workshop.unit, into)
    session.commit()
    session.expire_all()
    assert adoption.unit_id == wish.unit_id == into.id


def test_the_origins_owner_finds_what_became_of_it(session, adoption, workshop, sign_in):
    owner = sign_in(workshop.owner)
    origin = f"/factsheets/{workshop.origin.id}"
    address = f"/workshops/adoptions/{adoption.id}"
    assert address in owner.page(origin)
    assert address in owner.page("/workshops/adoptions/")
    for path in (origin, "/workshops/adoptions/"):
        assert address not in sign_in("staff").page(path)  # a draft, for anybody else


def test_who_may_write_no_sheets_reads_whom_to_ask(session, make, workshop, sign_in):
    guest = make.user("Gerda Gæst")
    add_education(session, make.actor("organiser"), workshop.series, workshop.unit, [guest])
    session.commit()
    address = f"/workshops/education/{workshop.part.id}/adoption"
    page = sign_in(guest).page(address)
    assert "Begin our fact sheet" not in page
    assert "Lea Leader, Tea Teacher" in page
    assert "Gerda Gæst." not in page
    # An old page's button says why, and makes nothing.
    answer = sign_in(guest).post(address, {})
    assert answer.location == address
    assert services.adoption_of(session, workshop.part) is None
    assert "Begin our fact sheet" in sign_in(workshop.teacher).page(address)


def test_a_hidden_sheet_that_says_how_it_goes_keeps_its_title_to_itself(
    session, make, workshop, sheet, sign_in
):
    keeper = make.user("Kim Keeper", roles=["staff"])
    own = sheet(
        f"Vores {CANARY}",
        author=keeper,
        responsible_id=keeper.id,
        builds_on_id=workshop.origin.id,
        unit_id=workshop.unit.id,
        visibility="private",
    )
    made = services.follow_sheet(session, make.actor_of(keeper), own.id, "trying")
    session.commit()
    address = f"/workshops/adoptions/{made.id}"
    assert CANARY in sign_in(keeper).page(address)
    planner = sign_in("organiser")
    for reader in (sign_in(workshop.owner), planner):
        assert "A practice at Pædagog" in reader.page("/workshops/adoptions/")
        for path in ("/workshops/adoptions/", address, "/workshops/adoptions.csv"):
            answer = reader.get(path)
            assert answer.status_code == 200
            assert CANARY not in answer.text, path
    made.unit_id = None
    session.commit()
    assert CANARY not in sign_in(workshop.owner).page(f"/factsheets/{workshop.origin.id}")


def test_a_step_names_nobody_from_outside_the_workshop(session, make, workshop, sheet, monkeypatch):
    stranger = make.user(f"Fremmed {CANARY}")
    steps = (Step("a", "Danne grupper", (workshop.teacher.id, stranger.id), "", None),)
    monkeypatch.setattr(services, "design_of", lambda *_arguments: Design(steps=steps))
    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    session.commit()
    assert [one.user_id for one in made.actions] == [workshop.teacher.id]
    assert CANARY not in session.get_one(sheet.model(), made.sheet_id).actions
