"""In a real browser: a competence on a phone, the photo by mouse and by keyboard, no scripts."""

import io

import pytest
from PIL import Image
from portal_ambassadors.models import Ambassador, Photo
from portal_ambassadors.profiles import photos

from portal.testing.browser import press, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def pictured(session, make, ambassador):
    """An ambassador with a wide photo, red at the left and blue at the right."""
    one = ambassador("Anna Holm", levels={"Vejledning": 2})
    made = Image.new("RGB", (400, 200), "red")
    made.paste("blue", (200, 0, 400, 200))
    out = io.BytesIO()
    made.save(out, "PNG")
    out.seek(0)
    photos.set_photo(session, make.actor_of(one.user), one, out, "me.png")
    session.commit()
    return one


def stored(session, model, key):
    """The row as it is now, without keeping a transaction open."""
    session.rollback()
    row = session.get(model, key, populate_existing=True)
    session.commit()
    return row


@pytest.mark.parametrize("scripts", [True, False])
def test_a_competence_is_changed_on_a_phone_in_three_taps(
    session, sign_in, visit, pictured, scripts
):
    key = pictured.id
    page = visit(sign_in(pictured.user), "/", width=390, java_script_enabled=scripts)
    press(page, "text=My competences")
    page.locator("summary", has_text="Vejledning").click()
    press(page, "details[open] button[value='4']")
    assert page.locator("summary", has_text="Masters it well").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 if scripts else True
    session.rollback()
    one = session.get(Ambassador, key, populate_existing=True)
    assert [row.level for row in one.level_rows] == [4]
    session.commit()


def test_the_photo_is_cut_where_the_mouse_says(session, sign_in, visit, pictured):
    key = pictured.id
    page = visit(sign_in(pictured.user), f"/ambassadors/{key}/photo")
    picture = page.locator(".ambassadors-whole")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] - 4, "y": box["height"] / 2})
    assert page.locator(".ambassadors-whole rect").get_attribute("x") == "50%"
    assert violations(page) == []
    press(page, "text=Cut it so")
    assert stored(session, Photo, key).focus_x > 95


def test_the_photo_is_cut_where_the_keys_say(session, sign_in, visit, pictured):
    key = pictured.id
    page = visit(sign_in(pictured.user), f"/ambassadors/{key}/photo", width=320)
    page.locator("#focus-x").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert page.locator(".ambassadors-whole rect").get_attribute("x") == "0%"
    press(page, "text=Cut it so")
    assert stored(session, Photo, key).focus_x == 1


@pytest.mark.slow
def test_the_pages_of_the_network_can_be_used_by_everyone(sign_in, visit, pictured):
    page = visit(sign_in("organiser"), "/ambassadors/", width=320)
    for path in (
        "/ambassadors/",
        "/ambassadors/?view=table",
        "/ambassadors/map",
        "/ambassadors/overview",
        f"/ambassadors/{pictured.id}",
        "/ambassadors/catalogue/",
    ):
        page.goto(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
