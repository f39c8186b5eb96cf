"""The charts of collecting and of the effect: true, seen by whom the page is seen, and cheap."""

from __future__ import annotations

import datetime as dt
import io
import re
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from portal_bazaar.models import CardEntry, Commitment, EffectAnswer
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.api import now

HOSTILE = "<script>alert('x')</script>\"&"
COLLECTING = ("stands", "themes", "educations", "workshops", "commitments", "missing")
EFFECT = ("way", "became", "stand", "education", "theme")


@pytest.fixture
def fair(session: Session, make: Any, bazaar: Any, stand: Any, education: Any, visitor: Any) -> Any:
    """Makes a bazaar that was held, with so many stands, visitors and educations, and answers."""

    def held(stands: int = 6, visitors: int = 12, educations: int = 4, title: str = "Fair") -> Any:
        boss = make.user()
        one = bazaar(
            title, status="held", organisers=[boss], starts_at=now() - dt.timedelta(days=120)
        )
        places = [
            stand(one, f"Practice {n}" if n else HOSTILE, theme_id=one.themes[n % 2].id)
            for n in range(stands)
        ]
        schools = [education(one, make.unit(f"Education {n}")) for n in range(educations)]
        rows = []
        for n in range(visitors):
            guest = visitor(one, name=f"Guest {n}", education=schools[n % educations],
                            checked_in_at=now(), badge=n + 1)  # fmt: skip
            rows += [
                {"visitor_id": guest.id, "stand_id": places[(n * 3 + m) % stands].id,
                 "visited_at": now(), "edits": {}, "interest": m % 4, "note": "",
                 "expectation": "words" if m == 1 else "", "wants_workshop": m == 2}
                for m in range(min(5, stands))
            ]  # fmt: skip
        session.execute(insert(CardEntry), rows)
        for n, school in enumerate(schools):
            made = Commitment(education_id=school.id, stand_id=places[n % stands].id,
                              practice=f"Promise {n}", handed_in_at=now())  # fmt: skip
            session.add(made)
            session.flush()
            session.add(EffectAnswer(commitment_id=made.id, became="in_use", version=1,
                                     text="", answered_at=now()))  # fmt: skip
        session.commit()
        return SimpleNamespace(
            bazaar=one, boss=boss, stands=places,
            collecting=f"/bazaar/{one.id}/manage/collecting", effect=f"/bazaar/{one.id}/effect",
        )  # fmt: skip

    return held


def drawn(svg: bytes) -> list[str]:
    """What is written in a picture."""
    return [
        one.text or ""
        for one in ET.fromstring(svg.decode()).iter("{http://www.w3.org/2000/svg}text")
    ]


def pictures(page: str) -> list[str]:
    """The addresses of the charts of a page."""
    return [one.replace("&amp;", "&") for one in re.findall(r'<img src="([^"]+\.svg[^"]*)"', page)]


def test_what_is_drawn_is_what_the_table_says(fair: Any, sign_in: Any) -> None:
    made = fair()
    boss = sign_in(made.boss)
    for view in COLLECTING:
        page = boss.page(f"{made.collecting}?by={view}")
        (address,) = pictures(page)
        answer = boss.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        words = drawn(answer.data)
        assert b"<script" not in answer.data
        if view == "stands":
            assert any(HOSTILE[:20] in word for word in words)
        # Each name with two numbers, as they stand in the table's file.
        csv = boss.get(f"{made.collecting}/{view}.csv").data.decode("utf-8-sig").splitlines()
        names = [line.split(";")[0] for line in csv[1:]]
        assert len([word for word in words if re.fullmatch(r"\d+( of \d+)?", word)]) == len(names)
        if view == "themes":
            visited, interested = (
                csv[0].split(";").index(one) for one in ("Visited", "Interested")
            )
            for line in csv[1:]:
                cells = line.split(";")
                assert f"{cells[interested]} of {cells[visited]}" in words
    for wrong in ("nonsense", "stands%00"):
        assert boss.get(f"{made.collecting}/{wrong}.svg").status_code == 404


