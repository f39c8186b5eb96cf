"""Choosing people in the form of a sheet: typed, offered, asked; with a script and without."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.testing.browser import violations
from portal.testing.forms import form_values

from .conftest import NEW, WHOLE, edit, made, only, published


def test_a_name_or_an_address_is_enough(author: Any, session: Any, make: Any) -> None:
    keeper = make.user("Karen Blå", email="kb@test.example")
    author.post(NEW, {**WHOLE, "responsible_id": "karen bl", "press": "save"})
    sheet = only(session)
    assert sheet.responsible_id == keeper.id
    values = form_values(author.page(edit(sheet)), "version")
    assert values["responsible_id"] == "Karen Blå (kb@test.example)"
    author.post(edit(sheet), {**values, "responsible_id": author.email})
    assert only(session).responsible_id == author.id
    values = form_values(author.page(edit(sheet)), "version")
    author.post(edit(sheet), {**values, "responsible_id": ""})
    assert only(session).responsible_id is None


def test_several_who_fit_are_asked_about(author: Any, session: Any, make: Any) -> None:
    first, second = (make.user("Ib <Dal>", email=f"ib{n}@test.example") for n in (1, 2))
    sheet = made(session, author)
    values = form_values(author.page(edit(sheet)), "version")
    response = author.post(edit(sheet), {**values, "responsible_id": "ib"})
    assert response.status_code == 422
    assert "Several people fit" in response.text and "Ib &lt;Dal&gt;" in response.text
    offered = re.findall(r'name="responsible_id"[^>]*value="(\d+)"', response.text)
    assert offered == [str(first.id), str(second.id)]
    values = form_values(response.text, "version")
    assert values["responsible_id"] == "ib", "what was typed is still there"
    author.post(edit(sheet), {**values, "responsible_id": ["ib", str(second.id)]})
    assert only(session).responsible_id == second.id


def test_people_who_may_see_it_are_added_and_taken_out(
    author: Any, session: Any, make: Any
) -> None:
    ane, bo = make.user("Ane", email="a@test.example"), make.user("Bo", email="b@test.example")
    sheet = made(session, author, visibility="people", visible_people=[ane.id])
    values = form_values(author.page(edit(sheet)), "version")
    assert values["visible_people"] == [str(ane.id), ""]
    author.post(edit(sheet), {**values, "visible_people": [str(ane.id), "bo"]})
    assert list(only(session).visible_people) == [ane.id, bo.id]
    values = form_values(author.page(edit(sheet)), "version")
    author.post(edit(sheet), {**values, "visible_people": [str(bo.id), ""]})
    assert list(only(session).visible_people) == [bo.id]
    values = form_values(author.page(edit(sheet)), "version")
    none = author.post(edit(sheet), {**values, "visible_people": ["", "a@test.example; xyz"]})
    assert none.status_code == 422
    assert "Choose somebody from the list" in none.text
    assert "xyz" in none.text and f'value="{ane.id}" checked' in none.text


def test_who_left_stays_until_somebody_else_is_chosen(author: Any, session: Any, make: Any) -> None:
    gone, ane = make.user("Gone", email="gone@test.example"), make.user("Ane Å")
    sheet = published(
        session, author, visibility="people", visible_people=[gone.id], responsible_id=gone.id
    )
    gone.active = False
    session.commit()
    page = author.page(edit(sheet))
    assert "gone@test.example" not in page
    values = form_values(page, "version")
    author.post(edit(sheet), {**values, "title": "Nyt"})
    sheet = only(session)
    assert (sheet.title, sheet.responsible_id) == ("Nyt", gone.id)
    assert list(sheet.visible_people) == [gone.id]
    values = form_values(author.page(edit(sheet)), "version")
    author.post(edit(sheet), {**values, "responsible_id": "Ane Å"})
    assert only(session).responsible_id == ane.id


def test_the_form_offers_nobody_by_itself(author: Any, session: Any, make: Any) -> None:
    for number in range(50):
        make.user(f"Kanarie {number}")
    assert "Kanarie" not in author.page(NEW)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_by_keyboard_alone(visit: Any, author: Any, session: Any, make: Any, width: int) -> None:
    make.user("Karen Blå", units=[make.unit("Pædagogik")])
    ane = make.user("Ane Holm")
    sheet = made(session, author, visibility="people", visible_people=[ane.id])
    page = visit(author, edit(sheet), width=width)
    field = page.get_by_label("Who is responsible?")
    field.fill("")
    field.press_sequentially("blaa")
    page.get_by_role("option", name="Karen Blå").wait_for()
    assert violations(page) == []
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value().startswith("Karen Blå (")
    more = page.get_by_label("Add somebody")
    more.press_sequentially("Karen")
    page.get_by_role("option", name="Karen Blå").click()
    assert more.input_value() == ""
    assert page.get_by_label("Karen Blå").first.is_checked()
    page.get_by_label("Ane Holm").uncheck(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").last.click()
    sheet = only(session)
    karen = sheet.responsible_id
    assert karen not in (None, author.id, ane.id)
    assert list(sheet.visible_people) == [karen]


@pytest.mark.browser
def test_a_long_list_of_units_can_be_searched(
    visit: Any, author: Any, session: Any, make: Any
) -> None:
    from portal.api import Unit

    session.add_all([Unit(name=f"Uddannelse {n}", kind="education") for n in range(210)])
    session.commit()
    page = visit(author, NEW)
    field = page.get_by_label("Where was it tried?")
    field.fill("207")
    field.press("ArrowDown")
    page.get_by_role("option", name="Uddannelse 207").wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == "Uddannelse 207"
    assert violations(page) == []
    page.get_by_label("Title", exact=True).fill("Et ark")
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").last.click()
    sheet = only(session)
    assert session.get(Unit, sheet.unit_id).name == "Uddannelse 207"
