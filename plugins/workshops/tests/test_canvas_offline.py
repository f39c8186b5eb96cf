"""A canvas that somebody has had open opens without net, for this person and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from portal_workshops.canvas.services import design_of

from portal.testing.browser import comes_true

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: In charge of this page, and everything that the page is made of is kept.
WORKER = """() => new Promise((resolve) => {
  const worker = navigator.serviceWorker;
  if (worker.controller) resolve();
  else worker.addEventListener("controllerchange", () => resolve());
})"""
ASSETS = """async () => {
  const cache = await caches.open("workshops-canvas");
  const kept = (await cache.keys()).map((one) => new URL(one.url).pathname);
  return ["canvas/main.js", "canvas/keeping.js", "canvas.css", "js/portal.js", "css/tokens.css"]
    .every((name) => kept.some((one) => one.endsWith(name)));
}"""
KEPT = """() => new Promise((resolve) => {
  const open = indexedDB.open("portal-canvas-kept");
  open.onsuccess = () => {
    const names = [...open.result.objectStoreNames];
    if (!names.length) { open.result.close(); resolve(""); return; }
    const turn = open.result.transaction(names);
    const asked = names.map((name) => turn.objectStore(name).getAll());
    turn.oncomplete = () => {
      open.result.close();
      resolve(JSON.stringify(asked.flatMap((one) => one.result)).replaceAll("[]", ""));
    };
  };
})"""


def settled(page: Any) -> None:
    expect(page.locator("[data-canvas][data-state=saved][data-pending='0']")).to_be_attached()


def kept(page: Any) -> None:
    """Waits until the canvas could be opened without net."""
    page.wait_for_selector("html[data-canvas-kept]", state="attached", timeout=30_000)
    page.evaluate(WORKER)
    comes_true(page, ASSETS)


@pytest.fixture
def canvas(visit: Callable[..., Any], sign_in: Any, workshop: Any) -> Callable[..., Any]:
    def go(person: Any, page: str = "arena?view=list", **options: Any) -> Any:
        found = visit(sign_in(person), f"{workshop.base}/{page}", **options)
        settled(found)
        return found

    return go


def add(page: Any, name: str) -> None:
    page.fill("#new-who", name)
    page.press("#new-who", "Enter")


def who(page: Any, name: str) -> Any:
    return page.locator(".canvas-lists details", has=page.locator(f"summary:has-text('{name}')"))


def test_it_opens_without_net_and_what_was_written_is_sent(
    canvas: Any, workshop: Any, session: Any
) -> None:
    tea, lea = canvas(workshop.teacher), canvas(workshop.leader)
    add(tea, "Studerende")
    settled(tea)
    kept(tea)
    add(lea, "Censorer")
    settled(lea)
    expect(who(tea, "Censorer")).to_be_visible()
    comes_true(tea, f"async () => (await ({KEPT})()).includes('Censorer')")
    context, address = tea.context, tea.url
    tea.close()

    context.set_offline(True)
    tea = context.new_page()
    tea.goto(address)
    expect(who(tea, "Censorer")).to_be_visible()  # what stood there when it was last seen
    expect(tea.locator("[data-status]")).to_contain_text("You are offline. You can go on.")
    assert tea.evaluate("getComputedStyle(document.querySelector('.canvas-steps ol')).display") == (
        "flex"
    )
    who(tea, "Studerende").locator("summary").click()
    who(tea, "Studerende").locator("[data-field=needs]").fill("Svar hurtigt")
    add(tea, "Bibliotek")
    expect(tea.locator("[data-status]")).to_contain_text("2 not sent yet")
    # To another page of the canvas, and back.
    tea.get_by_role("link", name="Elevator pitch").first.click()
    tea.locator("[data-item=pitch] textarea[data-field=text]").fill("Vi tør spørge")
    expect(tea.locator("[data-status]")).to_contain_text("3 not sent yet")
    tea.goto(address)
    expect(who(tea, "Bibliotek")).to_be_visible()
    # Meanwhile somebody else writes in the same field.
    who(lea, "Studerende").locator("summary").click()
    who(lea, "Studerende").locator("[data-field=needs]").fill("Ro")
    settled(lea)
    # Once more in the same field: it is this person's own text, not somebody else's.
    who(tea, "Studerende").locator("summary").click()
    who(tea, "Studerende").locator("[data-field=needs]").fill("Svar hurtigt, samme dag")
    expect(tea.locator("[data-status]")).to_contain_text("4 not sent yet")
    context.set_offline(False)
    settled(tea)
    for page in (tea, lea):
        both = who(page, "Studerende").locator("[data-versions=needs] .text")
        # In which order they reached the server is as it may be.
        expect(both).to_have_count(2)
        expect(both.filter(has_text="Svar hurtigt, samme dag")).to_have_count(1)
        expect(both.filter(has_text="Ro")).to_have_count(1)
        expect(who(page, "Bibliotek")).to_be_visible()
    session.commit()
    made = design_of(session, workshop.part)
    assert {one.name for one in made.stakeholders} == {"Studerende", "Censorer", "Bibliotek"}
    assert made.pitch == "Vi tør spørge"


def test_a_canvas_that_was_never_open_here_says_so(canvas: Any, workshop: Any) -> None:
    other = f"/workshops/canvas/{workshop.other_part.id}/arena"
    tea = canvas(workshop.teacher)
    kept(tea)
    tea.context.set_offline(True)
    tea.goto(other)
    expect(tea.locator("main")).to_contain_text("This canvas is not kept on this device")
    # Saying so has emptied nothing.
    tea.goto(f"{workshop.base}/words")
    expect(tea.locator("[data-canvas]")).to_be_attached()


def test_signing_out_empties_it(canvas: Any, workshop: Any) -> None:
    tea = canvas(workshop.teacher)
    add(tea, "Kanariefugl")
    settled(tea)
    kept(tea)
    comes_true(tea, f"async () => (await ({KEPT})()).includes('Kanariefugl')")
    with tea.expect_navigation():
        tea.locator("form[action$='/logout']").first.evaluate("(form) => form.requestSubmit()")
    comes_true(tea, f"async () => (await ({KEPT})()) === ''")
    tea.context.set_offline(True)
    tea.goto(f"{workshop.base}/arena?view=list")
    expect(tea.locator("main")).to_contain_text("This canvas is not kept on this device")
    assert "Kanariefugl" not in tea.content()


def test_somebody_else_on_the_same_device_never_sees_it(
    canvas: Any, workshop: Any, sign_in: Any, session: Any
) -> None:
    his = f"/workshops/canvas/{workshop.other_part.id}/arena?view=list"
    tea = canvas(workshop.teacher)
    add(tea, "Kanariefugl")
    settled(tea)
    kept(tea)
    context, address = tea.context, tea.url
    # Something of hers is not sent when her session ends.
    context.set_offline(True)
    add(tea, "Ikke sendt")
    expect(tea.locator("[data-status]")).to_contain_text("1 not sent yet")
    tea.close()
    hers = context.cookies()
    context.clear_cookies()
    origin = address.split("/workshops")[0]
    ove = sign_in(workshop.other)
    context.add_cookies(
        [
            {"name": one.key, "value": one.value, "url": origin}
            for one in ove.client._cookies.values()
        ]
    )
    context.set_offline(False)
    session.commit()
    page = context.new_page()
    page.goto("/")  # any page of the portal
    comes_true(page, f"async () => (await ({KEPT})()) === ''")
    context.set_offline(True)
    page.goto(address)
    expect(page.locator("main")).to_contain_text("This canvas is not kept on this device")
    context.set_offline(False)
    # He opens the canvas of his own: hers is not sent by it, and not shown.
    page.goto(his)
    settled(page)
    kept(page)
    assert "Ikke sendt" not in page.content()
    assert "Kanariefugl" not in page.evaluate(KEPT)
    # She comes back, and what she wrote is sent.
    context.clear_cookies()
    context.add_cookies(hers)
    page.goto(address)
    settled(page)
    expect(who(page, "Ikke sendt")).to_be_visible()
    session.commit()
    names = {one.name for one in design_of(session, workshop.part).stakeholders}
    assert names == {"Kanariefugl", "Ikke sendt"}


def test_a_page_left_open_does_not_read_as_somebody_else(
    canvas: Any, workshop: Any, sign_in: Any, session: Any
) -> None:
    tea = canvas(workshop.teacher)
    kept(tea)
    context = tea.context
    origin = tea.url.split("/workshops")[0]
    gry = sign_in(workshop.guide)
    context.clear_cookies()
    context.add_cookies(
        [
            {"name": one.key, "value": one.value, "url": origin}
            for one in gry.client._cookies.values()
        ]
    )
    session.commit()
    expect(tea.locator("[data-status]")).to_contain_text("You are signed out.")


def test_the_clock_is_put_back_while_it_is_away(canvas: Any, workshop: Any, session: Any) -> None:
    tea = canvas(workshop.teacher)
    kept(tea)
    context, address = tea.context, tea.url
    context.set_offline(True)
    add(tea, "Bibliotek")
    tea.evaluate("(() => { const now = Date.now; Date.now = () => now() - 3_600_000; })()")
    who(tea, "Bibliotek").locator("summary").click()
    who(tea, "Bibliotek").locator("[data-field=contributes]").fill("Kurser")
    expect(tea.locator("[data-status]")).to_contain_text("2 not sent yet")
    tea.close()
    context.set_offline(False)
    tea = context.new_page()
    tea.goto(address)
    settled(tea)
    session.commit()
    (one,) = design_of(session, workshop.part).stakeholders
    session.commit()
    assert (one.name, one.contributes) == ("Bibliotek", "Kurser")


def test_who_has_no_seat_any_longer_keeps_nothing_of_it(
    canvas: Any, workshop: Any, session: Any
) -> None:
    tea = canvas(workshop.teacher)
    add(tea, "Kanariefugl")
    settled(tea)
    kept(tea)
    comes_true(tea, f"async () => (await ({KEPT})()).includes('Kanariefugl')")
    address = tea.url
    tea.goto("/")
    for seat in workshop.part.seats:
        if seat.user_id == workshop.teacher.id:
            seat.status = "cancelled"
    session.commit()
    assert tea.goto(address).status == 404
    assert tea.evaluate(KEPT) == ""
    tea.context.set_offline(True)
    tea.goto(address)
    expect(tea.locator("main")).to_contain_text("This canvas is not kept on this device")
