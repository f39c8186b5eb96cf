"""The card in a real browser: without net, with lost answers, in two tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from portal_bazaar.card import codes
from portal_bazaar.models import CardEntry, CardOperation
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.testing.browser import serving

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
READY = "html.bazaar-kept"
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


def test_twenty_codes_without_net_are_twenty_entries(
    fair: Any, phone: Any, portal: Portal, session: Session
) -> None:
    """Offline 20 codes are opened; the answer is dropped after the commit; five replays from two
    tabs; the server is killed in between: 20 entries, and the count was right all the time."""
    context = phone(fair.person)
    first = ready(context, fair.card)
    context.set_offline(True)
    for number, address in enumerate(fair.codes, 1):
        first.goto(address)
        first.wait_for_selector(f"#stand-{fair.stands[number - 1].id}")
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
        response = route.fetch()
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
