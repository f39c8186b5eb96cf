"""What is counted from visited to in use, against an oracle; the pages, files and the report."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portal_bazaar.effect.counting import (
    CommitmentFact,
    EntryFact,
    grouped,
    per_cent,
    stages,
    taken,
)
from portal_bazaar.models import CardEntry, Commitment, EffectAnswer, Stand
from sqlalchemy import select

from portal.api import now

BECAME = ["", "in_use", "developed", "started_new", "dropped", "not_yet"]
LIVES = {"in_use", "developed", "started_new"}


@st.composite
def facts(draw):
    """Cards of a few visitors, some of educations, and what educations handed in."""
    education_of = {n: draw(st.sampled_from([None, 1, 2])) for n in range(1, 6)}
    pairs = draw(st.sets(st.tuples(st.integers(1, 5), st.integers(1, 3)), max_size=10))
    entries = [
        EntryFact(
            number,
            visitor,
            education_of[visitor],
            stand,
            draw(st.sampled_from([None, 0, 1, 2, 3])),
            (said := draw(st.booleans())),
            draw(st.booleans()),
            draw(st.sampled_from(BECAME)) if said else "",
        )
        for number, (visitor, stand) in enumerate(sorted(pairs), start=1)
    ]
    commitments = [
        CommitmentFact(
            number,
            draw(st.sampled_from([1, 2])),
            draw(st.sampled_from([None, 1, 2, 3])),
            draw(st.sampled_from(BECAME)),
        )
        for number in range(1, draw(st.integers(0, 5)) + 1)
    ]
    keys = [f"card:{one.id}" for one in entries] + [f"commitment:{one.id}" for one in commitments]
    some = st.sets(st.sampled_from(keys)) if keys else st.just(set())
    workshops = draw(some)
    return entries, commitments, workshops, draw(some) & workshops


def oracle(entries, commitments, workshops, adopted):
    """The five numbers, each stage asked for by itself over every taker and practice."""
    takers = {("v", e.visitor_id) if e.education_id is None else ("e", e.education_id)
              for e in entries} | {("e", c.education_id) for c in commitments}  # fmt: skip
    practices = {e.stand_id for e in entries} | {c.stand_id or ("c", c.id) for c in commitments}
    numbers = [0, 0, 0, 0, 0]
    for taker in takers:
        for practice in practices:
            mine = [
                e
                for e in entries
                if e.stand_id == practice
                and taker
                == (("v", e.visitor_id) if e.education_id is None else ("e", e.education_id))
            ]
            ours = [
                c
                for c in commitments
                if taker == ("e", c.education_id) and practice == (c.stand_id or ("c", c.id))
            ]
            committed = bool(ours) or any(e.said for e in mine)
            workshop = any(f"card:{e.id}" in workshops for e in mine) or any(
                f"commitment:{c.id}" in workshops for c in ours
            )
            keen = any((e.interest or 0) >= 2 or e.wants_workshop for e in mine)
            answers = [one.became for one in [*mine, *ours] if one.became]
            keys = {f"card:{e.id}" for e in mine} | {f"commitment:{c.id}" for c in ours}
            lives = any(one in LIVES for one in answers) if answers else bool(keys & adopted)
            committed = committed or lives
            numbers[0] += bool(mine or ours)
            numbers[1] += keen or committed or workshop
            numbers[2] += committed
            numbers[3] += workshop
            numbers[4] += lives
    return tuple(numbers)


@settings(max_examples=500, deadline=None)
@given(facts())
def test_the_stages_are_what_asking_for_each_gives(found):
    total = stages(taken(*found))
    assert total.numbers == oracle(*found)
    visited, interested, committed, _workshop, lives = total.numbers
    assert visited >= interested >= committed >= lives
    entries, commitments, *_keys = found
    assert total.asked == sum(one.said for one in entries) + len(commitments)


@settings(max_examples=200, deadline=None)
@given(facts(), st.sampled_from(["education_id", "stand_id"]))
def test_groups_add_up_to_the_whole(found, key):
    rows = taken(*found)
    groups = grouped(rows, lambda one: getattr(one, key))
    whole = stages(rows).numbers
    assert tuple(map(sum, zip(*(one.numbers for one in groups.values()), strict=True))) == (
        whole if groups else ()
    )


def test_small_numbers_are_counted_as_they_are():
    (one,) = taken([EntryFact(1, 1, 7, 3, said=True, became="in_use")], [])
    assert (one.interested, one.committed, one.lives) == (True, True, True)
    assert per_cent(1, 3) == 33 and per_cent(0, 0) == 0


@pytest.fixture
def held(session, make, bazaar, stand, education, visitor):
    """Sixty stands, 45 educations, 120 visitors with cards, and answers."""
    boss = make.user()
    fair = bazaar("The fair", status="held", organisers=[boss],
                  starts_at=now() - dt.timedelta(days=120))  # fmt: skip
    fair.boss = boss
    stands = [stand(fair, f"Practice {n}", theme_id=fair.themes[n % 2].id) for n in range(60)]
    educations = [education(fair, make.unit(f"Education {n}")) for n in range(45)]
    for n in range(120):
        row = visitor(fair, name=f"Canary {n}", education=educations[n % 45])
        for m in range(5):
            entry = CardEntry(visitor_id=row.id, stand_id=stands[(n + m) % 60].id,
                              visited_at=now(), interest=m % 4,
                              expectation="Canary words" if m == 0 else "")  # fmt: skip
            session.add(entry)
            session.flush()
            if m == 0 and n % 2:
                session.add(EffectAnswer(entry_id=entry.id, became="in_use", answered_at=now(),
                                         text="Canary answer", version=1))  # fmt: skip
    for n, one in enumerate(educations):
        made = Commitment(education_id=one.id, stand_id=stands[n].id, practice=f"Promise {n}",
                          handed_in_at=now())  # fmt: skip
        session.add(made)
        session.flush()
        if n < 5:
            session.add(EffectAnswer(commitment_id=made.id, became="developed", version=1,
                                     text=f"It grew {n}", answered_at=now()))  # fmt: skip
    session.commit()
    return fair


def test_the_effect_page_and_its_files(session, sign_in, held, count_queries):
    anyone, boss = sign_in(), sign_in(held.boss)
    url = f"/bazaar/{held.id}/effect"
    for by in ("stand", "education", "theme", "nonsense", ""):
        page = anyone.page(f"{url}?by={by}")
        assert "Canary" not in page and "Promise" not in page, "numbers, not what people wrote"
    assert "Education 44" in anyone.page(url + "?by=education")
    with count_queries() as queries:
        boss.page(url + "?by=education")
    assert len(queries) <= 44, len(queries)
    csv = anyone.get(url + "/theme.csv").data.decode("utf-8-sig")
    lines = csv.splitlines()
    assert lines[0].startswith("Theme;Visited;Interested;Committed;Workshop;In use")
    assert {line.split(";")[0] for line in lines[1:]} == {"Teaching", "Leading"}
    assert anyone.get(url + "/stand.xlsx").status_code == 200
    anyone.page(url + "/nonsense.csv", 404)
    anyone.page(url + "/stand.pdf", 404)
    anyone.page(url + "/report", 403)
    anyone.page("/bazaar/99999999999999999999/effect", 404)


def test_all_bazaars_and_only_those_one_may_see(session, sign_in, held, bazaar, make):
    bazaar("Canary planned", status="planned", starts_at=now() - dt.timedelta(days=9))
    page = sign_in().page("/bazaar/effect")
    assert "The fair" in page and "Canary planned" not in page
    csv = sign_in().get("/bazaar/effect-over-time.csv").data.decode("utf-8-sig")
    assert "The fair" in csv and "Canary" not in csv
    assert sign_in().get("/bazaar/effect-over-time.xml").status_code == 404


@pytest.mark.parametrize("long", [False, True])
def test_the_report_is_one_page(session, sign_in, held, tmp_path, long):
    if long:
        for one in session.scalars(select(Stand)):
            one.title = "Udviklingsarbejdet " + "med lange ord " * 13
        for one in session.scalars(select(EffectAnswer)):
            one.text = "It grew " + "og det blev ved " * 40 if "grew" in one.text else one.text
        held.place = "Et sted " * 20
    boss = sign_in(held.boss)
    page = boss.page(f"/bazaar/{held.id}/effect/report")
    assert "45 of 45" in page and "It grew" in page and "Canary" not in page
    answer = boss.get(f"/bazaar/{held.id}/effect/report.pdf")
    assert answer.status_code == 200 and answer.data[:5] == b"%PDF-"
    import pypdf

    path = tmp_path / "report.pdf"
    path.write_bytes(answer.data)
    with path.open("rb") as stream:
        reader = pypdf.PdfReader(stream)
        text = "".join(one.extract_text() for one in reader.pages)
        assert len(reader.pages) == 1, "one page"
        width, height = (float(one) for one in reader.pages[0].mediabox[2:])
    assert abs(width - 595.28) < 1 and abs(height - 841.89) < 1, "A4"
    assert "It grew" in text and "Canary" not in text


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", ["{}/effect", "{}/manage/effect", "{}/effect/report", "effect"])
def test_pages_fit_a_phone_and_axe_finds_nothing(session, sign_in, held, visit, path):
    from portal.testing.browser import violations

    page = visit(sign_in(held.boss), "/bazaar/" + path.format(held.id), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


def test_the_report_counts_who_was_there(session, bazaar, stand, visitor):
    """Who has something on the card was there, also when the door was too busy to say so."""
    from portal_bazaar.effect.report import report_of

    fair = bazaar(starts_at=now() - dt.timedelta(days=120))
    practice = stand(fair)
    visitor(fair, name="At the door", checked_in_at=now())
    walked_by = visitor(fair, name="Walked by")
    visitor(fair, name="Never came")
    session.add(CardEntry(visitor_id=walked_by.id, stand_id=practice.id, visited_at=now()))
    session.commit()
    assert report_of(session, fair).visitors == 2
