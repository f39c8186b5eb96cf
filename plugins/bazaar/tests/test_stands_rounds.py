"""Rounds and shifts as they are stored: the board, the running order, the proposal."""

from __future__ import annotations

import re

import pytest
from portal_bazaar.models import PitchSlot, Shift
from portal_bazaar.stands import pitching
from portal_bazaar.stands.rounds import board_of
from sqlalchemy import select

from portal.api import PortalError


@pytest.fixture
def fair(make, bazaar, stand):
    """A bazaar with four stands, two keepers each; the first keeper keeps the fourth, too."""
    boss, moderator = make.user("Boss"), make.user("Moderator")
    made = bazaar(organisers=[boss], moderators=[moderator])
    made.boss, made.moderator = boss, moderator
    made.people = [make.user(f"Keeper {n}") for n in range(8)]
    made.stands = [
        stand(made, f"Practice {n}", keepers=made.people[2 * n : 2 * n + 2]) for n in range(3)
    ]
    made.stands.append(stand(made, "Practice 3", keepers=[made.people[0]]))
    return made


def slots(session, part):
    session.expire_all()
    return [
        one.stand_id
        for one in session.scalars(
            select(PitchSlot).where(PitchSlot.part_id == part.id).order_by(PitchSlot.position)
        )
    ]


def test_slots_are_put_moved_and_taken_out(session, sign_in, fair, bazaar, stand):
    first, second = [one for one in fair.parts if one.kind == "pitches"]
    a, b, c, _d = fair.stands
    foreign = stand(bazaar())
    desk = sign_in(fair.moderator)
    url = f"/bazaar/{fair.id}/manage/pitches/put"

    def put(stand, part, index=""):
        sent = {"stand": str(stand.id), "round": str(part.id) if part else "", "index": str(index)}
        return desk.post(url, sent).status_code

    assert [put(one, first) for one in (a, b, c)] == [303] * 3
    assert slots(session, first) == [a.id, b.id, c.id]
    assert put(c, first, 0) == 303
    assert slots(session, first) == [c.id, a.id, b.id]
    assert put(c, first, 1) == 303
    assert slots(session, first) == [a.id, c.id, b.id]
    assert put(a, second, 99) == 303
    assert (slots(session, first), slots(session, second)) == ([c.id, b.id], [a.id])
    assert put(b, None) == 303
    assert slots(session, first) == [c.id]
    assert put(foreign, first) == 404
    shopping = next(one for one in fair.parts if one.kind == "shopping")
    assert put(b, shopping) == 303 and slots(session, shopping) == [], "shopping is no round"
    page = desk.page(f"/bazaar/{fair.id}/manage/pitches")
    assert "Practice 2" in page and "Nobody is named to pitch" in page
    assert sign_in(fair.people[0]).post(url, {"stand": str(a.id)}).status_code == 403
    # A keeper of the stand pitches, nobody else; the moderator names whom.
    slot = session.scalars(select(PitchSlot).where(PitchSlot.stand_id == c.id)).one()
    one = f"/bazaar/{fair.id}/manage/pitches/{slot.id}"
    assert desk.post(one, {"keeper": str(a.keepers[0].id), "minutes": "4"}).status_code == 303
    session.expire_all()
    assert slot.keeper_id is None and slot.minutes == 3
    assert desk.post(one, {"keeper": str(c.keepers[0].id), "minutes": "4"}).status_code == 303
    session.expire_all()
    assert (slot.keeper_id, slot.minutes) == (c.keepers[0].id, 4)
    assert desk.post(f"/bazaar/{fair.id}/manage/pitches/99999", {}).status_code == 404


def test_every_problem_leads_to_where_it_is_mended(session, sign_in, fair):
    first = next(one for one in fair.parts if one.kind == "pitches")
    shop = next(one for one in fair.parts if one.kind == "shopping")
    a, _b, _c, d = fair.stands
    session.add_all(Shift(keeper_id=one.keepers[0].id, part_id=shop.id) for one in (a, d))
    session.add(PitchSlot(part_id=first.id, stand_id=a.id, keeper_id=None, minutes=40))
    boss = sign_in(fair.boss)
    page = boss.page(f"/bazaar/{fair.id}/manage/pitches")
    for words in ("is in two places", "too long", "Nobody is named", "Nobody is at stand"):
        assert words in page, words
    box = page[page.index("bazaar-problems") : page.index('class="bazaar-board"')]
    links = re.findall(r'href="(/bazaar[^"#]+)#([\w-]+)"', box)
    assert len(links) >= 4
    for path, anchor in links:
        assert f'id="{anchor}"' in boss.page(path), (path, anchor)
    assert "things to mend in pitches and shifts" in boss.page(f"/bazaar/{fair.id}/manage")


