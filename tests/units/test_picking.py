"""Who is meant by what somebody types into a field for people."""

from __future__ import annotations

import json

import pytest

from portal.access.actors import NOBODY
from portal.units.picking import find_people, people_by_id, who_is_meant


@pytest.fixture
def ane(make):
    unit = make.unit("Pædagoguddannelsen")
    return make.user("Ane Møller", email="amo@skole.example", units=[unit])


@pytest.fixture
def actor(make):
    return make.actor("staff")


def names(found):
    return [one.name for one in found]


@pytest.mark.parametrize(
    "typed",
    [
        "amo@skole.example",
        " AMO@skole.example ",
        "Ane Møller (amo@skole.example)",
        "Somebody else <amo@skole.example>",
        "Ane Møller",
        "ane møller",
        "moller",
        "Møl",
        "amo@",
        "Ane\tMøller\x00",
    ],
)
def test_one_is_meant(session, ane, actor, typed):
    assert names(who_is_meant(session, actor, typed)) == ["Ane Møller"]


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "\x00", "xyzzy", "999999", "99999999999999999999", "²", "nobody@skole.example", "%"],
)
def test_nobody_is_meant(session, ane, actor, typed):
    assert who_is_meant(session, actor, typed) == []


def test_a_whole_name_counts_more_than_a_part_of_others(session, make, ane, actor):
    make.user("Ane Møller Holm")
    assert names(who_is_meant(session, actor, "Ane Møller")) == ["Ane Møller"]
    assert len(who_is_meant(session, actor, "Ane")) == 2


def test_two_of_one_name_are_asked_about(session, make, ane, actor):
    make.user("Ane Møller", email="other@skole.example")
    assert len(who_is_meant(session, actor, "Ane Møller")) == 2
    assert len(who_is_meant(session, actor, "Ane Møller (other@skole.example)")) == 1


def test_whose_name_begins_so_comes_first(session, make, actor):
    for name in ("Bo Hanens", "Zita Ane", "Ane Å"):
        make.user(name)
    assert names(find_people(session, actor, "ane")) == ["Ane Å", "Zita Ane", "Bo Hanens"]


def test_who_is_not_to_be_seen_is_neither_offered_nor_meant(session, make, ane, actor):
    from portal.access.deciding import set_audience

    set_audience(session, "person", ane.id, set())
    session.commit()
    for typed in ("Ane", "amo@skole.example", str(ane.id), "Ane Møller (amo@skole.example)"):
        # Somebody else's address may hold the number.
        assert ane.id not in {one.id for one in find_people(session, actor, typed)}
        assert who_is_meant(session, actor, typed) == []
        assert who_is_meant(session, NOBODY, typed) == []


def test_who_was_chosen_before_and_left_stays_by_name_alone(session, ane, actor):
    ane.active = False
    session.commit()
    (kept,) = people_by_id(session, actor, [ane.id], [ane.id]).values()
    assert kept.text == "Ane Møller (no longer here)"
    assert who_is_meant(session, actor, kept.text, [ane.id]) == [kept]
    assert who_is_meant(session, actor, str(ane.id), [ane.id]) == [kept]
    assert who_is_meant(session, actor, kept.text) == []
    assert people_by_id(session, actor, [ane.id]) == {}


def test_the_address_answers_a_handful(session, make, ane, sign_in, count_queries, client):
    for number in range(30):
        make.user(f"Bo {number}", units=[make.unit()])
    me = sign_in()
    found = json.loads(me.page("/people/suggest?q=m%C3%B8ll"))
    assert found == [
        {
            "id": str(ane.id),
            "title": "Ane Møller",
            "note": "Pædagoguddannelsen",
            "value": "Ane Møller (amo@skole.example)",
        }
    ]
    with count_queries() as queries:
        assert len(json.loads(me.page("/people/suggest?q=bo"))) == 8
    assert len(queries) <= 9
    for nonsense in ("", "?q=", "?q=%00", "?q=%25", "?q=" + "x" * 5000, "?q[]=1"):
        assert json.loads(me.page("/people/suggest" + nonsense)) == []
    assert client.get("/people/suggest?q=bo").status_code == 302
