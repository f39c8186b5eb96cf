"""Names sorted and found as Danes write them, in the database as in memory."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from portal.units.models import Unit
from portal.units.names import bears, danish_key, danish_order, plain

LETTERS = st.text("abcæøåÆØÅéöü oeaz", max_size=12)


def test_the_last_letters_of_the_alphabet_come_last_and_in_order():
    names = ["Åse", "Zia", "Østen", "anna", "Ærke", "Bo"]
    assert sorted(names, key=danish_key) == ["anna", "Bo", "Zia", "Ærke", "Østen", "Åse"]


@pytest.mark.parametrize("typed", ["søren", "SØREN", "soeren", "soren", "Sören"])
def test_every_spelling_finds_the_name(session, typed):
    (condition,) = bears(literal("Søren Ærø"), typed)
    assert session.scalar(select(condition))


def test_every_word_must_be_there_in_any_order(session):
    def found(text):
        return all(session.scalar(select(one)) for one in bears(literal("Åse Marie Holm"), text))

    assert found("holm åse")
    assert not found("åse jensen")


def test_signs_of_patterns_are_letters_like_others(session):
    (condition,) = bears(literal("Anne"), "%")
    assert not session.scalar(select(condition))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=LETTERS, typed=LETTERS)
def test_the_database_finds_what_memory_would(session, name, typed):
    found = all(session.scalar(select(one)) for one in bears(literal(name), typed))
    assert found == all(word in plain(name) for word in plain(typed).split())


def test_the_database_sorts_as_memory_does(session, make):
    names = ["Åse", "Ærke", "Zia", "østen", "Anna"]
    for name in names:
        make.unit(name)
    found = session.scalars(select(Unit.name).order_by(danish_order(Unit.name)))
    assert list(found) == sorted(names, key=danish_key)