def test_before_the_first_shift_one_line_speaks_for_all_stands(session, sign_in, fair):
    boss = sign_in(fair.boss)
    for page in ("pitches", "shifts"):
        text = boss.page(f"/bazaar/{fair.id}/manage/{page}")
        assert "nobody is at the 4 stands while visitors shop" in text
        assert "4 stands are in no pitch round." in text
        assert "2 things to mend<" in text and "Nobody is at stand" not in text
    assert "2 things to mend in pitches and shifts" in boss.page(f"/bazaar/{fair.id}/manage")
    # Moderators are not sent to a page that is closed to them.
    for who, link in ((fair.boss, True), (fair.moderator, False)):
        text = sign_in(who).page(f"/bazaar/{fair.id}/manage/pitches")
        box = text[text.index("bazaar-problems") : text.index('class="bazaar-board"')]
        assert "No shifts are made yet" in box
        assert ("/manage/shifts" in box) is link
    shop = next(one for one in fair.parts if one.kind == "shopping")
    session.add(Shift(keeper_id=fair.stands[0].keepers[0].id, part_id=shop.id))
    session.commit()
    text = boss.page(f"/bazaar/{fair.id}/manage/shifts")
    assert "Nobody is at stand" in text and "No shifts are made yet" not in text


def test_a_round_that_became_a_break_shows_its_pitches_where_they_can_be_mended(
    session, sign_in, fair
):
    first = next(one for one in fair.parts if one.kind == "pitches")
    a, b, *_ = fair.stands
    session.add_all(PitchSlot(part_id=first.id, stand_id=one.id, minutes=3) for one in (a, b))
    b.status = "withdrawn"
    first.kind = "break"
    boss = sign_in(fair.boss)
    page = boss.page(f"/bazaar/{fair.id}/manage/pitches")
    assert "which is no pitch round" in page and "does not take part" in page
    assert f'id="free-{a.id}"' in page and f'#free-{a.id}"' in page
    second = next(one for one in fair.parts if one.kind == "pitches")
    sent = {"stand": str(a.id), "round": str(second.id), "index": "0"}
    assert boss.post(f"/bazaar/{fair.id}/manage/pitches/put", sent).status_code == 303
    assert slots(session, second) == [a.id]


def test_filling_leaves_nothing_to_mend_and_keeps_what_is_there(session, sign_in, fair, make):
    rounds = [one for one in fair.parts if one.kind == "pitches"]
    d = fair.stands[3]
    session.add(
        PitchSlot(part_id=rounds[1].id, stand_id=d.id, keeper_id=d.keepers[0].id, minutes=5)
    )
    boss = sign_in(fair.boss)
    url = f"/bazaar/{fair.id}/manage/pitches/fill"
    assert "stands are in no pitch round" in boss.page(url.removesuffix("/fill"))
    assert sign_in(fair.moderator).post(url).status_code == 403
    assert boss.post(url).status_code == 303
    session.expire_all()
    board = board_of(session, fair)
    assert board.problems() == []
    assert board.without_pitch == []
    kept = session.scalars(select(PitchSlot).where(PitchSlot.stand_id == d.id)).one()
    assert (kept.part_id, kept.minutes) == (rounds[1].id, 5)
    number = len(session.scalars(select(Shift)).all())
    assert boss.post(url).status_code == 303
    assert len(session.scalars(select(Shift)).all()) == number, "nothing is added twice"
    order = sign_in().page(f"/bazaar/{fair.id}/pitches")
    assert all(f"Practice {n}" in order for n in range(4))
    assert "Pitch at" in sign_in(fair.people[0]).page(f"/bazaar/{fair.id}/stands/{d.id}")


def test_shifts_are_ticked_all_at_once(session, sign_in, fair, bazaar, stand, make):
    other = bazaar()
    foreign = stand(other, keepers=[make.user()])
    shop = [one for one in fair.parts if one.kind == "shopping"]
    a, b, _c, _d = fair.stands
    boss = sign_in(fair.boss)
    url = f"/bazaar/{fair.id}/manage/shifts"
    ticked = [f"{a.keepers[0].id}:{shop[0].id}", f"{b.keepers[1].id}:{shop[1].id}",
              f"{foreign.keepers[0].id}:{shop[0].id}", f"{a.keepers[0].id}:{other.parts[2].id}",
              "x:y", ":", "99999999999999999999:1"]  # fmt: skip
    assert boss.post(url, {"shift": ticked}).status_code == 303
    stored = {(one.keeper_id, one.part_id) for one in session.scalars(select(Shift))}
    assert stored == {(a.keepers[0].id, shop[0].id), (b.keepers[1].id, shop[1].id)}
    assert boss.page(url).count(" checked") == 2
    assert boss.post(url, {"shift": ticked[:1]}).status_code == 303
    assert len(session.scalars(select(Shift)).all()) == 1
    assert sign_in(fair.moderator).post(url, {}).status_code == 403


