"""What other plugins are told of the sheets: what the reader may see, and nothing else."""

import pytest

from portal.api import SYSTEM, NotAllowed, PortalError, service

CANARY = "kanariefugl"


@pytest.fixture
def sheets(app):
    return service("factsheets.sheets")


def test_facts_are_those_of_sheets_one_may_see(session, make, sheet, sheets):
    unit = make.unit("Lærer", parent=make.unit("UC Fjordby"))
    keeper = make.user()
    origin = sheet("Vejledning i grupper", unit_id=unit.id, responsible_id=keeper.id, actions="Vi")
    hidden = sheet(CANARY, visibility="private")
    facts = sheets.facts(session, make.actor(), [origin.id, hidden.id, 10**20, -1, 999_999])
    assert list(facts) == [origin.id]
    one = facts[origin.id]
    assert (one.title, one.unit_name, one.institution) == (
        "Vejledning i grupper",
        "Lærer",
        "UC Fjordby",
    )
    assert one.keeper_ids == {origin.author_id, keeper.id}
    assert one.sections["actions"] == "Vi"
    assert one.published
    assert not one.archived


def test_a_hidden_origin_is_not_even_a_number(session, make, sheet, sheets):
    hidden = sheet(CANARY, visibility="private")
    child = sheet("Barn", builds_on_id=hidden.id)
    assert sheets.facts(session, make.actor(), [child.id])[child.id].builds_on_id is None
    assert sheets.facts(session, SYSTEM, [child.id])[child.id].builds_on_id == hidden.id
    assert sheets.links(session) == [(child.id, hidden.id)]


def test_drafts_are_their_owners_and_archived_ones_say_so(session, make, sheet, sheets):
    owner = make.user(roles=["staff"])
    draft = sheet("Kladde", author=owner, status="draft")
    old = sheet("Gammelt", status="archived")
    assert set(sheets.facts(session, make.actor(), [draft.id, old.id])) == {old.id}
    facts = sheets.facts(session, make.actor_of(owner), [draft.id, old.id])
    assert (facts[draft.id].published, facts[old.id].archived) == (False, True)


def test_choosing_finds_by_title_and_place_and_the_newest_first(session, make, sheet, sheets, work):
    first = sheet("Vejledning i grupper", institution="Åbyens Skole")
    second = sheet("Vejledning ved tavlen")
    sheet("Vejledning, skjult " + CANARY, visibility="private")
    sheet("Vejledning i kladde", status="draft")
    sheet("Vejledning i arkivet", status="archived")
    work()
    actor = make.actor()
    assert [one.id for one in sheets.choose(session, actor)] == [second.id, first.id]
    assert [one.id for one in sheets.choose(session, actor, "VEJLEDNING")] == [second.id, first.id]
    assert [one.id for one in sheets.choose(session, actor, "aabyens")] == [first.id]
    assert [one.id for one in sheets.choose(session, actor, "gruppe")] == [first.id]
    assert [one.id for one in sheets.choose(session, actor, "", limit=1)] == [second.id]
    for text in ("%", "_", "\x00", "'", "x" * 5000, '"', "*"):
        assert sheets.choose(session, actor, text) is not None


def test_a_draft_is_filled_and_builds_on_its_origin(session, make, sheet, sheets):
    actor = make.actor("staff")
    origin = sheet("Vejledning i grupper")
    unit = make.unit("Pædagog")
    sheet_id = sheets.draft(
        session,
        actor,
        title="Vejledning hos os",
        builds_on_id=origin.id,
        unit_id=unit.id,
        sections={"challenge": "De nikkede", "hypothesis": "Hvis vi spørger"},
    )
    session.commit()
    one = sheets.facts(session, actor, [sheet_id])[sheet_id]
    assert (one.published, one.builds_on_id, one.unit_id) == (False, origin.id, unit.id)
    assert one.sections["hypothesis"] == "Hvis vi spørger"
    assert one.responsible_id == actor.user_id


def test_a_draft_is_refused_as_the_form_refuses_it(session, make, sheet, sheets):
    hidden = sheet(CANARY, visibility="private")
    with pytest.raises(NotAllowed):
        sheets.draft(session, make.actor(), title="Uden lov")
    for wrong in ({"title": ""}, {"title": "x" * 201}, {"title": "x", "builds_on_id": hidden.id}):
        with pytest.raises(PortalError) as told:
            sheets.draft(session, make.actor("staff"), **wrong)
        assert CANARY not in str(told.value)


def test_facts_of_many_cost_a_handful_of_queries(session, make, sheet, sheets, count_queries):
    actor = make.actor()
    ids = [sheet(f"Ark {number}").id for number in range(30)]
    session.expunge_all()
    with count_queries() as queries:
        assert len(sheets.facts(session, actor, ids, texts=False)) == 30
    assert len(queries) <= 4, queries
    with count_queries() as queries:
        sheets.choose(session, actor, "", limit=20)
    assert len(queries) <= 5, queries
