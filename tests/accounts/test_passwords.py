"""Hashing: what fits, what does not, what is too easy."""

from __future__ import annotations

import unicodedata

import pytest
from argon2 import PasswordHasher

from portal.accounts import passwords


def test_only_the_same_password_fits():
    stored = passwords.hash_password("fire ord og et tal")
    assert stored.startswith("$argon2id$")
    assert passwords.verify_password(stored, "fire ord og et tal")
    assert not passwords.verify_password(stored, "fire ord og et Tal")


def test_the_same_words_typed_on_another_machine_fit():
    stored = passwords.hash_password(unicodedata.normalize("NFC", "blåbærgrød på øen"))
    assert passwords.verify_password(stored, unicodedata.normalize("NFD", "blåbærgrød på øen"))


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_without_a_hash_nothing_fits(stored, monkeypatch):
    monkeypatch.setattr(passwords, "_NOBODY", passwords.hash_password("nobody has this"))
    assert not passwords.verify_password(stored, "nobody has this")


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800 half a pair", "x" * 100_000])
def test_whatever_is_typed_is_an_answer(typed):
    assert not passwords.verify_password(passwords.hash_password("fire ord og et tal"), typed)


def test_a_hash_of_weaker_parameters_is_noticed():
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash("fire ord")
    assert passwords.needs_rehash(weak)
    assert not passwords.needs_rehash(passwords.hash_password("fire ord"))


@pytest.mark.parametrize(
    "easy", ["1234567890", "KODEORD123", "aaaaaaaaaaaa", "abababababab", "Ane Holm", "aneholm"]
)
def test_what_anybody_would_try_is_guessable(easy):
    assert passwords.is_guessable(easy, ["Ane Holm", "ane.holm@skole.dk"])


@pytest.mark.parametrize("fine", ["hemmeligt-kodeord", "tre kloge heste", "Ane Holm har en hest"])
def test_a_few_words_are_not(fine):
    assert not passwords.is_guessable(fine, ["Ane Holm", "ane.holm@skole.dk"])
