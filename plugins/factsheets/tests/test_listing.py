"""The list: what fits, the counts, the order, and what it costs."""

from __future__ import annotations

import datetime as dt

import pytest
from portal_factsheets.services import catalogue
from portal_factsheets.services.filters import Filters, as_month, read_filters
from portal_factsheets.services.listing import Listing
from werkzeug.datastructures import MultiDict

from portal.api import SYSTEM, add_readings, now


@pytest.fixture
def titles(session, make):
    """The titles of the list for an actor (a new member of staff, unless one is given)."""

    def found(actor=None, **filters):
        listing = Listing(session, actor or make.actor("staff"), Filters(**filters))
        return [one.title for one in listing.page(1).items]

    return found


def chosen(**groups):
    return {name: tuple(str(one) for one in values) for name, values in groups.items()}


def test_the_list_holds_what_is_published(sheet, titles, make):
    author = make.user(roles=["staff"])
    sheet("Published")
    sheet("Draft", author=author, status="draft")
    sheet("Archived", status="archived")
    assert titles() == ["Published"]
    assert titles(make.actor_of(author)) == ["Published"]
    assert titles(chosen=chosen(status=["archived"])) == ["Archived"]
    assert titles(chosen=chosen(status=["draft"])) == []
    assert titles(make.actor_of(author), chosen=chosen(status=["draft"])) == ["Draft"]
    assert titles(make.actor_of(author), mine=True) == ["Draft"]


def test_each_filter_narrows_and_values_of_one_add_up(session, sheet, titles, make):
    programme = catalogue.find_or_create_programme(session, SYSTEM, "Programme")
    track = catalogue.find_or_create_track(session, SYSTEM, "Track", programme)
    concept = catalogue.find_or_create_concept(session, SYSTEM, "Concept")
    sheet("A", programme_id=programme.id, track_id=track.id, phase=4, outcome="succeeded")
    sheet("B", concept_ids=[concept.id], phase=5, outcome="failed", tags=["møder"], ready=True)
    sheet("C", kind="project", institution="Nabo Kommune")

    for filters, expected in [
        (chosen(programme=[programme.id]), "A"),
        (chosen(track=[track.id]), "A"),
        (chosen(concept=[concept.id]), "B"),
        (chosen(phase=[4, 5]), "AB"),
        (chosen(phase=[4, 5], outcome=["failed"]), "B"),
        (chosen(kind=["project"]), "C"),
        (chosen(institution=["Nabo Kommune"]), "C"),
        (chosen(tag=["møder"]), "B"),
        (chosen(tag=["nothing"]), ""),
        (chosen(outcome=["partly"]), ""),
    ]:
        assert "".join(titles(chosen=filters, sort="title")) == expected, filters
    assert titles(ready=True) == ["B"]


def test_a_unit_stands_for_those_below_it(sheet, titles, make):
    top = make.unit("University")
    below = make.unit("Department", parent=top)
    education = make.unit("Nursing", parent=below)
    sheet("Here", unit_id=education.id)
    sheet("There", unit_id=make.unit("Other").id)
    for unit in (top, below, education):
        assert titles(chosen=chosen(unit=[unit.id])) == ["Here"]


def test_a_period_fits_where_it_overlaps(sheet, titles):
    sheet("Year", period_start=dt.date(2024, 8, 1), period_end=dt.date(2025, 6, 1))
    sheet("Open", period_start=dt.date(2025, 1, 1))
    sheet("Unknown")
    month = as_month
    assert titles(since=month("2025-06"), sort="title") == ["Open", "Year"]
    assert titles(since=month("2025-07")) == ["Open"]
    assert titles(until=month("2024-12")) == ["Year"]
    assert titles(until=month("2024-07")) == []
    assert titles(since=month("2024-01"), until=month("2024-08")) == ["Year"]


def test_words_narrow_in_any_spelling(sheet, titles, make):
    sheet("Møder uden ånd", tags=["café"])
    sheet("Something else", unit_id=make.unit("Øjenklinikken").id)
    for text in ("møder", "MOEDER", "moeder aand", "uden møder", "CAFE"):
        assert titles(text=text) == ["Møder uden ånd"], text
    assert titles(text="øjenkl") == ["Something else"]
    for text in ("%", "_", "møder else", "\\"):
        assert titles(text=text) == [], text


def test_the_orders(session, sheet, titles):
    sheet("B", review_due=dt.date(2027, 1, 1))
    read = sheet("C")
    sheet("A", review_due=dt.date(2026, 1, 1))
    add_readings(session, "factsheet", read.id, now().date(), 3)
    session.commit()
    assert titles(sort="title") == ["A", "B", "C"]
    assert titles(sort="newest") == ["A", "C", "B"]
    assert titles(sort="read")[0] == "C"
    assert titles(sort="due") == ["A", "B", "C"]


