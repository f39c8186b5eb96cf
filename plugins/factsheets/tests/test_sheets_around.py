"""Sheets in the rest of the portal: front page, search, references, the demo."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from portal_factsheets.models import Concept, FactSheet
from portal_factsheets.search import facet_words
from portal_factsheets.services import catalogue
from portal_factsheets.services import sheets as rules
from sqlalchemy import func, select

from portal.api import ANYONE, SYSTEM, add_readings, now, resolve
from portal.testing.probes import load_organisation, search


@pytest.mark.parametrize(
    "words",
    [
        "titelordet", "andetnavn", "opsummering", "problemet", "hypoteseordet", "handling",
        "resultatet", "elementet", "advarslen", "målgruppen", "mærkeordet", "sporordet",
        "programordet", "konceptordet", "skoleordet",
    ],
)  # fmt: skip
def test_every_part_of_a_sheet_is_found(session, sheet, work, words):
    programme = catalogue.find_or_create_programme(session, SYSTEM, "Programordet")
    track = catalogue.find_or_create_track(session, SYSTEM, "Sporordet", programme)
    concept = catalogue.find_or_create_concept(session, SYSTEM, "Konceptordet")
    found = sheet(
        "Titelordet",
        other_titles=["Andetnavn"],
        summary="Opsummering",
        challenge="**Problemet**",
        hypothesis="Hypoteseordet",
        actions="- Handling",
        findings="Resultatet",
        elements="Elementet",
        attention="Advarslen",
        target_group="Målgruppen",
        tags=["mærkeordet"],
        institution="Skoleordet",
        programme_id=programme.id,
        track_id=track.id,
        concept_ids=[concept.id],
    )
    work()
    hits = search(session, words, kind=["factsheet"]).hits
    assert [(hit.title, hit.url) for hit in hits] == [("Titelordet", f"/factsheets/{found.id}")]


def test_facets_have_values_and_words(session, sheet, make, work):
    programme = catalogue.find_or_create_programme(session, SYSTEM, "Programme")
    unit = make.unit()
    sheet(
        "Møder",
        phase=4,
        outcome="failed",
        tags=["a", "b"],
        programme_id=programme.id,
        unit_id=unit.id,
    )
    work()
    facets = search(session, "møder").facets
    expected = {
        "phase": {"4"},
        "outcome": {"failed"},
        "tag": {"a", "b"},
        "programme": {str(programme.id)},
        "unit": {str(unit.id)},
    }
    assert {name: set(dict(facets[name])) for name in expected} == expected
    assert facet_words(session, "programme", [str(programme.id), "x", "9" * 30]) == {
        str(programme.id): "Programme"
    }
    for facet, value in (("phase", "4"), ("outcome", "failed"), ("tag", "a")):
        assert facet_words(session, facet, [value, "²"] if facet != "tag" else [value])[value]
    assert facet_words(session, "unit", ["1"]) == {}


def test_the_search_page_shows_where_a_sheet_is_from(sheet, make, sign_in, work):
    sheet("Møder", institution="Nabo Kommune", outcome="succeeded", phase=2)
    work()
    page = sign_in("staff").page("/search?q=m%C3%B8der")
    assert "Nabo Kommune" in page and "Succeeded" in page and "Phase 2" in page


def test_what_was_found_is_shown_though_the_plugin_is_switched_off_meanwhile(
    app, sheet, sign_in, work, monkeypatch
):
    sheet("Danseord")
    work()
    reader, admin = sign_in("staff"), sign_in("admin")
    engine = app.extensions["portal"].search.engine
    asked = engine.search

    def switch_off():
        with app.app_context():
            admin.post("/plugins/factsheets/disable")

    def switched_off_after(request):
        found = asked(request)
        with ThreadPoolExecutor() as elsewhere:
            elsewhere.submit(switch_off).result()
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(engine, "search", switched_off_after)
        assert "/factsheets/" in reader.page("/search?q=danseord")
    assert "/factsheets/" not in reader.page("/search?q=danseord")


def test_references_lead_to_sheets(session, sheet, make, sign_in):
    author = make.user(roles=["staff"])
    found = sheet("Referred to", author=author)
    with portal_request():
        ours = resolve(session, ANYONE, [("factsheet", found.id)])["factsheet", found.id]
    assert (ours.title, ours.url, ours.visible) == ("Referred to", f"/factsheets/{found.id}", True)
    number = found.id
    rules.delete_sheet(session, SYSTEM, found)
    session.commit()
    gone = resolve(session, ANYONE, [("factsheet", number)])["factsheet", number]
    assert (gone.gone, gone.title) == (True, "")


def portal_request():
    from flask import current_app

    return current_app.test_request_context()


# --- the front page -------------------------------------------------------------------------


def test_the_front_page_shows_newest_and_most_read(session, sheet, sign_in):
    for number in range(9):
        made = sheet(f"Sheet {number}")
        made.published_at = now() - dt.timedelta(days=10 - number)
    add_readings(session, rules.KIND, made.id - 8, now().date(), 9)
    session.commit()
    page = sign_in("staff").page("/")
    newest, popular = (
        page.split("New on the shelves")[1].split("Most read this month")[:2]
        if (page.index("New on the shelves") < page.index("Most read this month"))
        else reversed(page.split("Most read this month")[1].split("New on the shelves")[:2])
    )
    assert "Sheet 8" in newest and "Sheet 2" not in newest
    assert "Sheet 0" in popular


def test_new_since_the_last_visit(session, sheet, make, sign_in):
    user = make.user(roles=["staff"])
    old, new = sheet("Old"), sheet("New one")
    old.published_at = now() - dt.timedelta(days=9)
    reader = sign_in(user)
    assert "New since your last visit" not in reader.page("/")
    user.last_visit_at = now() - dt.timedelta(days=2)
    session.commit()
    part = reader.page("/").split("New since your last visit")[1].split("</section>")[0]
    assert "New one" in part and "Old" not in part
    user.last_visit_at = now()
    new.published_at = now() - dt.timedelta(minutes=1)
    session.commit()
    assert "New since your last visit" not in reader.page("/")


def test_what_waits_for_me(session, sheet, make, sign_in):
    me = make.user(roles=["staff"])
    day = rules.today()
    sheet("Overdue", responsible_id=me.id, review_due=day - dt.timedelta(days=1))
    sheet("Soon", author=me, review_due=day + dt.timedelta(days=10))
    sheet("Later", author=me, review_due=day + dt.timedelta(days=30))
    sheet("Another's", author=me, responsible_id=make.user().id, review_due=day)
    sheet("Draft", author=me, status="draft", review_due=day)
    page = sign_in(me).page("/")
    part = page.split("Waiting for you")[1].split("</section>")[0]
    assert "Should have been reviewed" in part and "Overdue" in part
    assert "Soon" in part and "Your draft" in part
    assert "Later" not in part and "Another" not in part


def test_two_drafts_of_one_title_are_told_apart(sheet, make, sign_in):
    me = make.user(roles=["staff"])
    unit = make.unit("Sygeplejerskeuddannelsen")
    sheet("Twin", author=me, status="draft", unit_id=unit.id)
    sheet("Twin", author=me, status="draft", kind="project")
    sheet("Alone", author=me, status="draft", unit_id=unit.id)
    part = sign_in(me).page("/").split("Waiting for you")[1].split("</section>")[0]
    assert "Experiment, Sygeplejerskeuddannelsen, Your draft" in part
    assert part.count("Sygeplejerskeuddannelsen") == 1


def test_the_front_page_costs_a_fixed_number_of_queries(sheet, sign_in, make, count_queries):
    me = make.user(roles=["staff"])
    reader, costs = sign_in(me), []
    for _round in range(2):
        for number in range(8):
            sheet(f"S {number}", unit_id=make.unit().id)
            sheet(f"D {number}", author=me, status="draft")
        reader.page("/")
        with count_queries() as queries:
            reader.page("/")
        costs.append(len(queries))
    # Which plugins are on is asked anew every so often; a query a row would be four more. What
    # the other plugins say on the page is counted with it.
    assert max(costs) - min(costs) < 3 and max(costs) <= 40


def test_a_newcomer_reads_and_writes_nothing(session, sheet, sign_in):
    found = sheet("For everyone")
    newcomer = sign_in()
    assert "For everyone" in newcomer.page("/")
    assert "For everyone" in newcomer.page("/factsheets/")
    newcomer.page(f"/factsheets/{found.id}")
    newcomer.page("/factsheets/new", status=403)
    assert newcomer.post("/factsheets/new", {"title": "x"}).status_code == 403
    assert session.scalar(select(func.count(FactSheet.id))) == 1


@pytest.mark.parametrize("path", ["/factsheets/", "/factsheets/1", "/factsheets/export.csv"])
def test_who_is_not_signed_in_is_sent_to_the_door(sheet, client, path):
    sheet("For everyone")
    answer = client.get(path)
    assert answer.status_code == 302 and "/login" in answer.location


def test_the_demo_is_loaded(session):
    from portal_factsheets.demo.loader import load_demo
    from portal_factsheets.demo.reader import read_sheets

    load_organisation(session)
    load_demo(session)
    session.commit()
    rows = {row.title: row for row in read_sheets()}
    sheets = session.scalars(select(FactSheet)).all()
    assert len(sheets) == len(rows) >= 15
    for sheet in sheets:
        row = rows[sheet.title]
        assert sheet.author.email == row.author
        assert sheet.responsible.email == row.responsible
        assert sheet.status == row.status
        assert (sheet.builds_on_id is not None) == bool(row.builds_on)
        assert len(sheet.concepts) == len(row.concepts)
        if row.published_days_ago is not None:
            assert (now() - sheet.published_at).days == row.published_days_ago
    assert session.scalar(select(func.count(Concept.id))) >= 5


def test_empty_shelves_invite_whoever_may_write(sign_in, make):
    assert 'href="/factsheets/new"' in sign_in("staff").page("/")
    reader = sign_in(make.user()).page("/")
    assert "The shelves are empty" in reader and "/factsheets/new" not in reader


def test_a_newcomer_is_told_where_to_begin_and_only_then(session, sign_in, make):
    who = make.user()
    assert "New here?" in sign_in(who).page("/")
    who.last_visit_at = now() - dt.timedelta(days=1)
    session.commit()
    assert "New here?" not in sign_in(who).page("/")