def test_change_over_counts(session, make, sign_in, fair):
    boss = sign_in(fair.boss)
    url = f"/bazaar/{fair.id}/manage/pitches/change-over"
    for wrong in ("", "x", "31", "-1", "99999999999"):
        assert boss.post(url, {"minutes": wrong}).status_code == 303
        assert board_of(session, fair).change_over == 1
    assert boss.post(url, {"minutes": "0"}).status_code == 303
    session.expire_all()
    assert board_of(session, fair).change_over == 0
    with pytest.raises(PortalError):
        pitching.set_change_over(session, make.actor(), fair, 31)


@pytest.mark.browser
def test_the_board_by_drag_and_by_keys(session, sign_in, fair, visit):
    """In a real browser: one pitch dragged into another round, one moved with the arrow keys; the
    focus stays on what was moved."""
    first, second = (one.id for one in fair.parts if one.kind == "pitches")
    a, b, c, _d = (one.id for one in fair.stands)
    for position, one in enumerate((a, b, c)):
        session.add(PitchSlot(part_id=first, stand_id=one, position=position, minutes=3))
    page = visit(sign_in(fair.boss), f"/bazaar/{fair.id}/manage/pitches")
    session.commit()

    def rows(part):
        return page.locator(f"#round-{part} .bazaar-slot").evaluate_all(
            "rows => rows.map(row => Number(row.dataset.stand))"
        )

    assert rows(first) == [a, b, c]
    page.locator(f"#handle-{c}").focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(f"#round-{first} .bazaar-slot:nth-child(2)[data-stand='{c}']")
    page.wait_for_selector(f"#handle-{c}:focus")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"#round-{second} [data-stand='{c}']")
    page.locator(f"#round-{first} [data-stand='{a}'] .bazaar-slot-title").drag_to(
        page.locator(f"#round-{second} .bazaar-slots")
    )
    page.wait_for_selector(f"#round-{second} [data-stand='{a}']")
    assert rows(first) == [b]
    assert set(rows(second)) == {a, c}
    page.reload()
    assert rows(first) == [b] and set(rows(second)) == {a, c}
    # What is refused is said where one looks, and the network that is gone too.
    page.locator(f"#round-{first} summary").first.click()
    page.locator(f"#round-{first} input[name=minutes]").fill("99")
    page.locator(f"#round-{first} input[name=minutes]").press("Enter")
    refused = page.locator("[data-board-status].bazaar-problem")
    refused.wait_for()
    assert "from 1 to 60" in refused.inner_text()
    page.context.set_offline(True)
    page.locator(f"#handle-{b}").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-board-status].bazaar-problem:has-text('Not saved')")
    assert rows(first) == [b]


@pytest.mark.browser
def test_the_plan_by_drag_and_keys(session, sign_in, fair, visit):
    a, b, *_ = fair.stands
    a.x, a.y, b.x, b.y = 200, 200, 600, 600
    one, two = a.id, b.id
    page = visit(sign_in(fair.boss), f"/bazaar/{fair.id}/manage/plan")
    session.commit()
    page.locator(f"#spot-{one}").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert page.locator(f"#x-{one}").input_value() == "210"
    # Of both presses: on a slow machine the first is saved by itself.
    page.wait_for_selector("[data-floor-status]:has-text('25 ')")
    session.expire_all()
    assert (a.x, a.y) == (210, 250)
    session.commit()
    page.locator(f"#spot-{two}").scroll_into_view_if_needed()
    box = page.locator("[data-floor]").bounding_box()
    dot = page.locator(f"#spot-{two} circle").bounding_box()
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.5, steps=5)
    page.mouse.up()
    page.wait_for_selector("[data-floor-status]:has-text('30 ')")
    session.expire_all()
    assert abs(b.x - 300) <= 5 and abs(b.y - 500) <= 5


PATHS = ("stands", "stands/{one}", "stands/{one}/edit", "stands/{one}/withdraw", "stands/propose",
         "plan", "pitches", "manage/stands/", "manage/stands/new", "manage/stands/{one}/move",
         "manage/plan", "manage/pitches", "manage/shifts")  # fmt: skip


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_a_phone_and_axe_finds_nothing(session, sign_in, fair, visit, path):
    from portal.testing.browser import violations

    first = next(one for one in fair.parts if one.kind == "pitches")
    session.add(PitchSlot(part_id=first.id, stand_id=fair.stands[0].id, minutes=40))
    fair.stands[0].x = fair.stands[0].y = 500
    address = f"/bazaar/{fair.id}/{path.format(one=fair.stands[0].id)}"
    page = visit(sign_in(fair.boss), address, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