def test_a_picture_of_collecting_is_for_organisers_only(
    fair: Any, sign_in: Any, client: Any, bazaar: Any
) -> None:
    made = fair()
    other = sign_in()
    for view in COLLECTING:
        url = f"{made.collecting}/{view}.svg"
        assert other.get(url).status_code == other.get(made.collecting).status_code != 200
        assert client.get(url).status_code == 302
    # An organiser of another bazaar is a stranger here.
    boss = sign_in(made.boss)
    strange = bazaar("Another")
    page = boss.get(f"/bazaar/{strange.id}/manage/collecting")
    assert boss.get(f"/bazaar/{strange.id}/manage/collecting/stands.svg").status_code in (403, 404)
    assert page.status_code in (403, 404)
    assert boss.get("/bazaar/99999999999999999999/manage/collecting/stands.svg").status_code == 404


def test_the_effect_shows_its_pictures_to_whom_it_shows_itself(
    fair: Any, sign_in: Any, client: Any, session: Session
) -> None:
    made = fair()
    anyone = sign_in()
    for by in ("stand", "education", "theme"):
        found = pictures(anyone.page(f"{made.effect}?by={by}"))
        assert [re.sub(r".*/(\w+)\.svg.*", r"\1", one) for one in found] == ["way", "became", by]
        for address in found:
            assert anyone.get(address).mimetype == "image/svg+xml"
    numbers = " ".join(drawn(anyone.get(f"{made.effect}/picture/way.svg").data))
    csv = anyone.get(f"{made.effect}/theme.csv").data.decode("utf-8-sig").splitlines()[1:]
    total = sum(int(line.split(";")[1]) for line in csv)
    assert str(total) in numbers.split()
    assert anyone.get(f"{made.effect}/picture/nonsense.svg").status_code == 404
    assert client.get(f"{made.effect}/picture/way.svg").status_code == 302
    made.bazaar.status = "planned"
    session.commit()
    for what in EFFECT:
        url = f"{made.effect}/picture/{what}.svg"
        assert anyone.get(url).status_code == anyone.get(made.effect).status_code == 404


def test_the_pictures_of_all_bazaars_count_those_one_may_see(
    fair: Any, sign_in: Any, session: Session
) -> None:
    seen, hidden = fair(title="Seen"), fair(title="Hidden")
    anyone = sign_in()
    both = drawn(anyone.get("/bazaar/effect-over-time/years.svg").data)
    hidden.bazaar.status = "planned"
    session.commit()
    one = drawn(anyone.get("/bazaar/effect-over-time/years.svg").data)
    assert len(pictures(anyone.page("/bazaar/effect"))) == 2, "one bazaar makes no line"
    assert len(one) < len(both)
    alone = drawn(anyone.get(f"{seen.effect}/picture/way.svg").data)
    assert drawn(anyone.get("/bazaar/effect-over-time/way.svg").data) == alone
    assert anyone.get("/bazaar/effect-over-time/nonsense.svg").status_code == 404


def test_pictures_speak_the_readers_language_and_are_kept(
    fair: Any, sign_in: Any, session: Session
) -> None:
    made = fair()
    made.boss.language = "da"
    session.commit()
    boss = sign_in(made.boss)
    answer = boss.get(f"{made.collecting}/stands.svg?size=narrow")
    assert "kun besøgt" in drawn(answer.data)
    asked = {"If-None-Match": answer.headers["ETag"]}
    again = boss.get(f"{made.collecting}/stands.svg?size=narrow", headers=asked)
    assert again.status_code == 304 and again.data == b""
    assert "private" in answer.headers["Cache-Control"]


