"""A whole series played through: a facilitator and five participants of two educations, on a
laptop and phones, from the wish to two published adoptions on the map. Only what people see and
press is used: no address is typed but the front page's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from portal.api import now

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PITCH = "Vi vil holde møder på en halv time, så der er ro til at tænke, og korthed i det, vi siger."


def go(page: Any, name: str, *, role: str = "link", within: str = "main") -> None:
    """Follows a link, or presses a button that leads to another page."""
    with page.expect_navigation():
        page.locator(within).get_by_role(role, name=name).first.click()


def settled(page: Any) -> None:
    """Waits until the canvas has sent all that was written."""
    page.locator("h1").click()
    expect(page.locator("[data-canvas][data-state=saved][data-pending='0']")).to_be_attached()


def write(page: Any, box: str, *words: str) -> None:
    """Writes one thing after the other into a box with an Add button."""
    for text in words:
        page.get_by_label(box, exact=True).fill(text)
        page.get_by_label(box, exact=True).press("Enter")


@pytest.fixture
def people(make: Any, sheet: Callable[..., Any], session: Any) -> SimpleNamespace:
    """Two educations with a leader and teachers, the origin's owner, and who plans and leads."""
    pedagogue, nurse = make.unit("Pædagog"), make.unit("Sygeplejerske")
    owner = make.user("Ejner Ejer", roles=["staff"])
    origin = sheet(
        "Kortere møder",
        author=owner,
        responsible_id=owner.id,
        summary="Møder på en halv time, stående.",
        elements="* Vi står op\n* Ordet går rundt\n* Uret kan ses af alle",
    )
    return SimpleNamespace(
        origin=origin,
        owner=owner,
        pedagogue=pedagogue,
        nurse=nurse,
        guide=make.user("Gry Vejleder", roles=["organiser"]),
        lea=make.user("Lea Leder", roles=["staff"], units=[pedagogue], function="leader"),
        tea=make.user("Tea Holm", roles=["staff"], units=[pedagogue]),
        tom=make.user("Tom Krog", roles=["staff"], units=[pedagogue]),
        nina=make.user("Nina Leder", roles=["staff"], units=[nurse], function="leader"),
        noor=make.user("Noor Ali", roles=["staff"], units=[nurse]),
    )


def test_from_wish_to_two_practices_on_the_map(
    visit: Callable[..., Any], sign_in: Any, people: SimpleNamespace, session: Any, work: Any
) -> None:
    work()  # the search knows the sheet
    phones = ("tea", "tom", "nina", "noor")
    at = {
        name: visit(sign_in(getattr(people, name)), "/", width=390, has_touch=True, is_mobile=True)
        for name in phones
    }
    at["lea"] = visit(sign_in(people.lea), "/")
    at["gry"] = visit(sign_in(people.guide), "/")

    _wish(at, people)
    series = _plan(at["gry"])
    _answer(at, series)
    work()
    _workshop_one(at, session)
    _workshop_two(at)
    _adopt(at["lea"], "Stå-op-møder på Pædagog")
    _adopt(at["nina"], "Ti minutter ved tavlen")
    _on_the_map(at["gry"])


def _wish(at: dict[str, Any], people: SimpleNamespace) -> None:
    for name in ("lea", "tea", "tom", "nina", "noor"):
        page = at[name]
        bar = "nav.vb-bottom" if name != "lea" else "header"
        go(page, "Fact sheets", within=bar)
        go(page, "Kortere møder")
        go(page, "I want to take it home", role="button")
        expect(page.get_by_text("You wish for it")).to_be_visible()


def _plan(gry: Any) -> str:
    go(gry, "Workshops", within="header")
    go(gry, "All wishes")
    go(gry, "Kortere møder")
    go(gry, "Make a workshop of it", role="button")
    go(gry, "Change")
    first = (now() + dt.timedelta(days=21)).date()
    for number in (1, 2):
        day = first + dt.timedelta(days=14 * number)
        gry.fill(f"[name=half{number}_day]", day.isoformat())
        gry.fill(f"[name=half{number}_place]", "Værkstedet")
    gry.get_by_label("Add somebody: name or e-mail").fill("Gry Vejleder")
    go(gry, "Save", role="button")
    go(gry, "Announce the series", role="button")
    expect(gry.locator("main")).to_contain_text("Pædagog")
    expect(gry.locator("main")).to_contain_text("Sygeplejerske")
    return gry.url


