"""Planning in a real browser: on a phone and a desktop, light and dark, nothing that axe minds."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy.orm import Session

from portal.testing.browser import press, violations

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "/stands",
    "/manage",
    "/manage/edit",
    "/manage/programme",
    "/manage/tasks",
    "/manage/tasks/new",
    "/manage/people",
    "/manage/lessons",
    "/manage/setup",
    "/manage/copy",
)


@pytest.fixture
def organiser(session: Session, make: Any, bazaar: Any, stand: Any, sign_in: Any) -> Any:
    """(who organises a bazaar, its address)."""
    ane = make.user("Ane", roles=["organiser"])
    one = bazaar("Bazaar of practice", organisers=[ane], summary="Come and see")
    stand(one, "Exit tickets", theme_id=one.themes[0].id, hands_on="Write one")
    stand(one, "Monday letters", theme_id=one.themes[1].id)
    me = sign_in(ane)
    me.post(f"/bazaar/{one.id}/manage/tasks/usual", {})
    return me, f"/bazaar/{one.id}"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_every_page_can_be_used(
    session: Session, visit: Any, organiser: Any, width: int, scheme: str
) -> None:
    """No sideways scrolling, nothing that axe minds."""
    me, address = organiser
    page = visit(me, address, width=width, color_scheme=scheme)
    wrong = {}
    for path in PAGES:
        page.goto(address + path)
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("scrolls sideways")
        if found:
            wrong[path] = found
    assert wrong == {}


def test_a_spreadsheet_from_the_upload_to_the_result(
    session: Session, visit: Any, organiser: Any, work: Any
) -> None:
    """Uploaded, looked at, an answer given, begun, done; on a phone."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Personer")
        for row, cells in enumerate(
            (("Navn", "Uddannelse"), ("Bo Ny", "Nowhere"), ("Eva Ny", ""), ("=1+1", ""))
        ):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
    me, address = organiser
    page = visit(me, f"{address}/manage/setup", width=390)
    file = {"name": "people.xlsx", "mimeType": "application/x", "buffer": out.getvalue()}
    page.set_input_files("#file", file)
    press(page, "main form .btn-primary")
    assert "Wrong" in page.text_content("main")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert violations(page) == []
    page.select_option("#value-0", "none")
    press(page, "role=button[name='Use the answers']")
    press(page, "role=button[name=/^Do /]")
    work()
    session.commit()
    page.reload()
    text = " ".join(page.text_content("main").split())
    assert "People" in text
    assert page.locator("td[data-label=Added]").first.text_content().strip() == "2"


@pytest.mark.slow
def test_the_whole_way_by_keyboard(session: Session, visit: Any, organiser: Any) -> None:
    """A task is ticked off with the keys alone, and taken back."""
    me, address = organiser
    page = visit(me, f"{address}/manage/tasks")
    button = page.get_by_role("button", name="Done Find the place")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("tbody tr").count() == 10
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").press("Enter")
    page.goto(f"{address}/manage/tasks")
    assert page.locator("tbody tr").count() == 11
