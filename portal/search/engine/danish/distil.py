"""Distil simplemma's Danish dictionary to what stems and compounds need.

A word is taken as a compound of two others when it also *inflects* like its last part:
``faggruppe`` goes ``-n, -r, -rne`` as ``gruppe`` does, while ``kultur`` (plural ``-er``) does
not go like ``tur`` (plural ``-e``). That rule needs no list of exceptions for most words.

Source: simplemma (A. Barbaresi, https://github.com/adbar/simplemma, MIT).
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from .exceptions import NEVER_FIRST, NEVER_LAST, NEVER_SPLIT
from .fold import fold
from .stem import stem, undouble
from .vocabulary import Vocabulary, save

_WORD = re.compile("[a-zæøåé]{2,40}")
_SAME_PARADIGM = 0.6
Paradigms = dict[str, set[str]]


def distil() -> Vocabulary:
    """Read the dictionary (about 100 MB and two seconds, given back afterwards)."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    dictionary = DefaultDictionaryFactory().get_dictionary("da")
    return from_dictionary(dict(dictionary.items()))


def from_dictionary(dictionary: Mapping[str, str]) -> Vocabulary:
    """Distil any mapping of forms to base forms."""
    paradigms: Paradigms = defaultdict(set)
    for form, lemma in dictionary.items():
        if _WORD.fullmatch(lemma):
            paradigms[lemma].update((form, lemma))
    candidates = {
        lemma: found
        for lemma in paradigms
        if lemma not in NEVER_SPLIT and (found := list(_candidates(lemma, paradigms, dictionary)))
    }
    firsts = Counter(a for found in candidates.values() for a in {a for a, _ in found})
    lasts = Counter(b for found in candidates.values() for b in {b for _, b in found})
    splits: dict[str, tuple[str, str]] = {}
    for lemma, found in candidates.items():
        first, last = max(found, key=lambda ab: (min(firsts[ab[0]], lasts[ab[1]]), ab))
        if min(firsts[first], lasts[last]) >= 2:
            splits[lemma] = (first, last)
    return _folded(dictionary, paradigms, splits)


def _candidates(
    lemma: str, paradigms: Paradigms, dictionary: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    forms = paradigms[lemma]
    for i in range(2, len(lemma) - 1):
        last = lemma[i:]
        if last in NEVER_LAST or last not in paradigms:
            continue
        first = _first(lemma[:i], paradigms, dictionary)
        if first is None:
            continue
        head = lemma[:i]
        if sum(head + form in forms for form in paradigms[last]) >= _SAME_PARADIGM * len(forms):
            yield first, last


def _first(head: str, paradigms: Paradigms, dictionary: Mapping[str, str]) -> str | None:
    """Return the word that stands, perhaps with a linking letter, as first part ``head``."""
    if head in NEVER_FIRST:
        return None
    options = [head]
    if len(head) > 3 and head[-1] in "se":
        options.append(head[:-1])
    if len(head) > 4 and head[-1] == "s":
        options.append(head[:-1] + "e")  # arbejds- from arbejde
    options = [option for option in options if option not in NEVER_FIRST]
    words = [option for option in options if option in paradigms]
    if words:
        # 'arbejds-' is of the noun with many forms, not of the imperative.
        return max(words, key=lambda option: (option == head, len(paradigms[option]) > 3))
    for option in options:
        if option in dictionary and len(option) > 3 and option == head[:-1]:
            return option  # børne- from the plural
    return None


def _base(lemma: str, paradigms: Paradigms) -> str:
    """Return the stem of a base form: of its ending only what inflection puts there.

    ``proces``, ``kvalitet`` and ``viden`` keep theirs; ``leder`` loses its own, for it has to
    meet ``lede``.
    """
    folded = fold(lemma)
    if folded.endswith("ere") and len(folded) > 5:
        folded = folded[:-3]  # as the rule does to words it does not know
    elif folded.endswith("er") and len(folded) > 4 and lemma[:-1] in paradigms:
        folded = folded[:-2]
    elif folded.endswith("e") and len(folded) > 3:
        folded = folded[:-1]
    return undouble(folded)


def _folded(
    dictionary: Mapping[str, str], paradigms: Paradigms, splits: dict[str, tuple[str, str]]
) -> Vocabulary:
    firsts: Counter[str] = Counter()
    lasts: Counter[str] = Counter()
    for first, last in splits.values():
        firsts[fold(first)] += 1
        lasts[_base(last, paradigms)] += 1
    return Vocabulary(
        atoms=frozenset(_base(lemma, paradigms) for lemma in paradigms if lemma not in splits),
        splits={
            _base(lemma, paradigms): (fold(a), fold(b)) for lemma, (a, b) in sorted(splits.items())
        },
        firsts=dict(firsts),
        lasts=dict(lasts),
        irregular=_irregular(dictionary, paradigms, splits),
    )


def _irregular(
    dictionary: Mapping[str, str], paradigms: Paradigms, splits: dict[str, tuple[str, str]]
) -> dict[str, str]:
    """Forms whose stem by rule is not that of their base form (``bøger``, ``regler``).

    Left out: compounds (they inflect as their last part), genitives (the rule takes off the
    s first) and forms that are base forms of other words.
    """
    found: dict[str, str] = {}
    for form, lemma in sorted(dictionary.items()):
        if lemma in splits or not _WORD.fullmatch(lemma) or not _WORD.fullmatch(form):
            continue
        if form != lemma and len(paradigms.get(form, ())) > 3:
            continue
        if form != lemma and form.endswith("s") and form[:-1] in dictionary:
            continue
        if stem(fold(form)) != _base(lemma, paradigms):
            found[form] = _base(lemma, paradigms)
    return found


if __name__ == "__main__":
    save(distil(), Path(sys.argv[1]))