def _answer(at: dict[str, Any], series: str) -> None:
    for name in ("lea", "tea", "tom", "nina", "noor"):
        page = at[name]
        if name == "lea":
            go(page, "Workshops", within="header")
            go(page, "Kortere møder")
        else:  # what waits stands on the front page
            go(page, "Front page", within="nav.vb-bottom")
            go(page, "Kortere møder")
        assert page.url == series
        go(page, "Yes, I take the seat", role="button")
        expect(page.get_by_text("You have a seat")).to_be_visible()
        go(page, "Your canvas")
    go(at["gry"], "Run sheet")
    go(at["gry"], "Begin now", role="button")
    expect(at["gry"].locator("[aria-current=step]")).to_contain_text("Welcome and aim")
    for _point in range(2):
        go(at["gry"], "Next", role="button")
    expect(at["gry"].locator("[aria-current=step]")).to_contain_text("The arena")


def _workshop_one(at: dict[str, Any], session: Any) -> None:
    lea, tea, tom, nina, noor = (at[name] for name in ("lea", "tea", "tom", "nina", "noor"))
    for page in (lea, tea, tom, nina, noor):
        go(page, "Arena")
    # Three at once, two of them on phones.
    write(lea, "Who is around you?", "Studerende", "Praktiksteder")
    write(tea, "Who is around you?", "Kolleger")
    write(tom, "Who is around you?", "Rektor")
    write(nina, "Who is around you?", "Patienter", "Afdelingen")
    for page in (lea, tea, tom):
        for name in ("Studerende", "Praktiksteder", "Kolleger", "Rektor"):
            expect(page.locator(".canvas-who", has_text=name)).to_be_attached()
    boss = tom.locator(".canvas-who", has_text="Rektor")
    boss.locator("summary").tap()
    boss.get_by_label("What do they expect of us?").fill("Referater, hun kan bruge")
    boss.get_by_label("Farther away", exact=True).check()
    card = lea.locator("[data-card]", has_text="Rektor")
    expect(card).to_have_attribute(
        "aria-label", "Rektor, farther away. Referater, hun kan bruge Notes: 1"
    )
    assert "Patienter" not in lea.content()  # each education its own canvas
    for page in (lea, tea, tom, nina, noor):
        settled(page)
        go(page, "Next: Value words")

    box = "A word your practice must live up to"
    write(lea, box, "Ro")
    write(tea, box, "Korthed")
    write(tom, box, "Stilhed")
    write(nina, box, "Overblik", "Omsorg", "Tid")
    for page in (lea, tea, tom):
        expect(page.locator(".canvas-word")).to_have_count(3)
    for page in (lea, tea, tom):
        page.get_by_role("button", name="Give a dot to Ro").click()
        page.get_by_role("button", name="Give a dot to Korthed").click()
    noor.get_by_role("button", name="Give a dot to Overblik").click()
    first = lea.locator(".canvas-word", has=lea.locator("[data-show=label]", has_text="Ro"))
    expect(first.locator("[data-show=total]")).to_have_text("3")
    for page, words in ((lea, ("Ro", "Korthed")), (nina, ("Overblik",))):
        for word in words:
            row = page.locator(".canvas-word", has=page.locator("[data-show=label]", has_text=word))
            row.get_by_label("In our codex").check()
    lea.locator(".canvas-codex", has_text="Ro").locator("textarea").fill("Vi venter på de stille")
    for page in (lea, tea, tom, nina, noor):
        settled(page)
        go(page, "Next: Redesign")

    stand = lea.locator(".canvas-element", has_text="Vi står op")
    stand.get_by_label("Adapt", exact=True).check()
    stand.locator("textarea").fill("Kun om mandagen")
    clock = tea.locator(".canvas-element", has_text="Uret kan ses")
    clock.get_by_label("Leave", exact=True).check()
    write(tom, "What do you add?", "Kaffe bagefter")
    board = noor.locator(".canvas-element", has_text="Ordet går rundt")
    board.get_by_label("Keep", exact=True).check()
    expect(lea.locator(".canvas-element", has_text="New")).to_have_count(1)
    for page in (lea, tea, tom, nina, noor):
        settled(page)
        go(page, "Next: Elevator pitch")

    lea.locator("[data-item=pitch] textarea").fill(PITCH)
    expect(lea.locator("[data-served] .yes")).to_have_count(2)
    expect(tea.locator("[data-item=pitch] textarea")).to_have_value(PITCH)
    nina.locator("[data-item=pitch] textarea").fill(
        "Vi mødes ti minutter ved tavlen, så alle har overblik, før dagen går i gang."
    )
    noor.get_by_role("button", name="Ask the facilitator for help").tap()
    for page in (lea, nina, noor):
        settled(page)
    gry = at["gry"]
    go(gry, "Groups at work")
    expect(gry.locator(".canvas-group", has_text="Sygeplejerske")).to_contain_text("Asks for help")
    expect(gry.locator(".canvas-group", has_text="Pædagog").locator(".done")).to_have_count(4)
    go(gry, "I have been there", role="button")
    expect(gry.locator("main")).not_to_contain_text("Asks for help")


