"""The charts of the leadership's view: true, and of what their reader may see."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from portal_workshops.models import Adoption, AdoptionChange
from sqlalchemy.orm import Session

from portal.api import now

PLACES = ("travel", "flows", "stops", "generations")
HOSTILE = "<script>alert('x')</script>\"&"


@pytest.fixture
def adopted(session: Session) -> Any:
    """An adoption of a sheet, with its history."""

    def make(one: Any, *told: str) -> None:
        made = Adoption(
            sheet_id=one.id,
            origin_id=one.builds_on_id,
            unit_id=one.unit_id,
            title=one.title,
            status=told[-1],
            created_at=now(),
            status_at=now(),
        )
        made.changes = [AdoptionChange(status=each, at=now()) for each in told]
        session.add(made)
        session.commit()

    return make


@pytest.fixture
def grown(make: Any, sheet: Any, adopted: Any) -> Any:
    """An origin that travelled twice on, and one that was laid aside; names to be wary of."""
    fjord, belt = make.unit("UC Fjordby"), make.unit("Bælt")
    units = [
        make.unit(name, parent=top)
        for name, top in (
            ("Lærer", fjord),
            ("Pædagog", fjord),
            ("Sygeplejerske", belt),
            ("Radiograf", belt),
        )
    ]
    origin = sheet(HOSTILE, unit_id=units[0].id)
    first = sheet("Hos pædagoger", unit_id=units[1].id, builds_on_id=origin.id)
    second = sheet("Hos sygeplejersker", unit_id=units[2].id, builds_on_id=origin.id)
    third = sheet("Hos radiografer", unit_id=units[3].id, builds_on_id=second.id)
    adopted(first, "planned", "dropped")
    adopted(second, "in_use")
    adopted(third, "trying", "developed")
    return origin, first, second, third


def words(answer: Any) -> list[str]:
    """What is written in a picture."""
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert b"<script" not in answer.data
    root = ET.fromstring(answer.text)
    return [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]


def picture(person: Any, what: str, query: str = "") -> list[str]:
    return words(person.get(f"/workshops/spread/picture/{what}.svg{query}"))


def test_the_pictures_say_what_the_tables_say(sign_in: Any, grown: Any) -> None:
    person = sign_in()
    for page, shown in (("", 1), ("flows", 1), ("flows?by=place", 1), ("stops", 2)):
        found = re.findall(
            r'<img src="([^"]+svg[^"]*)" width="\d+" height="\d+" alt="([^"]+)"',
            person.page(f"/workshops/spread/{page}"),
        )
        assert len(found) == shown
        for address, alt in found:
            assert words(person.get(address.replace("&amp;", "&"))) and len(alt) > 20
    travel = picture(person, "travel")
    assert "3" in travel and any("script" in one for one in travel)
    flows = picture(person, "flows")
    assert {"UC Fjordby → Bælt", "UC Fjordby, within itself", "Bælt, within itself"} <= set(flows)
    assert "Lærer → Sygeplejerske" in picture(person, "flows", "?by=place")
    stops = picture(person, "stops")
    assert "Laid aside" in stops and "1" in stops
    assert picture(person, "generations").count("1") == 1  # one family, two generations
    assert person.get("/workshops/spread/picture/nonsense.svg").status_code == 404


def test_nobody_signed_out_sees_a_picture(client: Any, grown: Any) -> None:
    for what in PLACES:
        assert client.get(f"/workshops/spread/picture/{what}.svg").status_code == 302


def test_what_is_hidden_is_in_no_picture(
    session: Any, make: Any, sheet: Any, adopted: Any, sign_in: Any
) -> None:
    """A stranger's pictures are those of a portal without what is hidden from them."""
    top, other = make.unit("Top"), make.unit("Other")
    origin = sheet("Open origin", unit_id=top.id)
    sheet("Open copy", unit_id=other.id, builds_on_id=origin.id)
    person = sign_in()
    before = {what: picture(person, what) for what in PLACES}
    hidden = sheet("Canary origin", unit_id=make.unit("Canary place").id, visibility="private")
    copy = sheet(
        "Canary copy",
        unit_id=make.unit("Canary yard").id,
        builds_on_id=hidden.id,
        visibility="private",
    )
    adopted(copy, "dropped")
    session.commit()
    after = {what: picture(person, what) for what in PLACES}
    assert after == before


def test_thirty_practices_cost_no_more_queries_than_three(
    session: Session, make: Any, sheet: Any, adopted: Any, sign_in: Any, count_queries: Any
) -> None:
    person = sign_in()
    units = [make.unit(f"Unit {n}") for n in range(6)]

    def grow(number: int) -> None:
        for n in range(number):
            origin = sheet(f"Origin {n}", unit_id=units[n % 6].id)
            copy = sheet(f"Copy {n}", unit_id=units[(n + 1) % 6].id, builds_on_id=origin.id)
            adopted(copy, ("planned", "trying", "in_use", "dropped")[n % 4])

    def cost() -> dict[str, int]:
        found = {}
        for address in ("", "flows", "stops", *(f"picture/{what}.svg" for what in PLACES)):
            person.page(f"/workshops/spread/{address}")
            with count_queries() as queries:
                person.page(f"/workshops/spread/{address}")
            found[address] = len(queries)
        return found

    grow(3)
    few = cost()
    grow(27)
    many = cost()
    assert all(abs(many[one] - few[one]) <= 1 for one in few), (few, many)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", ["", "flows", "stops"])
def test_the_pages_fit_a_phone_and_axe_finds_nothing(
    sign_in: Any, grown: Any, visit: Any, path: str
) -> None:
    from portal.testing.browser import violations

    page = visit(sign_in(), f"/workshops/spread/{path}", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".vb-chart img").evaluate_all(
        "all => all.every(one => one.complete && one.naturalWidth === 340)"
    )
    assert violations(page) == []
