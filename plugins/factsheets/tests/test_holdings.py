"""Sheets whose keeper leaves, and sheets whose unit is merged."""

import pytest
from portal_factsheets.models import FactSheet
from portal_factsheets.services.data import SheetData
from portal_factsheets.services.holdings import (
    hand_over,
    holdings,
    move_unit_things,
    unit_holdings,
)
from portal_factsheets.services.sheets import archive, create_sheet, publish

from portal.api import Part, Unit, audience_of, history_url, may, user_label


@pytest.fixture(autouse=True)
def addresses(app):
    with app.test_request_context():
        yield


@pytest.fixture
def write(session, make):
    def new(user, title="Mandagsbrevet", *, state="published", **data):
        actor = make.actor_of(user)
        sheet = create_sheet(session, actor, SheetData(title=title, findings="Det gik.", **data))
        if state != "draft":
            publish(session, actor, sheet)
        if state == "archived":
            archive(session, actor, sheet)
        session.commit()
        return sheet

    return new


def test_what_one_keeps_is_what_one_is_responsible_for_or_wrote_alone(session, make, write):
    user, other = make.user(roles=["staff"]), make.user(roles=["staff"])
    alone = write(user)
    kept = write(other, responsible_id=user.id)
    write(user, responsible_id=other.id)
    old = write(user, state="archived")
    found = {one.id: (one.part, one.needs_successor) for one in holdings(session, user)}
    assert found == {
        alone.id: (Part.OWNER, True),
        kept.id: (Part.RESPONSIBLE, True),
        old.id: (Part.OWNER, False),
    }


def test_the_successor_keeps_it_and_may_change_it(session, make, write):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    draft = write(leaver, "Kladden", state="draft")
    hand_over(session, make.actor("admin"), leaver, successor, list(holdings(session, leaver)))
    session.commit()
    assert list(holdings(session, leaver)) == []
    assert (sheet.author_id, sheet.responsible_id) == (leaver.id, successor.id)
    assert may(session, make.actor_of(successor), "edit", sheet)
    assert may(session, make.actor_of(successor), "delete", draft)
    assert user_label(successor.id) in audience_of(session, "factsheet", [draft.id])[draft.id]


def test_the_history_says_that_the_keeper_is_new(session, make, write, sign_in):
    leaver, successor = make.user(roles=["staff"]), make.user(roles=["staff"])
    sheet = write(leaver)
    hand_over(session, make.actor("admin"), leaver, successor, list(holdings(session, leaver)))
    session.commit()
    assert "Given a new keeper" in sign_in(successor).page(history_url("factsheet", sheet.id))


def test_what_somebody_else_took_meanwhile_is_left_to_them(session, make, write):
    leaver, successor, other = (make.user(roles=["staff"]) for _ in range(3))
    sheet = write(leaver)
    theirs = list(holdings(session, leaver))
    sheet.responsible_id = other.id
    session.commit()
    hand_over(session, make.actor("admin"), leaver, successor, theirs)
    assert sheet.responsible_id == other.id


def test_holdings_of_many_sheets_take_one_query(session, make, write, count_queries):
    user = make.user(roles=["staff"])
    for number in range(5):
        write(user, f"Ark {number}")
    with count_queries() as queries:
        assert len(list(holdings(session, user))) == 5
    assert len(queries) <= 2


def test_sheets_move_with_their_unit(session, make, write):
    user, old, new = make.user(roles=["staff"]), make.unit("Gammel"), make.unit("Ny")
    sheet = write(user, unit_id=old.id)
    assert [one.id for one in unit_holdings(session, old)] == [sheet.id]
    move_unit_things(session, make.actor("admin"), old, new)
    session.commit()
    assert session.get(FactSheet, sheet.id).unit_id == new.id
    assert list(unit_holdings(session, session.get(Unit, old.id))) == []
