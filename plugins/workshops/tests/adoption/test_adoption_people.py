"""What moves with people and places."""

from __future__ import annotations

from portal_workshops.adoption import services

from portal.api import wish_outcomes

CANARY = "kanariefugl"


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
    workshop.series.status = "planning"
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