def _workshop_two(at: dict[str, Any]) -> None:
    lea, tea, tom, nina, noor = (at[name] for name in ("lea", "tea", "tom", "nina", "noor"))
    for page in (lea, tea, tom, nina, noor):
        go(page, "See all of it")
        go(page, "On the right track?")
    for page, answer in ((lea, "Mostly"), (tea, "Yes, entirely"), (tom, "Mostly")):
        page.locator(".canvas-scale").get_by_label(answer, exact=True).check()
    expect(tea.locator("[data-spread]")).to_be_visible()
    expect(tea.locator("[data-spread] [data-n]")).to_have_text(["0", "0", "0", "2", "1"])
    for page in (nina, noor):
        page.locator(".canvas-scale").get_by_label("Partly", exact=True).check()
    for page in (lea, tea, tom, nina, noor):
        settled(page)
        go(page, "Next: Present the pitch")
    for page in (lea, nina):
        page.get_by_label("It has been presented").check()
        settled(page)
    for page in (lea, tea, nina, noor):
        go(page, "Next: Final design")

    lea.get_by_label("What do you call it?").fill("Stå-op-møder på Pædagog")
    lea.get_by_label("What will you do?").fill("Vi holder mandagsmødet stående på en halv time.")
    write(tea, "What is the next step?", "Købe et ur")
    step = tea.locator(".canvas-step")
    step.get_by_label("Tom Krog", exact=True).check()
    step.get_by_label("By when").fill((now() + dt.timedelta(days=30)).date().isoformat())
    write(lea, "What tells you that it works?", "Vi er færdige til tiden")
    lea.get_by_label("On which day do you look at it together?").fill(
        (now() + dt.timedelta(days=90)).date().isoformat()
    )
    nina.get_by_label("What do you call it?").fill("Ti minutter ved tavlen")
    nina.get_by_label("What will you do?").fill("Vi mødes ved tavlen hver morgen.")
    write(noor, "What is the next step?", "Flytte tavlen")
    for page in (lea, tea, nina, noor):
        settled(page)


def _adopt(page: Any, title: str) -> None:
    go(page, "Next: take it home")
    go(page, "Begin our fact sheet", role="button")
    expect(page.locator("h1")).to_have_text(title)
    go(page, "Finish the fact sheet")
    expect(page.locator("main")).to_contain_text("This is a draft")
    go(page, "Publish", role="button")
    expect(page.locator("h1")).to_have_text(title)


def _on_the_map(gry: Any) -> None:
    go(gry, "Fact sheets", within="header")
    go(gry, "Kortere møder")
    go(gry, "map")
    for place in ("Pædagog", "Sygeplejerske"):
        expect(gry.locator("main table")).to_contain_text(place)
