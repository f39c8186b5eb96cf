"""The pages of lists in a real browser: under axe, narrow and wide, with the bar moving."""

import pytest

from portal.access.actors import SYSTEM
from portal.roster.applying import run_batch
from portal.roster.services import start
from portal.testing.browser import press, violations
from tests.roster import samples

pytestmark = pytest.mark.browser

HEAD = ["Navn", "E-mail", "Enhed", "Funktion"]
ROWS = [
    HEAD,
    ["Ane Holm", "ane@skole.dk", "Mathematics", "Leder"],
    ["Bo Bak", "bo@", "Nursing", "Pedel"],
    ["Cilla Dam", "cilla@skole.dk", "Nursing", "Pedel"],
]


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_an_import_can_be_used_by_everyone(visit, sign_in, school, session, width):
    admin = sign_in("admin")
    data = samples.book(Ansatte=ROWS, Vikarer=[HEAD, ["Dan", "dan@skole.dk", "", ""]])
    page = visit(admin, "/admin/lists/people", width=width)
    found = {"upload": check(page, width)}
    page.set_input_files("#file", {"name": "a.xlsx", "mimeType": "", "buffer": b"\0"})
    press(page, "form[enctype] button")
    found["refused"] = check(page, width)
    page.set_input_files("#file", {"name": "ansatte.xlsx", "mimeType": "", "buffer": data})
    press(page, "form[enctype] button")
    preview = page.url
    for part in ("wrong", "new", "changed", "same", "missing"):
        page.goto(f"{preview}?show={part}")
        found[part] = check(page, width)
    press(page, "form[action$='/apply'] button.btn-primary")
    found["running"] = check(page, width)
    for address in ("/admin/first-steps", "/admin/first-steps/backup", "/"):
        page.goto(address)
        found[address] = check(page, width)
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def check(page, width):
    """What is wrong with a page."""
    wrong = violations(page)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("scrolls sideways")
    return wrong


def test_the_bar_moves_and_the_result_comes_by_itself(visit, sign_in, lists, session, monkeypatch):
    monkeypatch.setattr("portal.roster.applying.BATCH", 2)
    data = "Navn;E-mail\n" + "".join(f"P {n};p{n}@skole.dk\n" for n in range(4))
    one = lists.read("people", data)
    start(session, SYSTEM, one)
    page = visit(sign_in("admin"), f"/admin/lists/{one.id}")
    page.get_by_text("0 of 4").wait_for()
    for words in ("2 of 4", "See the people"):
        run_batch(session, one.id)
        session.commit()
        page.get_by_text(words).first.wait_for()


def test_without_a_script_it_works_too(visit, sign_in, lists, session):
    one = lists.read("people", "Navn;E-mail\nAne;ane@skole.dk\n")
    page = visit(sign_in("admin"), f"/admin/lists/{one.id}", java_script_enabled=False)
    press(page, "form[action$='/apply'] button.btn-primary")
    session.expire_all()
    run_batch(session, one.id)
    session.commit()
    page.get_by_role("link", name="Load the page again").click()
    page.get_by_text("See the people").wait_for()
