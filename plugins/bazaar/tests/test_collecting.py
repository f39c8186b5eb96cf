"""Collecting: what comes in is counted right, live and cheaply; mails go out once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from flask_babel import force_locale
from portal_bazaar.commitments import mails as letters
from portal_bazaar.commitments.numbers import INTERESTED, collect, stamp
from portal_bazaar.commitments.tables import VIEWS, table_of
from portal_bazaar.models import CardEntry, Collecting, Commitment
from sqlalchemy.orm import Session

from portal.api import now


@pytest.fixture
def fair(session: Session, make: Any, bazaar: Any, stand: Any, education: Any, visitor: Any) -> Any:
    """A bazaar that is going on: 6 stands, 4 educations, 30 visitors with random cards."""
    chance = random.Random(7)
    organiser = make.user()
    one = bazaar(organisers=[organiser], starts_at=now() - dt.timedelta(hours=2))
    stands = [stand(one, theme_id=one.themes[n % 2].id if n else None) for n in range(6)]
    schools = [education(one, make.unit(name=f"School {n}")) for n in range(4)]
    visitors, entries = [], []
    for number in range(30):
        user = make.user() if number % 3 else None
        made = visitor(
            one, user, education=schools[number % 5] if number % 5 < 4 else None,
            checked_in_at=now() if number % 4 else None,
            card_handed_in_at=now() if number % 2 else None,
            cancelled_at=now() if number == 9 else None,
            **({} if user else {"name": f"=Guest {number}", "email": f"g{number}@guest.example"}),
        )  # fmt: skip
        visitors.append(made)
        for place in chance.sample(stands, chance.randint(0, 5)):
            entries.append(
                CardEntry(
                    visitor_id=made.id, stand_id=place.id, visited_at=now(), edits={},
                    interest=chance.choice([None, 0, 1, 2, 3]),
                    expectation=chance.choice(["", "=1+1", "Prøve \"det\"; efter jul"]),
                    wants_workshop=chance.random() < 0.4, note="SECRET NOTE",
                )
            )  # fmt: skip
    commitments = [
        Commitment(
            education_id=chance.choice(schools[:3]).id,
            stand_id=chance.choice([None, *(each.id for each in stands)]),
            practice=f"practice {number}", wants_workshop=chance.random() < 0.5,
            handed_in_at=chance.choice([None, now()]),
        )
        for number in range(12)
    ]  # fmt: skip
    session.add_all([*entries, *commitments])
    session.commit()
    return SimpleNamespace(
        bazaar=one, organiser=organiser, stands=stands, schools=schools, visitors=visitors,
        entries=entries, commitments=commitments, url=f"/bazaar/{one.id}/manage/collecting",
    )  # fmt: skip


def test_counts_as_a_plain_loop_does(session: Session, fair: Any) -> None:
    found = collect(session, fair.bazaar)
    there = {one.id: one for one in fair.visitors if one.cancelled_at is None}
    lines = [one for one in fair.entries if one.visitor_id in there]
    assert found.people == len(there) == 29
    assert found.here == sum(one.checked_in_at is not None for one in there.values())
    assert found.cards_in == sum(one.card_handed_in_at is not None for one in there.values())
    with_lines = {one.visitor_id for one in lines}
    begun = [one for one in there.values() if one.id in with_lines or one.card_handed_in_at]
    assert found.cards == len(begun)
    assert found.lines == len(lines)
    assert found.workshops == sum(one.wants_workshop for one in lines)
    assert found.commitments == 12
    assert found.handed_in == sum(one.handed_in_at is not None for one in fair.commitments)

    def check(tally: Any, mine: list[Any], taken: list[Any]) -> None:
        assert tally.visits == len(mine)
        assert tally.levels == Counter(one.interest for one in mine)
        assert tally.interested == sum((one.interest or 0) >= INTERESTED for one in mine)
        assert tally.workshops == sum(one.wants_workshop for one in mine)
        assert tally.commitments == len(taken)
        assert tally.handed_in == sum(one.handed_in_at is not None for one in taken)

    assert [one.id for one, _tally in found.stands] == [one.id for one in fair.stands]
    for stand, tally in found.stands:
        check(
            tally,
            [one for one in lines if one.stand_id == stand.id],
            [one for one in fair.commitments if one.stand_id == stand.id],
        )
    for theme, tally in found.themes:
        mine = {one.id for one in fair.stands if one.theme_id == (theme.id if theme else None)}
        check(
            tally,
            [one for one in lines if one.stand_id in mine],
            [one for one in fair.commitments if one.stand_id in mine],
        )
    for school in found.schools:
        number = school.education.id
        check(
            school.tally,
            [one for one in lines if there[one.visitor_id].education_id == number],
            [one for one in fair.commitments if one.education_id == number],
        )
        own = [one for one in there.values() if one.education_id == number]
        assert (school.people, school.here) == (
            len(own), sum(one.checked_in_at is not None for one in own),
        )  # fmt: skip


def test_other_bazaars_do_not_count(
    session: Session, fair: Any, bazaar: Any, stand: Any, visitor: Any
) -> None:
    other = bazaar()
    found = collect(session, other)
    assert (found.lines, found.commitments, found.people) == (0, 0, 0)


def test_live_says_nothing_until_something_comes(session: Session, fair: Any, sign_in: Any) -> None:
    person = sign_in(fair.organiser)
    page = person.page(fair.url)
    tag = re.search(r"data-tag='([^']+)'", page)
    live = re.search(r'data-live="([^"]+)"', page)
    assert tag is not None
    assert live is not None
    address = live[1].replace("&amp;", "&")
    asked = {"If-None-Match": tag[1]}
    answer = person.get(address, headers=asked)
    assert answer.status_code == 304
    assert answer.data == b""
    changes = [
        lambda: setattr(fair.entries[0], "version", fair.entries[0].version + 1),
        lambda: session.delete(fair.entries[1]),
        lambda: setattr(fair.visitors[0], "card_handed_in_at", now()),
        lambda: setattr(fair.visitors[8], "checked_in_at", now()),
        lambda: session.delete(fair.commitments[0]),
        lambda: setattr(fair.commitments[1], "version", 9),
        lambda: setattr(fair.stands[0], "version", 9),
    ]
    for change in changes:
        change()
        session.commit()
        answer = person.get(address, headers=asked)
        assert answer.status_code == 200
        assert answer.headers["ETag"] != asked["If-None-Match"]
        assert "<html" not in answer.text
        asked = {"If-None-Match": answer.headers["ETag"]}
        assert person.get(address, headers=asked).status_code == 304
    other = person.get(address.replace("by=stands", "by=themes"), headers=asked)
    assert other.status_code == 200


@pytest.mark.parametrize("view", VIEWS)
def test_page_and_files_say_the_same(
    app: Any, session: Session, fair: Any, sign_in: Any, view: str
) -> None:
    def made(sort: str = "") -> Any:
        with app.test_request_context(), force_locale("en"):
            return table_of(session, fair.bazaar, collect(session, fair.bazaar), view, sort)

    person = sign_in(fair.organiser)
    table = made()
    assert table.rows
    page = person.page(f"{fair.url}?by={view}")
    assert "SECRET NOTE" not in page
    for row in table.rows:
        assert row.head in page
    text = person.get(f"{fair.url}/{view}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == [column.title for column in table.columns]
    assert len(rows) == len(table.rows) + 1
    book = openpyxl.load_workbook(io.BytesIO(person.get(f"{fair.url}/{view}.xlsx").data))
    assert book.active.max_row == len(table.rows) + 1
    for column in table.columns:
        for sort in (column.key, f"-{column.key}"):
            assert person.get(f"{fair.url}?by={view}&sort={sort}").status_code == 200
    up = made("head")
    assert sorted(one.head for one in up.rows) == sorted(one.head for one in table.rows)


def test_all_cards_as_a_file_without_notes_and_formulas(fair: Any, sign_in: Any) -> None:
    person = sign_in(fair.organiser)
    text = person.get(f"{fair.url}/cards.csv").data.decode("utf-8-sig")
    assert "SECRET" not in text
    assert "'=Guest" in text
    assert "'=1+1" in text
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    there = {one.id for one in fair.visitors if one.cancelled_at is None}
    assert len(rows) == 1 + sum(one.visitor_id in there for one in fair.entries)


@pytest.mark.parametrize("query", ["by=x", "by=stands&sort=x", "by=%00", "sort=-head&by=themes"])
def test_nonsense_in_the_address(fair: Any, sign_in: Any, query: str) -> None:
    person = sign_in(fair.organiser)
    assert person.get(f"{fair.url}?{query}").status_code == 200
    assert person.get(f"{fair.url}/live?{query}").status_code == 200
    assert person.get(f"{fair.url}/nothing.csv").status_code == 404


def test_only_organisers_collect(fair: Any, make: Any, sign_in: Any, stand: Any) -> None:
    keeper = make.user()
    stand(fair.bazaar, keepers=[keeper])
    who = [keeper, make.user(), fair.visitors[1].user]
    for user in who:
        person = sign_in(user)
        for path in ("", "/live", "/cards.csv", "/remind", "/thanks"):
            assert person.get(fair.url + path).status_code == 403
        for path in ("/remind", "/thanks"):
            assert person.post(fair.url + path, {"send": "1"}).status_code == 403


def test_reminded_once_a_round(session: Session, fair: Any, sign_in: Any, mails: Any) -> None:
    people = letters.to_remind(session, fair.bazaar)
    ids = {one.visitor.id for one in people}
    carded = {one.visitor_id for one in fair.entries}
    for visitor in fair.visitors:
        came = visitor.checked_in_at is not None or visitor.id in carded
        if visitor.cancelled_at or not came:
            assert visitor.id not in ids
        elif visitor.card_handed_in_at is None:
            assert visitor.id in ids
    person = sign_in(fair.organiser)
    assert "round" in person.page(f"{fair.url}/remind")
    assert person.post(f"{fair.url}/remind", {"round": "0"}).status_code == 303
    assert person.post(f"{fair.url}/remind", {"round": "0"}).status_code == 303
    assert person.post(f"{fair.url}/remind", {"round": "x"}).status_code == 303
    assert len(mails()) == len(people)
    assert person.post(f"{fair.url}/remind", {"round": "1"}).status_code == 303
    assert len(mails()) == 2 * len(people)
    fair.bazaar.status = "closed"
    session.commit()
    assert person.post(f"{fair.url}/remind", {"round": "2"}).status_code == 303
    assert len(mails()) == 2 * len(people)


def test_thanks_and_the_own_card_once(
    session: Session, fair: Any, sign_in: Any, mails: Any
) -> None:
    people = letters.to_thank(session, fair.bazaar)
    person = sign_in(fair.organiser)
    text = "Tak for jer. {{ 7*7 }} #panic()"
    assert person.post(f"{fair.url}/thanks", {"text": text}).status_code == 303
    assert mails() == []
    page = person.page(f"{fair.url}/thanks")
    assert "Tak for jer. {{ 7*7 }}" in page
    assert f"({len(people)})" in page or str(len(people)) in page
    for _ in range(2):
        answer = person.post(f"{fair.url}/thanks", {"text": text, "send": "1"})
        assert answer.status_code == 303
    sent = mails()
    assert len(sent) == len(people)
    assert all("SECRET" not in one for one in sent)
    assert all("Tak for jer" in one for one in sent)
    thanked = {each.id for each in people}
    late = next(one for one in fair.visitors if one.id not in thanked)
    late.checked_in_at, late.cancelled_at = now(), None
    session.commit()
    person.post(f"{fair.url}/thanks", {"text": text, "send": "1"})
    assert len(mails()) == len(people) + 1
    row = session.get(Collecting, fair.bazaar.id)
    assert row is not None
    assert row.thanked_by_id == fair.organiser.id


def test_each_gets_the_own_card_and_no_other(
    session: Session, make: Any, bazaar: Any, stand: Any, visitor: Any, sign_in: Any, mails: Any
) -> None:
    organiser = make.user()
    one = bazaar(organisers=[organiser], starts_at=now() - dt.timedelta(hours=2))
    place = stand(one, "The stand")
    for name in ("first", "second"):
        made = visitor(one, make.user(email=f"{name}@example.dk"), checked_in_at=now())
        session.add(
            CardEntry(
                visitor_id=made.id, stand_id=place.id, visited_at=now(), edits={}, interest=3,
                expectation=f"words of {name}", wants_workshop=True,
            )
        )  # fmt: skip
    session.commit()
    url = f"/bazaar/{one.id}/manage/collecting/thanks"
    sign_in(organiser).post(url, {"text": "", "send": "1"})
    sent = mails()
    assert len(sent) == 2
    for mail in sent:
        own, other = ("first", "second") if "first@" in mail else ("second", "first")
        assert f"words of {own}" in mail
        assert f"words of {other}" not in mail


def test_thanks_that_are_too_long_are_kept_in_the_form(fair: Any, sign_in: Any) -> None:
    answer = sign_in(fair.organiser).post(f"{fair.url}/thanks", {"text": "x" * 4001, "send": "1"})
    assert answer.status_code == 422
    assert "x" * 4001 in answer.text


def test_few_queries_however_many(
    session: Session, fair: Any, sign_in: Any, count_queries: Any, make: Any, visitor: Any,
    stand: Any, education: Any,
) -> None:  # fmt: skip
    person = sign_in(fair.organiser)

    def queries(path: str) -> int:
        session.expire_all()
        with count_queries() as found:
            assert person.get(fair.url + path).status_code == 200
        return len(found)

    paths = [f"?by={view}" for view in VIEWS] + [f"/{view}.csv" for view in VIEWS]
    paths += ["/cards.csv", "/live", "/remind", "/thanks"]
    before = {path: queries(path) for path in paths}
    for _ in range(6):
        place, school = stand(fair.bazaar), education(fair.bazaar)
        made = visitor(fair.bazaar, make.user(), education=school, checked_in_at=now())
        session.add(CardEntry(visitor_id=made.id, stand_id=place.id, visited_at=now(), edits={},
                              interest=3, wants_workshop=True))  # fmt: skip
        session.add(Commitment(education_id=school.id, stand_id=place.id, practice="x"))
    session.commit()
    for path, number in before.items():
        assert queries(path) <= number + 1, path  # one more where there was nothing to load
    assert max(before.values()) < 40
    with count_queries() as found:
        stamp(session, fair.bazaar)
    assert len(found) <= 5