def test_counts_are_of_what_the_reader_sees_with_the_other_filters(session, sheet, make):
    sheet("1", outcome="failed", tags=["x"])
    sheet("2", outcome="failed", tags=["y"])
    sheet("3", outcome="partly", tags=["x"])
    sheet("Hidden", outcome="failed", tags=["x", "secret"], visibility="private")
    reader = make.actor("staff")

    plain = Listing(session, reader, Filters())
    assert plain.counts("outcome") == {"failed": 2, "partly": 1}
    assert plain.counts("tag") == {"x": 2, "y": 1}
    narrowed = Listing(session, reader, Filters(chosen=chosen(tag=["x"])))
    assert narrowed.counts("outcome") == {"failed": 1, "partly": 1}
    assert narrowed.counts("tag") == {"x": 2, "y": 1}


def test_pages(session, sheet, make):
    for number in range(5):
        sheet(f"Sheet {number}")
    listing = Listing(session, make.actor("staff"), Filters(sort="title"))
    assert [one.title for one in listing.page(2, per_page=2).items] == ["Sheet 2", "Sheet 3"]
    past = listing.page(99, per_page=2)
    assert (past.page, [one.title for one in past.items]) == (3, ["Sheet 4"])


@pytest.mark.parametrize("number", [3, 25])
def test_the_list_costs_the_same_however_long(session, sheet, sign_in, make, count_queries, number):
    unit = make.unit()
    for index in range(number):
        sheet(f"Sheet {index}", tags=["x", f"t{index}"], unit_id=unit.id)
    reader = sign_in("editor")
    reader.page("/factsheets/")
    with count_queries() as queries:
        reader.page("/factsheets/?tag=x&sort=read")
    assert len(queries) <= 20, queries


def test_an_export_costs_the_same_however_long(sheet, sign_in, make, count_queries):
    origin = sheet("Origin")
    costs = []
    reader = sign_in("editor")
    for _round in range(2):
        for index in range(4):
            sheet(f"Sheet {index}", tags=["x"], builds_on_id=origin.id)
        reader.page("/factsheets/export.csv")
        with count_queries() as queries:
            reader.page("/factsheets/export.csv")
        costs.append(len(queries))
    # Which plugins are on is asked anew every so often; a query a row would be four more.
    assert max(costs) - min(costs) < 3 and max(costs) <= 20


NONSENSE = [
    "page=-1", "page=99999999999999999999", "page=x", "page=", "page=²",
    "programme=99999999999999999999", "programme=-1", "programme=x", "unit=²", "unit=٣",
    "phase=9", "outcome=magic", "status=magic", "kind=%00", "tag=%00", "tag=" + "x" * 500,
    "institution=" + "y" * 500, "q=%00%FF", "q=" + "z" * 5000, "since=2025-13", "since=x",
    "since=9999-99", "until=0000-01", "since=٢٠٢٥-٠١", "sort=magic", "view=magic", "ready=x",
    "mine=1&status=draft", "&".join(f"tag=t{number}" for number in range(200)), "q=%25_%5C",
]  # fmt: skip


@pytest.mark.parametrize("query", NONSENSE)
def test_no_address_breaks_the_list(sheet, sign_in, query):
    sheet("The one sheet", tags=["x"])
    reader = sign_in("staff")
    assert "<h1>" in reader.page(f"/factsheets/?{query}")
    assert reader.page(f"/factsheets/export.csv?{query}")


def test_filters_survive_the_way_through_an_address(session):
    args = MultiDict(
        [("tag", "a"), ("tag", "b"), ("q", " two  words "), ("since", "2025-01"), ("ready", "1")]
    )
    filters = read_filters(args)
    assert read_filters(MultiDict(filters.as_args())) == filters
    assert (filters.text, filters.count) == ("two words", 4)
    assert filters.without("tag", "a").of("tag") == ("b",)
    assert filters.without("since").without("ready").without("text").count == 2


def test_the_page_offers_filters_and_chips(sheet, sign_in):
    sheet("Kept", tags=["møder"], outcome="succeeded")
    sheet("Other")
    page = sign_in("staff").page("/factsheets/?tag=m%C3%B8der&q=kept&since=")
    assert "Kept" in page and "Other" not in page
    assert "Remove the filter" in page
    assert 'value="succeeded"' in page


def test_an_empty_list_says_what_to_do(sign_in):
    assert "Write the first" in sign_in("staff").page("/factsheets/")
    nothing = sign_in().page("/factsheets/")
    assert "Write a fact sheet" not in nothing and "will be shown here" in nothing
    assert "Show all fact sheets" in sign_in("staff").page("/factsheets/?tag=x")
