"""The look in a real browser: readable for all, in light and dark, from 320 px, without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from portal.testing.browser import serving, violations

from .look_app import create_app

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/styleguide?flash",
    "/sample/list",
    "/sample/read",
    "/sample/sign_in?as=nobody",
    "/error/404",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app()) as found:
        yield found


@pytest.fixture
def visit(device: Any, address: str) -> Any:
    """Opens a page on a computer of its own."""

    def go(path: str, width: int = 1280, height: int = 800, **options: Any) -> Any:
        page = device(width, height, **options).new_page()
        page.goto(address + path)
        return page

    return go


@pytest.mark.parametrize(
    ("width", "theme"),
    [
        (320, "light"),
        (1280, "dark"),
        pytest.param(320, "dark", marks=pytest.mark.slow),
        pytest.param(1280, "light", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Any, path: str, width: int, theme: str) -> None:
    page = visit(path, width, color_scheme=theme)
    assert page.locator("html").get_attribute("data-bs-theme") == theme

    assert violations(page) == []


def test_axe_finds_nothing_in_errors_and_open_menus(visit: Any) -> None:
    page = visit("/styleguide", 390)
    submit(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 992, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_pushes_the_page_wider(visit: Any, path: str, width: int) -> None:
    page = visit(path, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('.vb-card')].filter(c => c.scrollWidth > c.clientWidth)"
    assert page.evaluate(f"{wide}.map(card => card.innerText)") == []


@pytest.mark.parametrize("path", PAGES)
def test_wider_spacing_of_the_text_costs_nothing(visit: Any, path: str) -> None:
    page = visit(path, 320, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_for_a_finger(visit: Any) -> None:
    page = visit("/styleguide", 390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, select, .form-check-label')]
        .filter(one => one.checkVisibility() && !one.closest('p, dd, .vb-sheet, .vb-skip'))
        .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)"""
    )

    assert small == []


def test_slash_moves_to_the_search_but_not_while_typing(visit: Any) -> None:
    page = visit("/styleguide")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.locator("[data-search]").input_value() == "a/b"


def test_menu_closes_on_escape_and_gives_the_focus_back(visit: Any) -> None:
    page = visit("/styleguide")
    menu = page.locator("details.vb-menu.end").first
    menu.locator("summary").press("Enter")
    assert menu.get_by_text("Sign out").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not menu.get_by_text("Sign out").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_toolbar_marks_what_is_chosen_and_takes_it_back(visit: Any) -> None:
    page = visit("/styleguide")
    area = page.locator("#actions")
    area.fill("one\ntwo")
    area.evaluate("area => area.setSelectionRange(0, 3)")
    page.get_by_role("button", name="Bold").click()
    assert area.input_value() == "**one**\ntwo"
    page.get_by_role("button", name="Bold").click()
    assert area.input_value() == "one\ntwo"
    area.evaluate("area => area.select()")
    page.get_by_role("button", name="Numbers").click()
    assert area.input_value() == "1. one\n2. two"
    page.get_by_role("button", name="Bullets").click()
    assert area.input_value() == "- one\n- two"
    page.keyboard.press("Control+z")
    assert area.input_value() == "1. one\n2. two"


def test_toolbar_is_one_stop_and_arrows_lead_through_it(visit: Any) -> None:
    page = visit("/styleguide")
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.mark") == "italic"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "actions"


def test_preview_shows_what_the_server_answers(visit: Any) -> None:
    page = visit("/styleguide")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("Shown bold").wait_for()
    page.get_by_role("button", name="Preview").click()
    assert page.locator("#actions").is_visible()


def test_leaving_a_changed_form_is_asked_about(visit: Any) -> None:
    page = visit("/styleguide")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == []
    page.locator("#title").fill("Something else")
    page.reload()
    assert asked == ["beforeunload"]


def test_toast_can_be_closed_and_stays_while_it_is_read(visit: Any) -> None:
    page = visit("/styleguide")
    page.clock.install()
    page.goto(page.url + "?flash")
    toast = page.locator("[data-toast]")
    page.clock.run_for(7900)
    assert toast.is_visible()
    toast.hover()
    page.clock.run_for(60000)
    assert toast.is_visible()
    toast.get_by_role("button", name="Close").click()
    assert toast.count() == 0


def test_errors_take_the_focus_and_bars_never_cover_it(visit: Any) -> None:
    page = visit("/styleguide", 390)
    submit(page)
    assert "vb-errors" in page.evaluate("document.activeElement.className")
    for _ in range(40):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
            const one = document.activeElement, box = one.getBoundingClientRect();
            if (one === document.body || one.closest('.vb-savebar, .vb-bottom')) return false;
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return top && top.closest('.vb-savebar, .vb-bottom') && one.outerHTML.slice(0, 90);
            }"""
        )
        assert not covered


def test_long_list_can_be_narrowed_and_keeps_what_is_chosen(visit: Any) -> None:
    page = visit("/styleguide")
    page.locator("#units-filter").fill("number 7")
    shown = page.locator("#units .form-check:visible").all_inner_texts()

    assert shown == ["Education number 1", "Education number 7", "Education number 12"]


def test_all_works_without_scripts(visit: Any) -> None:
    page = visit("/styleguide?flash", java_script_enabled=False)

    assert page.get_by_text("The draft is deleted.").is_visible()
    assert page.locator("#actions").is_visible()
    assert not page.get_by_role("toolbar").is_visible()
    page.locator("details.vb-menu.end summary").first.click()
    assert page.get_by_text("Sign out").is_visible()


@pytest.mark.parametrize(("width", "open_"), [(390, False), (1280, True)])
def test_filters_are_open_where_there_is_room(visit: Any, width: int, open_: bool) -> None:
    page = visit("/styleguide", width)

    assert page.get_by_label("Fact sheets 14").is_visible() is open_


def test_paper_is_white_and_holds_the_content_alone(visit: Any) -> None:
    page = visit("/styleguide", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 43, 46)"
    for hidden in (".vb-header", ".vb-footer", ".vb-savebar"):
        assert not page.locator(hidden).is_visible()


def submit(page: Any) -> None:
    with page.expect_navigation():
        page.evaluate("document.querySelector('form.vb-form').requestSubmit()")
