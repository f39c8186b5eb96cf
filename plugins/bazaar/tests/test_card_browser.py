"""The card in a real browser: without net, with lost answers, in two tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from portal_bazaar.card import codes
from portal_bazaar.models import CardEntry, CardOperation, Stand
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.testing.browser import comes_true, serving

pytestmark = pytest.mark.browser

#: What the page says is not sent, and what the phone has: read in one breath, so that they can be
#: compared. The page may be a moment behind, never wrong when it has caught up.
COUNT = """async () => {
  const { readCard, currentVisitor } = await import("/bazaar/static/card/queue.js");
  const visitor = await currentVisitor();
  for (let tries = 0; ; tries += 1) {
    const before = (await readCard(visitor)).unsent;
    const net = document.querySelector("[data-net]");
    const title = document.querySelector("[data-net-title]").textContent;
    const said = net.hidden ? 0 : Number(/\\d+/.exec(title)?.[0] ?? 0);
    const after = (await readCard(visitor)).unsent;
    if (before === after && said === after) return said;
    if (tries > 200) throw new Error(`the page says ${said}, the phone has ${after}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}"""
READY = "html.bazaar-dance-kept"
#: Installed, and in charge of this page.
WORKER = """() => new Promise((resolve) => {
  const worker = navigator.serviceWorker;
  if (worker.controller) resolve();
  else worker.addEventListener("controllerchange", () => resolve());
})"""


def unsent(page: Any) -> int:
    return int(page.evaluate(COUNT))


def entries(session: Session) -> int:
    found = session.scalar(select(func.count()).select_from(CardEntry)) or 0
    session.rollback()
    return found


def at_rest(page: Any) -> None:
    """Waits until nothing is left to send."""
    page.wait_for_selector(READY)
    page.wait_for_selector("[data-net]", state="hidden")


@pytest.fixture
def fair(bazaar: Any, stand: Any, visitor: Any, sign_in: Any, session: Session) -> Any:
    """A bazaar with twenty stands, and a colleague who visits it."""
    from portal.api import User

    class Fair:
        pass

    fair: Any = Fair()
    fair.bazaar = bazaar()
    fair.stands = [stand(fair.bazaar, f"Practice {number}") for number in range(1, 21)]
    fair.person = sign_in()
    fair.visitor = visitor(fair.bazaar, session.get(User, fair.person.id))
    fair.card = f"/bazaar/{fair.bazaar.id}/card"
    fair.codes = [codes.stand_path(one) for one in fair.stands]
    # Plain values: an object that is looked at opens a transaction, and the page waits for it.
    fair.ids, fair.me = [one.id for one in fair.stands], fair.visitor.id
    session.commit()
    return fair


class Portal:
    """A portal that can be killed, and started again at the same address."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.address = ""
        self._serving: Any = None

    def start(self) -> None:
        port = int(self.address.rsplit(":", 1)[1]) if self.address else 0
        self._serving = serving(self.app, port)
        self.address = self._serving.__enter__()

    def kill(self) -> None:
        if self._serving:
            self._serving.__exit__(None, None, None)
            self._serving = None


@pytest.fixture
def portal(app: Flask) -> Iterator[Portal]:
    found = Portal(app)
    found.start()
    yield found
    found.kill()


@pytest.fixture
def phone(portal: Portal, device: Callable[..., Any], session: Session) -> Callable[..., Any]:
    """`phone(person)`: that person's phone, signed in."""

    def start(person: Any, **options: Any) -> Any:
        context = device(390, base_url=portal.address, has_touch=True, **options)
        cookies = (person.client._cookies or {}).values() if person else ()
        context.add_cookies(
            [{"name": one.key, "value": one.value, "url": portal.address} for one in cookies]
        )
        session.commit()
        return context

    return start


def ready(context: Any, address: str) -> Any:
    """A page of the card, installed: from here on the net may go."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    page.evaluate(WORKER)
    return page


@pytest.mark.slow
def test_twenty_codes_without_net_are_twenty_entries(
    fair: Any, phone: Any, portal: Portal, session: Session
) -> None:
    """Offline 20 codes are opened; the answer is dropped after the commit; five replays from two
    tabs; the server is killed in between: 20 entries, and the count was right all the time."""
    from playwright.sync_api import Error

    context = phone(fair.person)
    first = ready(context, fair.card)
    context.set_offline(True)
    for number, address in enumerate(fair.codes, 1):
        first.goto(address)
        first.wait_for_selector(f"#stand-{fair.ids[number - 1]}")
        assert unsent(first) == number
    assert entries(session) == 0
    second = context.new_page()
    second.goto(fair.card)
    second.wait_for_selector(READY)
    assert unsent(second) == 20

    # The net is back, and swallows every answer after the server has done its work.
    dropped: list[int] = []
    swallowing = True

    def drop(route: Any) -> None:
        if not swallowing:
            route.continue_()
            return
        try:
            response = route.fetch()
        except Error:  # the server is dead already
            route.abort()
            return
        if not response.ok:  # a token of an earlier session; the page fetches another
            route.fulfill(response=response)
            return
        dropped.append(response.status)
        route.abort("connectionreset")

    context.route("**/card/sync", drop)
    context.set_offline(False)
    replay = "import('/bazaar/static/card/card.js').then(() => dispatchEvent(new Event('online')))"
    for turn in range(40):
        page = (first, second)[turn % 2]
        page.evaluate(replay)
        assert unsent(first) == 20, "nothing was confirmed"
        assert unsent(second) == 20
        if len(dropped) >= 5:
            break
        page.wait_for_timeout(100)
    assert len(dropped) >= 5
    assert entries(session) == 20, "the server had done it the first time"

    # The server dies; the phone goes on, and says so.
    swallowing = False
    portal.kill()
    first.evaluate(replay)
    assert unsent(first) == unsent(second) == 20
    portal.start()
    for page in (first, second):
        page.evaluate(replay)
    at_rest(first)
    at_rest(second)
    assert unsent(first) == unsent(second) == 0
    assert entries(session) == 20
    assert session.scalar(select(func.count()).select_from(CardOperation)) == 20
    session.rollback()
    sources = set(session.scalars(select(CardEntry.source)))
    session.rollback()
    assert sources == {"code"}
    assert first.locator("[data-line] [data-sent]:not([hidden])").count() == 20


def test_nobody_signs_out_over_what_is_not_sent(fair: Any, phone: Any, session: Session) -> None:
    context = phone(fair.person)
    page = ready(context, fair.card)
    context.set_offline(True)
    for address in fair.codes[:3]:
        page.goto(address)
        page.wait_for_selector("[data-line]")
    assert unsent(page) == 3
    # The portal's own way out, on a page that knows nothing of the bazaar.
    context.route("**/card/sync", lambda route: route.abort())
    context.set_offline(False)
    other = context.new_page()
    other.goto("/me")
    other.locator("summary[aria-label^='Your menu']").click()
    other.locator("form[action='/logout'] button").click()
    asked = other.get_by_role("dialog")
    assert "3 entries are not sent" in asked.inner_text()
    assert other.url.endswith("/me")
    # The way out of it: they are sent, and then one may go.
    context.unroute("**/card/sync")
    asked.get_by_role("link", name="Send now").click()
    at_rest(other)
    assert entries(session) == 3
    other.goto("/me")
    other.locator("summary[aria-label^='Your menu']").click()
    other.locator("form[action='/logout'] button").click()
    other.wait_for_url("**/login")
    # Whoever takes the phone now, without net: no card of somebody else.
    context.set_offline(True)
    other.goto(fair.card)
    other.wait_for_selector("[data-no-card]:not([hidden])")
    assert other.locator("[data-line]").count() == 0


def test_somebody_else_on_the_same_phone(
    fair: Any, phone: Any, session: Session, sign_in: Any, visitor: Any
) -> None:
    """What one has not sent is neither shown to the next nor sent as theirs; it waits."""
    from portal.api import User

    other = sign_in()
    theirs = visitor(fair.bazaar, session.get(User, other.id)).id
    session.commit()
    context = phone(fair.person)
    page = ready(context, fair.card)
    context.set_offline(True)
    for address in fair.codes[:2]:
        page.goto(address)
        page.wait_for_selector("[data-line]")
    page.locator("textarea[name=expectation]").first.fill("CANARY")
    page.locator("textarea[name=expectation]").first.blur()
    assert unsent(page) == 2
    page.close()
    # The session ends, as sessions do; the phone is handed on.
    mine = context.cookies()
    context.clear_cookies()
    address = next(one for one in mine if one["name"] == "portal")
    cookies = (other.client._cookies or {}).values()
    context.add_cookies([{**address, "value": one.value} for one in cookies if one.key == "portal"])
    context.set_offline(False)
    page = context.new_page()
    page.goto(fair.card)
    page.wait_for_selector(READY)
    page.goto(fair.codes[5])
    page.wait_for_selector("[data-line]")
    at_rest(page)
    assert "2 entries of somebody else" in page.locator("[data-others]").inner_text()
    assert page.get_by_text("CANARY").count() == 0
    found = session.execute(select(CardEntry.visitor_id, CardEntry.stand_id)).all()
    session.rollback()
    assert [tuple(one) for one in found] == [(theirs, fair.ids[5])]
    # The first is back: what was theirs is sent as theirs.
    context.clear_cookies()
    context.add_cookies([address])
    page.goto(fair.card)
    at_rest(page)
    assert entries(session) == 3
    kept = session.scalars(
        select(CardEntry.expectation).where(CardEntry.visitor_id == fair.me)
    ).all()
    session.rollback()
    assert sorted(kept) == ["", "CANARY"]


def test_what_cannot_be_known_is_kept_and_refused_kindly(
    fair: Any, phone: Any, session: Session
) -> None:
    """A code that nobody knows and one that was renewed meanwhile: all that was written stays,
    and one tap puts it right."""
    context = phone(fair.person)
    page = ready(context, fair.card)
    context.set_offline(True)
    page.goto("/bazaar/s/7zzzzzzzzzzzz")
    strange = page.locator("[data-line^=c7]")
    strange.locator("textarea[name=expectation]").fill("strange words")
    strange.locator("textarea[name=expectation]").blur()
    assert "To be checked when there is net" in strange.inner_text()
    page.goto(fair.codes[0])
    renewed = page.locator(f"#stand-{fair.ids[0]}")
    renewed.locator("label", has_text="We will").click()
    assert unsent(page) == 2
    session.execute(update(Stand).where(Stand.id == fair.ids[0]).values(code_version=2))
    session.commit()
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("[data-refused]:not([hidden])")
    at_rest(page)
    assert entries(session) == 0
    assert "new code" in renewed.inner_text() and "belongs to no stand" in strange.inner_text()
    renewed.get_by_role("button", name="Put this stand on the card").click()
    renewed.locator("[data-sent]").wait_for()
    strange.get_by_role("button", name="Choose the stand").click()
    page.locator("#choose").select_option(str(fair.ids[4]))
    page.locator("[data-choose-form] button").click()
    page.locator(f"#stand-{fair.ids[4]} [data-sent]").wait_for()
    found = session.execute(
        select(CardEntry.stand_id, CardEntry.interest, CardEntry.expectation)
    ).all()
    session.rollback()
    assert sorted(tuple(one) for one in found) == [
        (fair.ids[0], 3, ""),
        (fair.ids[4], None, "strange words"),
    ]


def test_a_word_written_on_two_phones_is_lost_on_neither(
    fair: Any, phone: Any, session: Session
) -> None:
    one, two = phone(fair.person), phone(fair.person)
    first, second = ready(one, fair.card), ready(two, fair.card)
    for page in (first, second):
        page.goto(fair.codes[0])
        page.wait_for_selector("[data-line]")
        at_rest(page)
    two.set_offline(True)
    for page, words in ((second, "from the second"), (first, "from the first")):
        page.locator("textarea[name=expectation]").fill(words)
        page.locator("textarea[name=expectation]").blur()
    first.locator("[data-sent]").wait_for()
    at_rest(first)
    two.set_offline(False)
    second.evaluate("dispatchEvent(new Event('online'))")
    at_rest(second)
    note = second.locator("[data-difference]")
    note.wait_for()
    shown = note.inner_text() + second.locator("textarea[name=expectation]").input_value()
    assert "from the first" in shown and "from the second" in shown
    note.get_by_role("button", name="Keep both").click()
    note.wait_for(state="detached")
    at_rest(second)
    kept = session.scalars(select(CardEntry.expectation)).one()
    session.rollback()
    assert "from the first" in kept and "from the second" in kept


def test_without_a_script_and_without_https(
    fair: Any, phone: Any, portal: Portal, session: Session
) -> None:
    context = phone(fair.person, java_script_enabled=False)
    page = context.new_page()
    page.goto(fair.codes[0])
    page.get_by_role("button", name="Put on the card").first.click()
    page.locator("label", has_text="Gladly").click()
    page.get_by_role("button", name="Save Practice 1").click()
    line = session.execute(select(CardEntry.interest, CardEntry.source)).one()
    session.rollback()
    assert tuple(line) == (2, "code")
    assert page.get_by_text("no secure connection").is_hidden()
    # By another name than this computer's: the browser keeps nothing, and the page says so.
    client = fair.person.client
    for cookie in list((client._cookies or {}).values()):
        client.set_cookie(cookie.key, cookie.value, domain="portal.example")
    page = client.get(fair.card, base_url="http://portal.example")
    note = page.text.split("data-plain-http")[1][:200]
    assert "no secure connection" in page.text and not note.startswith(" hidden")


def test_taken_off_and_put_back(fair: Any, phone: Any, session: Session) -> None:
    """Before it was sent and after: what stood there stands there again."""
    from playwright.sync_api import expect

    context = phone(fair.person)
    page = ready(context, fair.card)
    for offline in (True, False):
        context.set_offline(offline)
        page.goto(fair.codes[0])
        line = page.locator(f"#stand-{fair.ids[0]}")
        line.locator("label", has_text="Maybe").click()
        line.locator("textarea[name=expectation]").fill("these words")
        line.get_by_role("button", name="Take off the card").click()
        line.wait_for(state="detached")
        assert unsent(page) == 0 or not offline
        page.get_by_role("button", name="Undo").click()
        line.wait_for()
        expect(line.locator("textarea[name=expectation]")).to_have_value("these words")
        expect(line.locator("input[name=interest][value='1']")).to_be_checked()
    at_rest(page)
    kept = session.execute(select(CardEntry.interest, CardEntry.expectation)).all()
    session.rollback()
    assert [tuple(one) for one in kept] == [(1, "these words")]


def test_scanning_within_the_page(fair: Any, phone: Any, session: Session) -> None:
    """Where the browser reads codes itself; what is no stand's code is passed over."""
    context = phone(fair.person)
    codes_seen = ["https://elsewhere.example/x", f"https://portal.example{fair.codes[2]}"]
    context.add_init_script(
        f"""
        const seen = {codes_seen!r};
        globalThis.BarcodeDetector = class {{
          async detect() {{ return [{{ rawValue: seen.length > 1 ? seen.shift() : seen[0] }}]; }}
        }};
        if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {{
          const canvas = document.createElement("canvas");
          canvas.getContext("2d").fillRect(0, 0, 9, 9);
          return canvas.captureStream(5);
        }};
        """
    )
    page = ready(context, fair.card)
    page.get_by_role("link", name="Scan a stand").click()
    page.locator(f"#stand-{fair.ids[2]} [data-sent]").wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert entries(session) == 1


@pytest.mark.slow
def test_what_waits_is_sent_after_the_card_was_closed(
    fair: Any, phone: Any, portal: Portal, session: Session
) -> None:
    """Background Sync in Chromium: without net three stands, the card is closed, the browser wakes
    the worker: first in vain, then while the answer is lost, then for good: three entries."""
    context = phone(fair.person)
    page = ready(context, fair.card)
    context.set_offline(True)
    for code in fair.codes[:3]:
        page.goto(code)
        page.wait_for_selector(READY)
    assert unsent(page) == 3
    tags = "async () => (await navigator.serviceWorker.ready).sync.getTags()"
    comes_true(page, f"async () => (await ({tags})()).includes('bazaar-card')")
    page.close()
    context.set_offline(False)
    assert entries(session) == 0
    # Another page, from which the browser is told that there is net; it is none of the card's.
    other = context.new_page()
    registrations: list[Any] = []
    tools = context.new_cdp_session(other)
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    other.goto("/healthz")
    tools.send("ServiceWorker.enable")
    while not registrations:
        other.wait_for_timeout(20)

    def wake() -> None:
        tools.send(
            "ServiceWorker.dispatchSyncEvent",
            {
                "origin": portal.address,
                "registrationId": registrations[0]["registrationId"],
                "tag": "bazaar-card",
                "lastChance": False,
            },
        )

    portal.kill()
    wake()
    portal.start()
    for _time in range(2):
        wake()
    for _time in range(800):
        if entries(session) == 3:
            break
        other.wait_for_timeout(25)
    assert entries(session) == 3
    wake()
    page = context.new_page()
    page.goto(fair.card)
    at_rest(page)
    assert unsent(page) == 0
    assert entries(session) == 3
    done = session.scalar(select(func.count()).select_from(CardOperation))
    session.rollback()
    assert done == 3


@pytest.mark.slow
@pytest.mark.parametrize("full", [True, False], ids=["no room left", "a private window"])
def test_where_the_phone_keeps_nothing_no_word_is_lost(
    full: bool, fair: Any, phone: Any, session: Session
) -> None:
    """Storage that is full in the middle of a sentence, or that the browser never gives: what is
    written stands on the page, is sent, and the page says that it has to stay open."""
    from playwright.sync_api import expect

    script = """
      const error = () => { throw new DOMException("no room", "QuotaExceededError"); };
      for (const name of ["put", "add"]) {
        const real = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (...all) {
          return window.full ? error() : real.apply(this, all);
        };
      }"""
    context = phone(fair.person)
    context.add_init_script(script if full else "IDBFactory.prototype.open = () => { throw 1; };")
    page = context.new_page()
    page.goto(fair.codes[0])
    page.wait_for_selector(READY)
    page.locator(f"#stand-{fair.ids[0]} [data-sent]").wait_for()
    page.evaluate("window.full = true")
    context.route("**/card/sync", lambda route: route.abort())
    words = page.locator(f"#stand-{fair.ids[0]} textarea[name=expectation]")
    words.fill("CANARY")
    words.blur()
    expect(page.locator("[data-net]")).to_contain_text("1 not sent yet")
    expect(page.locator("[data-net]")).to_contain_text("Leave the page open")
    page.locator("#choose").select_option(str(fair.ids[1]))
    page.locator("[data-choose-form] button").click()
    expect(page.locator("[data-net]")).to_contain_text("2 not sent yet")
    expect(words).to_have_value("CANARY")
    context.unroute("**/card/sync")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-net]")).to_contain_text("keeps nothing for later")
    expect(page.locator("[data-line] [data-sent]:visible")).to_have_count(2)
    found = session.execute(select(CardEntry.stand_id, CardEntry.expectation)).all()
    session.rollback()
    assert sorted(tuple(one) for one in found) == [(fair.ids[0], "CANARY"), (fair.ids[1], "")]
