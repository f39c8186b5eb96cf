"""The history of a sheet, on its pages: who changed what, and how an older version comes back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from portal_factsheets.models import FactSheet
from portal_factsheets.services import catalogue
from portal_factsheets.services import sheets as rules
from portal_factsheets.services.data import Link, data_of
from portal_factsheets.services.history import HISTORY

from portal.api import SYSTEM, latest_number
from portal.testing.forms import form_values


def where(sheet, rest=""):
    return f"/history/factsheet/{sheet.id}/{rest}"


def words_of(html):
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def change(session, sheet, actor=SYSTEM, **values):
    """Changes fields of a sheet by the service that the form uses."""
    from dataclasses import replace

    data = replace(data_of(sheet), **values)
    rules.update_sheet(session, actor, sheet, data, version=sheet.version)
    session.commit()


@pytest.fixture
def author(make):
    return make.user("Ane Berg", roles=["ambassador"])


def test_a_change_in_the_form_is_a_version_with_who_and_what(sheet, author, sign_in):
    found = sheet("First", author=author, challenge="We meet on Mondays.")
    me = sign_in(author)
    values = form_values(me.page(f"/factsheets/{found.id}/edit"), "version")
    answer = me.post(
        f"/factsheets/{found.id}/edit",
        {**values, "challenge": "We meet on Fridays.", "outcome": "failed"},
    )
    assert answer.status_code == 303

    assert where(found) in me.page(f"/factsheets/{found.id}")
    page = words_of(me.page(where(found)))
    assert "Ane Berg" in page
    assert "Changed: What was difficult?, How did it go?" in page
    compared = me.page(where(found, "compare"))
    assert re.search(r"<del>.*Mondays.*</del><ins>.*Fridays.*</ins>", compared)
    assert "Took another way" in compared


def test_each_step_of_a_sheet_s_life_has_its_name(session, sheet, author, make, sign_in):
    found = sheet("Mine", author=author, status="draft")
    actor = make.actor_of(author)
    for step in (rules.publish, rules.mark_reviewed, rules.archive, rules.publish, rules.unpublish):
        step(session, actor, found)
    session.commit()
    page = words_of(sign_in(author).page(where(found)))
    for words in ("Made", "Published", "Looked through", "Archived", "Made a draft again"):
        assert words in page, words
    assert latest_number(session, rules.KIND, found.id) == 6


def test_saving_the_same_again_is_no_version(session, sheet):
    found = sheet("Same", tags=["å", "ö", "a"])
    number = latest_number(session, rules.KIND, found.id)
    change(session, found)
    assert latest_number(session, rules.KIND, found.id) == number


def test_an_older_version_comes_back_whole(session, sheet, author, make, sign_in):
    unit, keeper = make.unit("Nursing"), make.user("Karen Keeper")
    programme = catalogue.find_or_create_programme(session, SYSTEM, "Lab")
    concept = catalogue.find_or_create_concept(session, SYSTEM, "Tickets")
    full = {
        "title": "First", "summary": "One sentence.", "other_titles": ("Once",),
        "unit_id": unit.id, "programme_id": programme.id, "concept_ids": (concept.id,),
        "challenge": "Mondays.", "hypothesis_if": "we ask", "hypothesis_then": "they answer",
        "actions": "We asked.", "findings": "- All.", "elements": "- A list", "ready": True,
        "attention": "Time.", "target_group": "All.", "phase": 4, "outcome": "partly",
        "period_start": dt.date(2024, 8, 1), "period_end": dt.date(2025, 6, 1),
        "links": (Link("Template", "https://example.org/x"),), "tags": ("a", "å"),
        "responsible_id": keeper.id, "review_due": dt.date(2027, 1, 2),
    }  # fmt: skip
    found = sheet(author=author, **full)
    before = data_of(found)
    number = latest_number(session, rules.KIND, found.id)
    empty = {
        name: {str: "", tuple: (), bool: False}.get(type(value)) for name, value in full.items()
    }
    change(session, found, **{**empty, "title": "Second"})
    assert data_of(found).tags == ()

    me = sign_in(author)
    page = words_of(me.page(where(found, f"compare?from={number}&to={number + 1}")))
    for words in (
        "Nursing", "Lab", "Tickets", "Karen Keeper", "August 2024", "June 2025", "Partly",
        "Analysis and evaluation", "Template (https://example.org/x)", "2 January 2027",
    ):  # fmt: skip
        assert words in page, words
    answer = me.post(where(found, f"{number}/restore?seen={number + 1}"))
    assert f"Version {number} is back." in me.page(answer.location)
    session.expire_all()
    assert data_of(found) == before
    assert found.updated_by_id == author.id


def test_bringing_back_shows_it_to_nobody_else(session, sheet, author, sign_in):
    found = sheet("Open", author=author, challenge="Old words.")
    number = latest_number(session, rules.KIND, found.id)
    change(session, found, challenge="New words.", visibility="private")
    rules.unpublish(session, SYSTEM, found)
    session.commit()
    sign_in(author).post(where(found, f"{number}/restore"))
    session.expire_all()
    assert (found.challenge, found.visibility, found.status) == ("Old words.", "private", "draft")


def test_what_is_gone_meanwhile_stays_as_it_is_and_the_rest_comes_back(
    session, sheet, author, sign_in
):
    programme = catalogue.find_or_create_programme(session, SYSTEM, "Lab")
    origin = sheet("Origin")
    found = sheet("Old", author=author, programme_id=programme.id, builds_on_id=origin.id, phase=2)
    number = latest_number(session, rules.KIND, found.id)
    change(session, found, title="New", programme_id=None, builds_on_id=None, phase=None)
    rules.delete_sheet(session, SYSTEM, origin)
    catalogue.delete_entry(session, SYSTEM, programme)
    session.commit()
    answer = sign_in(author).post(where(found, f"{number}/restore"))
    assert answer.status_code == 303
    session.expire_all()
    assert (found.title, found.phase) == ("Old", 2)
    assert (found.programme_id, found.builds_on_id) == (None, None)


def test_a_hidden_sheet_it_builds_on_is_not_named_nor_brought_back(session, sheet, author, sign_in):
    hidden = sheet("Hemmelig kanariefugl", visibility="private")
    found = sheet("Ours", author=author, builds_on_id=hidden.id)
    number = latest_number(session, rules.KIND, found.id)
    change(session, found, builds_on_id=None, title="Ours again")
    me = sign_in(author)
    for page in (where(found), where(found, "compare"), where(found, f"compare?to={number}")):
        text = me.page(page)
        assert "kanariefugl" not in text and f"/factsheets/{hidden.id}" not in text
    assert "not shared with you" in me.page(where(found, "compare"))
    me.post(where(found, f"{number}/restore"))
    session.expire_all()
    assert (found.title, found.builds_on_id) == ("Ours", None)


def test_nobody_without_the_right_to_edit_sees_it(sheet, author, sign_in):
    found, draft = sheet("Open", author=author), sheet("Draft", author=author, status="draft")
    reader = sign_in("staff")
    assert where(found) not in reader.page(f"/factsheets/{found.id}")
    for rest in ("", "compare"):
        reader.page(where(found, rest), status=404)
        sign_in("editor").page(where(draft, rest), status=404)
    assert reader.post(where(found, "1/restore")).status_code == 404


def test_by_whom_a_sheet_is_seen_is_told_to_who_keeps_it_alone(session, sheet, make, sign_in):
    """Who may read the history of all they see still does not learn who else sees it."""
    reader, named = make.user(roles=["staff"]), make.user("Navngiven Læser")
    found = sheet("For some", visibility="people", visible_people=[reader.id, named.id])
    change(session, found, visible_people=[reader.id], summary="Now")
    hidden = {"visible_people", "visible_units"}
    assert set(HISTORY.visible_fields(session, make.actor_of(reader), found)) == (
        set(HISTORY.fields) - hidden
    )
    keeper = sign_in(session.get(type(named), found.author_id))
    assert "Navngiven Læser" in keeper.page(where(found, "compare"))


def test_deleting_takes_the_versions_along(session, sheet):
    found = sheet("Gone")
    sheet_id = found.id
    assert latest_number(session, rules.KIND, sheet_id) == 2
    rules.delete_sheet(session, SYSTEM, found)
    session.commit()
    assert session.get(FactSheet, sheet_id) is None
    assert latest_number(session, rules.KIND, sheet_id) == 0


def test_drafts_stay_the_authors_own_after_publishing(session, sheet, make, sign_in, author):
    keeper, later = make.user("Keeper", roles=["staff"]), make.user("Later", roles=["staff"])
    found = sheet("Draft", author=author, status="draft", findings="kanariefugl")
    change(session, found, findings="kanariefugl to", responsible_id=keeper.id)
    rules.publish(session, SYSTEM, found)
    change(session, found, findings="Ude i det åbne")
    session.commit()
    paths = ("", "compare", "compare?to=3", "compare?from=1&to=4", "compare?from=0&to=2")

    def reads(person):
        return "".join(person.get(where(found, path)).text for path in paths)

    assert "kanariefugl" in reads(sign_in(author)) and "kanariefugl" in reads(sign_in(keeper))
    editor = sign_in("editor")
    # The version that was published is for all, whatever it says.
    assert editor.get(where(found, "compare?to=2")).status_code == 404
    assert "Version 3" in editor.page(where(found, ""))
    assert "Version 2<" not in editor.page(where(found, ""))
    change(session, found, responsible_id=later.id)
    assert sign_in(later).get(where(found, "compare?to=1")).status_code == 200
    assert sign_in(keeper).get(where(found, "compare?to=1")).status_code == 404
