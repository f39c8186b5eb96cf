"""Differences and merging: no word is lost, whatever the two wrote."""

from __future__ import annotations

import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from portal.history.differences import item_pieces, shortened, word_pieces, words_of
from portal.history.merging import combine_lists, combine_texts, three_way

WORDS = st.sampled_from(["vi ", "mødes", " ", "hver", "fredag. ", "\n", "\n\n", "- ", "igen, "])
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=40)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), TEXTS, st.lists(st.integers()))
NAMES = ["title", "findings", "tags"]
DATA = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))


def side(pieces, *states):
    return "".join(piece.text for piece in pieces if piece.state in states)


@given(TEXTS, TEXTS)
def test_pieces_hold_both_texts(old, new):
    pieces = word_pieces(old, new)

    assert side(pieces, "same", "removed") == old
    assert side(pieces, "same", "added") == new


@given(st.lists(TEXTS), st.lists(TEXTS))
def test_pieces_hold_both_lists(old, new):
    pieces = item_pieces(old, new)

    assert [piece.text for piece in pieces if piece.state != "added"] == old
    assert [piece.text for piece in pieces if piece.state != "removed"] == new


@given(TEXTS, TEXTS)
def test_shortening_keeps_every_change(old, new):
    pieces = word_pieces(old, new)
    changed = [piece for piece in pieces if piece.state != "same"]

    kept = [piece for piece in shortened(pieces) if piece.state in ("added", "removed")]
    assert kept == changed


def test_only_the_changed_words_are_marked():
    pieces = word_pieces("Vi mødes hver mandag.\nAlle kom.", "Vi mødes hver fredag.\nAlle kom.")

    assert [(piece.state, piece.text) for piece in pieces] == [
        ("same", "Vi mødes hver "),
        ("removed", "mandag"),
        ("added", "fredag"),
        ("same", ".\nAlle kom."),
    ]


def test_a_long_stretch_is_cut_in_the_middle():
    text = " ".join(f"ord{number}" for number in range(200))
    pieces = shortened(word_pieces(f"før {text} efter", f"nu {text} siden"))

    assert [piece.state for piece in pieces] == [
        "removed",
        "added",
        "same",
        "left out",
        "same",
        "removed",
        "added",
    ]
    assert pieces[2].text.startswith("ord0 ")
    assert pieces[4].text.rstrip().endswith("ord199")


def test_two_huge_texts_cost_a_moment():
    old = "\n".join(f"linje {number} om noget " * 3 for number in range(4000))
    new = "\n".join(f"række {number} om andet " * 3 for number in range(4000))
    same_word = "x " * 50_000
    began = time.process_time()

    for pair in [(old, new), (same_word, same_word + "y"), (same_word, "y " * 50_000)]:
        pieces = word_pieces(*pair)
        assert side(pieces, "same", "added") == pair[1]
    word_pieces("\n" * 60_000 + "a", "b" + "\n" * 60_000)

    assert time.process_time() - began < 5


@given(TEXTS, TEXTS)
def test_who_alone_changed_a_text_is_followed(base, new):
    assert combine_texts(base, new, base).value == new
    assert combine_texts(base, base, new).value == new
    assert combine_texts(base, new, new) == combine_texts(base, new, base)
    assert combine_texts(base, new, base).clean


@given(TEXTS, TEXTS, TEXTS)
def test_a_combination_loses_no_word_that_either_wrote(base, mine, theirs):
    both = combine_texts(base, mine, theirs)
    there = Counter(word.strip() for word in words_of(both.value))
    before = Counter(word.strip() for word in words_of(base))

    for wrote in (mine, theirs):
        added = Counter(word.strip() for word in words_of(wrote)) - before
        assert all(there[word] >= 1 for word in added if word)
    assert combine_texts(base, theirs, mine).clean == both.clean


def test_changes_in_different_places_are_both_taken():
    both = combine_texts(
        "Vi mødes hver mandag.\nAlle kom.\nDet var godt.",
        "Vi mødes hver fredag.\nAlle kom.\nDet var godt.",
        "Vi mødes hver mandag.\nAlle kom.\nDet var rigtig godt.",
    )

    assert both.clean
    assert both.value == "Vi mødes hver fredag.\nAlle kom.\nDet var rigtig godt."


def test_changes_of_the_same_word_stand_side_by_side():
    both = combine_texts("Vi mødes mandag.", "Vi mødes fredag.", "Vi mødes tirsdag.")

    assert not both.clean
    assert both.value == "Vi mødes fredag tirsdag."


@given(DATA, DATA)
def test_fields_that_one_changed_are_taken(base, changed):
    for merge in (three_way(base, changed, base), three_way(base, base, changed)):
        assert merge.result == changed
        assert merge.disputed == ()
    assert three_way(base, changed, changed).parts == ()


@given(DATA, DATA, DATA)
def test_every_field_of_the_result_is_somebodys(base, mine, theirs):
    merge = three_way(base, mine, theirs, prose=["findings"])

    for name in NAMES:
        assert merge.result[name] in (mine[name], theirs[name])
        if mine[name] != base[name]:
            assert merge.result[name] == mine[name]
        else:
            assert merge.result[name] == theirs[name]
    assert {part.name for part in merge.parts} == {n for n in NAMES if mine[n] != theirs[n]}
    for part in merge.parts:
        both = mine[part.name] != base[part.name] and theirs[part.name] != base[part.name]
        assert (part.changed_by == "both") is both


@given(DATA, DATA, DATA)
def test_without_a_base_every_difference_is_asked_about(base, mine, theirs):
    merge = three_way(None, mine, theirs)

    assert all(part.changed_by == "both" for part in merge.parts)
    assert len(merge.disputed) == sum(mine[name] != theirs[name] for name in NAMES)


def test_what_i_may_not_write_stays_theirs():
    merge = three_way({"title": "a", "note": "x"}, {"title": "b"}, {"title": "a", "note": "y"})

    assert merge.result == {"title": "b", "note": "y"}


@given(*[st.lists(st.integers(0, 6), unique=True)] * 3)
def test_lists_take_additions_and_removals_of_both(base, mine, theirs):
    both = combine_lists(base, mine, theirs)

    assert len(both) == len(set(both))
    for one in range(7):
        if one in base:
            assert (one in both) is (one in mine and one in theirs)
        else:
            assert (one in both) is (one in mine or one in theirs)
