"""The result of a workshop becomes a draft fact sheet."""

from __future__ import annotations

import datetime as dt

import pytest
from portal_workshops.adoption import drafting, services
from portal_workshops.canvas.services import Design, Element, Step
from portal_workshops.models import Adoption
from portal_workshops.series import seats
from portal_workshops.series.services import add_education
from sqlalchemy import select

from portal.api import NotAllowed, today

CANARY = "kanariefugl"


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


def test_a_step_names_nobody_from_outside_the_workshop(session, make, workshop, sheet, monkeypatch):
    stranger = make.user(f"Fremmed {CANARY}")
    steps = (Step("a", "Danne grupper", (workshop.teacher.id, stranger.id), "", None),)
    monkeypatch.setattr(services, "design_of", lambda *_arguments: Design(steps=steps))
    made = services.adopt(session, make.actor_of(workshop.teacher), workshop.part)
    session.commit()
    assert [one.user_id for one in made.actions] == [workshop.teacher.id]
    assert CANARY not in session.get_one(sheet.model(), made.sheet_id).actions


def test_what_a_sentence_of_the_origin_became_follows_its_full_stop():
    design = Design(
        elements=(
            Element("1", "Vi taler en gang om ugen.", "adapt", "Hos os hver anden uge."),
            Element("2", "Logbog", "keep", "som i dag"),
        )
    )
    text = drafting.sections_of(design, {})["elements"]
    assert "- Vi taler en gang om ugen. Hos os hver anden uge." in text
    assert "- Logbog: som i dag" in text


def test_who_presses_after_a_colleague_hears_who_has_the_draft(
    session, make, adoption, workshop, sign_in
):
    address, leader = f"/workshops/education/{workshop.part.id}/adoption", workshop.leader.name
    third = make.user("Tora Tredje", roles=["staff"])
    add_education(session, make.actor("organiser"), workshop.series, workshop.unit, [third])
    session.commit()
    person = sign_in(third)
    page = person.page(person.post(address).location)
    assert f"already begun. {leader} has the draft" in page
    assert "publish it when it is right" not in page


def test_those_who_made_it_read_the_draft_until_it_is_published(
    session, sign_in, workshop, adoption, sheet, make
):
    """The draft is its author's; her leader and the other people of the education read along,
    nobody else does."""
    other_unit = make.unit("Lærer")
    stranger, neighbour = make.user(roles=["staff"]), make.user(roles=["staff"])
    add_education(session, make.actor("organiser"), workshop.series, other_unit, [neighbour])
    colleague = make.user("Kaj Kollega", roles=["staff"])
    seats.give(session, make.actor("organiser"), workshop.series, workshop.part, colleague)
    session.commit()
    page = f"/workshops/adoptions/{adoption.id}"
    made = session.get(sheet.model(), adoption.sheet_id)
    made.challenge = "Kanariefugl i kladden"
    session.commit()
    kaj = sign_in(colleague)
    assert f"{page}/draft" in kaj.page(page)
    text = kaj.page(f"{page}/draft")
    assert "Kanariefugl i kladden" in text and "Vejledning hos os" in text
    for other in (stranger, neighbour, workshop.owner):
        assert sign_in(other).get(f"{page}/draft").status_code == 404
        assert "Kanariefugl" not in str(sign_in(other).get(page).text)
    # Who keeps it opens the sheet itself, and reads there who else reads it.
    tea = sign_in(workshop.teacher)
    assert tea.get(f"{page}/draft").headers["Location"] == f"/factsheets/{made.id}"
    assert "Kaj Kollega" in tea.page(f"/factsheets/{made.id}")
    # Published for a few only, it is the sheet's own rules that count.
    made.status, made.visibility = "published", "private"
    sheet.show(made)
    assert kaj.get(f"{page}/draft").status_code == 404
    assert "Kanariefugl" not in kaj.page(page) and f"{page}/draft" not in kaj.page(page)