def test_a_fair_of_400_costs_no_more_queries_than_a_small_one(
    fair: Any, sign_in: Any, count_queries: Any
) -> None:
    """60 stands, 400 visitors, 45 educations."""

    def cost(made: Any) -> dict[str, int]:
        boss = sign_in(made.boss)
        addresses = [
            *(f"{made.collecting}?by={view}" for view in COLLECTING),
            f"{made.collecting}/live?by=stands",
            f"{made.collecting}/educations.svg",
            *(f"{made.effect}?by={by}" for by in ("stand", "education", "theme")),
            f"{made.effect}/picture/education.svg",
            f"{made.effect}/report",
            f"/bazaar/{made.bazaar.id}/manage/effect",
        ]
        found = {}
        for address in addresses:
            boss.page(address)
            with count_queries() as queries:
                boss.page(address)
            found[address.replace(str(made.bazaar.id), "N")] = len(queries)
        return found

    small = cost(fair(3, 4, 2))
    large = cost(fair(60, 400, 45))
    # One more or less: what the portal reads anew once a second falls into one of them.
    assert all(abs(large[address] - small[address]) <= 1 for address in small), (small, large)
    assert max(large.values()) <= 50


def test_ten_bazaars_cost_no_more_queries_than_two(
    fair: Any, sign_in: Any, count_queries: Any
) -> None:
    def cost() -> list[int]:
        found = []
        for address in ("/bazaar/effect", "/bazaar/effect-over-time/years.svg"):
            anyone.page(address)
            with count_queries() as queries:
                anyone.page(address)
            found.append(len(queries))
        return found

    anyone = sign_in()
    for n in range(2):
        fair(3, 4, 2, f"Fair {n}")
    two = cost()
    for n in range(8):
        fair(3, 4, 2, f"Further {n}")
    assert all(abs(ten - few) <= 1 for ten, few in zip(cost(), two, strict=True))


@pytest.mark.browser
def test_the_picture_follows_live_and_never_flickers(
    fair: Any, sign_in: Any, session: Session, visit: Any, visitor: Any
) -> None:
    made = fair()
    page = visit(sign_in(made.boss), made.collecting)
    picture = page.locator(".vb-chart img")
    before = picture.get_attribute("src")
    height = picture.evaluate("one => one.getBoundingClientRect().height")
    # Every frame is looked at: there is always a picture, and it is there whole.
    page.evaluate(
        """() => { window.bad = []; const look = () => {
            const one = document.querySelector(".vb-chart img");
            if (!one || !one.complete || !one.naturalWidth) bad.push(performance.now());
            requestAnimationFrame(look) }; look() }"""
    )
    guest = visitor(made.bazaar, name="Late guest", checked_in_at=now(), badge=999)
    session.add(CardEntry(visitor_id=guest.id, stand_id=made.stands[0].id, visited_at=now(),
                          edits={}, interest=3, note=""))  # fmt: skip
    session.commit()
    page.wait_for_function(
        "before => document.querySelector('.vb-chart img').getAttribute('src') !== before",
        arg=before,
    )
    page.wait_for_timeout(300)
    assert page.evaluate("bad.length") == 0
    assert picture.evaluate("one => one.getBoundingClientRect().height") == height
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("view", ["stands", "workshops", "missing"])
def test_collecting_fits_a_phone_and_axe_finds_nothing(
    fair: Any, sign_in: Any, visit: Any, view: str
) -> None:
    from portal.testing.browser import violations

    made = fair()
    page = visit(sign_in(made.boss), f"{made.collecting}?by={view}", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".vb-chart img").evaluate("one => one.naturalWidth") == 340
    assert violations(page) == []


@pytest.mark.browser
def test_pictures_are_dark_where_the_page_is(fair: Any, sign_in: Any, visit: Any) -> None:
    """By the page's own choice, whatever the system says."""
    from PIL import Image

    made = fair()
    page = visit(sign_in(made.boss), made.effect)
    grounds = []
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
        page.wait_for_function("() => document.querySelector('.vb-chart img').complete")
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        shot = page.locator(".vb-chart img").first.screenshot()
        grounds.append(Image.open(io.BytesIO(shot)).convert("RGB").getpixel((2, 2)))
    assert grounds == [(0xFF, 0xFF, 0xFF), (0x17, 0x23, 0x26)]
