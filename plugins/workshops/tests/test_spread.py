"""The map: who has it from whom, as each reader may see it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from portal_workshops.models import Adoption, AdoptionChange
from portal_workshops.spread import graph
from portal_workshops.spread.family import families, family_of
from portal_workshops.spread.layout import SLIM, Size, _lines
from portal_workshops.spread.overview import Overview

from portal.api import EVERYONE, Model, now

CANARY = "kanariefugl"


# --- the pure part -------------------------------------------------------------------------


def brute_origin(links, one, seen):
    """The nearest seen origin, found by walking step by step."""
    here, gone = one, {one}
    while here in links and links[here] not in gone:
        here = links[here]
        gone.add(here)
        if here in seen:
            return here
    return None


GRAPHS = some.dictionaries(some.integers(1, 14), some.integers(1, 14), max_size=14)
SEEN = some.sets(some.integers(1, 14))


@settings(max_examples=300, deadline=None)
@given(GRAPHS, SEEN)
def test_random_graphs_with_rings_and_hidden_ones(raw, seen):
    links = graph.origins(raw.items(), [])
    assert all(child != origin for child, origin in links.items())
    origin = graph.seen_origins(links, seen)
    assert origin == {
        one: found for one in seen if (found := brute_origin(links, one, seen)) is not None
    }
    young = graph.children(origin)
    for root in seen:
        walked = graph.walk(young, root, lambda one: one)
        ids = [one for one, _parent, _generation in walked]
        assert len(ids) == len(set(ids))  # each once, however many rings
        assert set(ids) <= seen
        assert set(ids) == graph.below(young, root) | {root}
        generations = {one: generation for one, _parent, generation in walked}
        for one, parent, generation in walked[1:]:
            assert origin[one] == parent
            assert generation == generations[parent] + 1
    beginnings = graph.roots(origin, lambda one: one)
    reached = [one for root in beginnings for one, *_ in graph.walk(young, root, lambda one: one)]
    assert sorted(reached) == sorted({*origin, *origin.values()})  # everything, and once


def test_what_is_hidden_changes_nothing_for_who_does_not_see_it():
    # 1 <- 2 (hidden) <- 3, and 1 <- 3 without it: the same for who sees 1 and 3.
    with_it = graph.seen_origins({2: 1, 3: 2}, {1, 3})
    assert with_it == graph.seen_origins({3: 1}, {1, 3})


def test_nobody_is_their_own_origin():
    assert graph.origins([(1, 1), (2, 1)], [(3, 3), (1, 2)]) == {1: 2, 2: 1}


# --- with sheets ---------------------------------------------------------------------------


@pytest.fixture
def adopted(session):
    """An adoption of a sheet, with its history."""

    def make(sheet: Any, *told: str, origin: Any = None, days: int = 0) -> Adoption:
        status = told[-1] if told else "planned"
        begun = now() - dt.timedelta(days=days)
        one = Adoption(
            sheet_id=sheet.id,
            origin_id=origin.id if origin is not None else sheet.builds_on_id,
            unit_id=sheet.unit_id,
            title=sheet.title,
            status=status,
            created_at=begun,
            status_at=begun,
        )
        one.changes = [AdoptionChange(status=each, at=begun) for each in told or ("planned",)]
        session.add(one)
        session.commit()
        return one

    return make


@pytest.fixture
def grown(make, sheet, adopted):
    """Three generations: an origin, two that took it home, and one after one of them."""
    fjord, belt = make.unit("UC Fjordby"), make.unit("Bælt")
    units = {
        name: make.unit(name, parent=top)
        for name, top in (
            ("Lærer", fjord),
            ("Pædagog", fjord),
            ("Sygeplejerske", belt),
            ("Radiograf", belt),
        )
    }
    origin = sheet("Vejledning i grupper", unit_id=units["Lærer"].id)
    first = sheet("Hos pædagoger", unit_id=units["Pædagog"].id, builds_on_id=origin.id)
    second = sheet("Hos sygeplejersker", unit_id=units["Sygeplejerske"].id, builds_on_id=origin.id)
    third = sheet("Hos radiografer", unit_id=units["Radiograf"].id, builds_on_id=second.id)
    adopted(first, "planned", "dropped")
    adopted(second, "in_use")
    adopted(third, "trying", "developed")
    return origin, first, second, third


def test_the_map_tells_generations_places_and_use(session, make, grown):
    family = family_of(session, make.actor(), grown[0].id)
    assert [(one.place, one.generation, one.status) for one in family.nodes] == [
        ("Lærer", 0, ""),
        ("Pædagog", 1, "dropped"),
        ("Sygeplejerske", 1, "in_use"),
        ("Radiograf", 2, "developed"),
    ]
    assert (len(family.places), len(family.using), family.generations) == (3, 2, 2)
    assert family.travels_most == ("Bælt", 2)
    assert family_of(session, make.actor(), grown[3].id).came_from.id == grown[2].id


def test_the_page_the_panel_and_the_files(sign_in, grown):
    person = sign_in()
    origin = grown[0]
    side = person.page(f"/factsheets/{origin.id}")
    assert "Taken home by 3 places, in use in 2." in side
    page = person.page(f"/workshops/spread/{origin.id}")
    for words in ("Radiograf", "Laid aside", "Developed further", "<svg", "Generation 2"):
        assert words in page
    assert "style=" not in page.split("<main")[1]
    text = person.get(f"/workshops/spread/{origin.id}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [sheet.title for sheet in grown]
    assert rows[4][3] == "Sygeplejerske"
    assert person.get(f"/workshops/spread/{origin.id}.xlsx").status_code == 200
    assert person.get(f"/workshops/spread/{origin.id}.pdf").status_code == 404
    overview = person.page("/workshops/spread/")
    assert "Vejledning i grupper" in overview
    assert "UC Fjordby" in person.page("/workshops/spread/flows")
    assert "Hos pædagoger" in person.page("/workshops/spread/stops")
    for what in ("travel", "flows", "stops"):
        for form in ("csv", "xlsx"):
            assert person.get(f"/workshops/spread/{what}.{form}").status_code == 200


def test_filters_push_the_others_into_the_background(sign_in, session, grown):
    person = sign_in()
    address = f"/workshops/spread/{grown[0].id}"
    rows = person.get(f"{address}.csv?status=in_use").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 3  # headings, the origin, and one
    assert "spread-node dim" in person.page(f"{address}?status=in_use")
    assert "spread-node dim" not in person.page(address)
    assert "Hos radiografer" in person.page(f"{address}?institution=Bælt")


@pytest.mark.parametrize(
    "query",
    [
        "status=x",
        "month=99999999999999999999",
        "month=-1",
        "month=x",
        "programme=99999999999",
        "place=%00",
        "institution=%00%27",
        "status=unsaid&month=0",
    ],
)
def test_an_address_may_say_anything(sign_in, grown, query):
    sign_in().page(f"/workshops/spread/{grown[0].id}?{query}")


def test_what_is_not_there_is_not_found(sign_in, sheet):
    draft, hidden = sheet("Kladde", status="draft"), sheet(CANARY, visibility="private")
    person = sign_in()
    for sheet_id in (draft.id, hidden.id, 999_999, 99_999_999_999):
        assert person.get(f"/workshops/spread/{sheet_id}").status_code == 404
        assert person.get(f"/workshops/spread/{sheet_id}.csv").status_code == 404
    for page in ("", "flows", "stops"):
        person.page(f"/workshops/spread/{page}?page=99999999999")


def test_back_in_time(session, make, sheet, adopted, sign_in):
    origin = sheet("Ophav")
    origin.published_at = now() - dt.timedelta(days=800)
    old = sheet("Gammel", builds_on_id=origin.id)
    sheet("Ny", builds_on_id=origin.id)
    old.published_at = now() - dt.timedelta(days=500)
    adopted(old, "in_use", days=100)
    session.commit()
    family = family_of(session, make.actor(), origin.id)
    then = family.until((now() - dt.timedelta(days=300)).date())
    assert [(one.title, one.status) for one in then.nodes] == [("Ophav", ""), ("Gammel", "")]
    assert [one.title for one in family.nodes] == ["Ophav", "Gammel", "Ny"]
    first = family.until((now() - dt.timedelta(days=799)).date())
    assert [one.title for one in first.nodes] == ["Ophav"]
    page = sign_in().page(f"/workshops/spread/{origin.id}?month=0")
    assert "Gammel" not in page.split("<main")[1]


# --- what one may not see ------------------------------------------------------------------


def test_a_hidden_one_in_the_middle_is_passed_through(session, make, sheet, adopted, sign_in):
    unit = make.unit(CANARY + "enhed")
    origin = sheet("Ophav", unit_id=make.unit("Lærer").id)
    hidden = sheet(CANARY, visibility="private", builds_on_id=origin.id, unit_id=unit.id)
    leaf = sheet("Blad", builds_on_id=hidden.id, unit_id=make.unit("Radiograf").id)
    adopted(hidden, "in_use")
    adopted(leaf, "in_use")
    family = family_of(session, make.actor(), origin.id)
    assert [(one.title, one.generation) for one in family.nodes] == [("Ophav", 0), ("Blad", 1)]
    assert (len(family.places), len(family.using), family.generations) == (1, 1, 1)
    person = sign_in()
    for path in (
        f"/factsheets/{origin.id}",
        f"/workshops/spread/{origin.id}",
        f"/workshops/spread/{leaf.id}",
        f"/workshops/spread/{origin.id}.csv",
        "/workshops/spread/",
        "/workshops/spread/flows",
        "/workshops/spread/stops",
        "/workshops/spread/travel.csv",
        "/workshops/spread/flows.csv",
        "/workshops/spread/stops.csv",
        "/workshops/adoptions/",
        "/",
    ):
        answer = person.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
    assert "Taken home by 1 place, in use in 1." in person.page(f"/factsheets/{origin.id}")
    owner = family_of(
        session, make.actor_of(session.get_one(type(make.user()), hidden.author_id)), origin.id
    )
    assert [one.generation for one in owner.nodes] == [0, 1, 2]


def test_drafts_and_the_erased_are_on_no_map(session, make, sheet, adopted, sign_in):
    origin = sheet("Ophav", unit_id=make.unit("Lærer").id)
    writer = make.user(roles=["staff"])
    draft = sheet(CANARY, status="draft", author=writer, builds_on_id=origin.id)
    adopted(draft, "planned")
    child = sheet("Barn", builds_on_id=origin.id, unit_id=make.unit("Radiograf").id)
    grandchild = sheet("Barnebarn", builds_on_id=child.id)
    adopted(child, "in_use")
    page = sign_in(writer).page(f"/workshops/spread/{origin.id}")
    assert CANARY not in page
    origin_id = origin.id
    sheet.erase(origin)
    person = sign_in()
    assert person.get(f"/workshops/spread/{origin_id}").status_code == 404
    assert "Ophav" not in person.page(f"/workshops/spread/{child.id}")
    assert [one.id for one in family_of(session, make.actor(), child.id).nodes] == [
        child.id,
        grandchild.id,
    ]
    kept = session.query(Adoption).filter_by(sheet_id=child.id).one()
    assert (kept.origin_id, kept.status) == (origin_id, "in_use")  # history stays
    assert person.get(f"/factsheets/{child.id}").status_code == 200


def test_an_archived_origin_keeps_its_map(session, make, sheet, sign_in):
    origin = sheet("Ophav", status="archived")
    sheet("Barn", builds_on_id=origin.id)
    assert len(family_of(session, make.actor(), origin.id).nodes) == 2
    assert "Barn" in sign_in().page(f"/workshops/spread/{origin.id}")


def test_rings_and_the_adoption_of_oneself_do_no_harm(session, make, sheet, adopted, sign_in):
    one, two, three = sheet("Et"), sheet("To"), sheet("Tre")
    one.builds_on_id, two.builds_on_id, three.builds_on_id = three.id, one.id, two.id
    alone = sheet("Alene")
    adopted(alone, "in_use", origin=alone)
    session.commit()
    actor = make.actor()
    assert [len(family_of(session, actor, each.id).nodes) for each in (one, two, three)] == [3] * 3
    assert family_of(session, actor, alone.id).grown == []
    assert [one.root.title for one in families(session, actor)] == ["Et"]
    person = sign_in()
    for each in (one, two, three, alone):
        person.page(f"/workshops/spread/{each.id}")
        person.page(f"/factsheets/{each.id}")
    for page in ("", "flows", "stops", "travel.csv"):
        person.page(f"/workshops/spread/{page}")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=some.data())
def test_random_families_leak_nothing(session, make, sheet, data):
    """Random links with rings, and random ones hidden: what the reader is shown is what they
    would be shown if the hidden ones had never been more than a link."""
    actor = make.actor()
    number = data.draw(some.integers(2, 7))
    hidden = data.draw(some.sets(some.integers(0, number - 1)))
    made = [
        sheet(
            f"{CANARY} {index}" if index in hidden else f"Ark {index}",
            visibility="private" if index in hidden else "everyone",
        )
        for index in range(number)
    ]
    links = data.draw(
        some.dictionaries(
            some.integers(0, number - 1), some.integers(0, number - 1), max_size=number
        )
    )
    for child, origin in links.items():
        made[child].builds_on_id = made[origin].id
    session.commit()
    ours = {one.id for one in made}
    for one in made:
        family = family_of(session, actor, one.id)
        if made.index(one) in hidden:
            assert family is None
            continue
        assert all(CANARY not in node.title for node in family.nodes)
        assert {node.id for node in family.nodes} <= ours
    for family in families(session, actor):
        assert all(CANARY not in node.title for node in family.nodes)
    overview = Overview(session, actor)
    assert CANARY not in str([flow.start for flow in overview.flows])
    assert all(CANARY not in each.title for each in overview.never_taken)


# --- many ----------------------------------------------------------------------------------


@pytest.fixture
def bulk(session, make, sheet):
    """Many published sheets over several generations, written straight into the tables."""

    def write(number, wide=3):
        unit = make.unit("Stor", parent=make.unit("UC"))
        made = [
            sheet.model()(
                title=f"Ark {index}",
                status="published",
                unit_id=unit.id,
                published_at=now() - dt.timedelta(days=number - index),
            )
            for index in range(number)
        ]
        session.add_all(made)
        session.flush()
        for index, one in enumerate(made[1:], start=1):
            one.builds_on_id = made[(index - 1) // wide].id
            session.add(
                Adoption(
                    sheet_id=one.id,
                    origin_id=one.builds_on_id,
                    unit_id=unit.id,
                    title=one.title,
                    status="in_use",
                    changes=[AdoptionChange(status="in_use")],
                )
            )
        audience = Model.metadata.tables["portal_audience"]
        rows = [{"kind": "factsheet", "object_id": one.id, "label": EVERYONE} for one in made]
        session.execute(audience.insert(), rows)
        session.commit()
        return made[0].id

    return write


def test_500_practices_cost_no_more_queries_than_5(session, make, bulk, count_queries):
    actor = make.actor()

    def cost(number):
        root = bulk(number)
        session.expunge_all()
        with count_queries() as queries:
            family = family_of(session, actor, root)
        assert len(family.nodes) == number
        return len(queries)

    small = cost(5)
    large = cost(500)
    assert small <= 10
    assert large <= small + 4  # a list of ids is asked for in parts of 500
    with count_queries() as queries:
        assert Overview(session, actor).travelling
    assert len(queries) <= 16


def test_the_page_of_500_over_6_generations(session, make, bulk, sign_in):
    root = bulk(500)
    family = family_of(session, make.actor(), root)
    assert family.generations >= 5
    page = sign_in().page(f"/workshops/spread/{root}")
    assert page.count("spread-node") == 500


def test_the_front_page_counts_what_the_reader_may_see(session, sign_in, make, sheet, grown):
    path = r"(\d+)</b><span>([^<]*)</span>"
    reader = sign_in()

    def figures(page):
        return [int(number) for number, _words in re.findall(path, page)]

    # Sheets, taken home, tried, in use.
    assert figures(reader.page("/")) == [4, 3, 0, 2]
    # The one between is nobody's to see, and what it handed on now hangs on the origin.
    grown[2].visibility = "private"
    sheet.show(grown[2])
    assert figures(reader.page("/")) == [3, 2, 0, 1]


def test_the_front_page_counts_what_the_overview_does(session, make, sign_in, sheet, grown):
    # One was archived, and it has travelled all the same; two build on each other by mistake.
    grown[1].status = "archived"
    sheet.show(grown[1])
    ring = [sheet("Ring et"), sheet("Ring to")]
    for one, other in zip(ring, reversed(ring), strict=True):
        one.builds_on_id = other.id
    session.commit()
    reader = make.user()
    families = Overview(session, make.actor()).families
    taken = sum(len(one.grown) for one in families)
    used = sum(node.used for one in families for node in one.grown)
    page = sign_in(reader).page("/")
    found = re.findall(r'<b class="num">(\d+)</b>', page[page.index("vb-path") :])
    assert [int(one) for one in found[:4]] == [5, taken, 0, used]


def test_the_front_page_says_nothing_before_anything_was_taken_home(sign_in, sheet):
    sheet("Alene")
    assert "vb-path" not in sign_in().page("/")


def test_long_names_that_begin_alike_are_told_apart_on_the_map():
    begin = "Bioanalytikeruddannelsens efter- og videreuddannelse, "
    for size in (Size(), SLIM):
        lines = {one: _lines(begin + one, size) for one in ("Odense", "Aarhus", "afdeling 12")}
        assert len({tuple(one) for one in lines.values()}) == 3
        for written in lines.values():
            assert all(len(one) <= size.letters + 2 for one in written)
        assert lines["Odense"][-1].endswith("…Odense")
        assert lines["afdeling 12"][-1].endswith("…12")
        assert _lines("Pædagoguddannelsen", size) == ["Pædagoguddannelsen"]
        assert len(_lines("x" * 80, size)[0]) <= size.letters
