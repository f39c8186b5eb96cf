"""How it goes: who says it, who sees it, and what is to be done."""

from __future__ import annotations

import datetime as dt

import pytest
from portal_workshops.adoption import asking, services
from portal_workshops.adoption.access import may_answer, may_see
from portal_workshops.models import Adoption, AdoptionAction
from sqlalchemy import select

from portal.api import PortalError, today

CANARY = "kanariefugl"


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


def test_the_origins_owner_finds_what_became_of_it(session, adoption, workshop, sign_in):
    owner = sign_in(workshop.owner)
    origin = f"/factsheets/{workshop.origin.id}"
    address = f"/workshops/adoptions/{adoption.id}"
    assert address in owner.page(origin)
    assert address in owner.page("/workshops/adoptions/")
    for path in (origin, "/workshops/adoptions/"):
        assert address not in sign_in("staff").page(path)  # a draft, for anybody else


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
