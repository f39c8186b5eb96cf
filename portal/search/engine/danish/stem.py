"""Danish stems by rule, on folded words.

The endings are those of the Snowball stemmer for Danish (M. Porter,
https://snowballstem.org/algorithms/danish/stemmer.html), cut in two: :func:`stem` takes off
what inflection adds, :func:`root` also what derivation adds, so that an inflected form can
rank above a mere relative. Both work on words that :func:`~.fold.fold` has folded, which
makes them blind to how æ, ø and å were typed.
"""

from __future__ import annotations

_VOWELS = frozenset("aeiouy")

_INFLECTIONS = (
    "erendes", "erende", "eredes", "ernes", "erens", "erede", "endes", "erets",
    "erne", "enes", "eren", "eres", "erer", "eret", "ende", "edes", "ende",
    "ene", "ens", "ere", "ers", "ets", "ede",
    "en", "er", "es", "et", "e",
)  # fmt: skip
_ENDINGS = frozenset(_INFLECTIONS)
_LONGEST = max(map(len, _INFLECTIONS))
_VALID_BEFORE_S = frozenset("abcdfghjklmnoprtvyz")

_DERIVATIONS = (
    "iseringsmassig", "eringsmassig", "onsmassig", "elsesmassig", "smassig", "massig",
    "isering", "atorisk", "isation", "ationel", "ering", "ation", "ativ", "ator", "ition",
    "itet", "elig", "isme", "ning", "ende", "ence", "ions", "ionel", "iel", "ial",
    "els", "hed", "ion", "ing", "lig", "isk", "ist", "ent", "ens", "iv", "ik", "ig", "er",
    "i", "a",
)  # fmt: skip

_SHORT_ROOTS = frozenset({"els", "ing", "ning"})  # ledelse, læring, dannelse


def _has_vowel(word: str) -> bool:
    return any(c in _VOWELS for c in word)


def undouble(word: str) -> str:
    """Return the word with a double consonant at its end made single (``rumm`` -> ``rum``)."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        return word[:-1]
    return word


def stem(folded: str) -> str:
    """Return the folded word without the endings of inflection (``moderne`` -> ``mod``)."""
    if len(folded) <= 3 or not folded.isalpha():
        return folded
    word = folded
    for size in range(min(_LONGEST, len(word) - 1), 0, -1):
        if word[-size:] in _ENDINGS:
            rest = word[:-size]
            if len(rest) >= 3 and _has_vowel(rest):
                word = rest
                break
    else:
        if word.endswith("s") and len(word) > 3 and word[-2] in _VALID_BEFORE_S:
            rest = word[:-1]
            if _has_vowel(rest):
                return stem(rest) if len(rest) > 3 else rest
    if len(word) > 4:
        if word.endswith("igst"):
            word = word[:-2]
        elif word[-2:] in ("dt", "gt", "bt"):
            word = word[:-1]
    return undouble(word)


def root(stemmed: str) -> str:
    """Return what is left of a stem without the endings of derivation.

    ``koordinering``, ``koordination`` and ``koordinere`` share the root ``koordin``. Endings
    come off until none is left, so that it does not matter with how many a word began.
    """
    if not stemmed.endswith(_DERIVATIONS):
        return stemmed
    for ending in _DERIVATIONS:
        if stemmed.endswith(ending):
            rest = undouble(stemmed[: -len(ending)])
            if len(rest) >= (3 if ending in _SHORT_ROOTS else 4) and _has_vowel(rest):
                return root(rest)
    return stemmed
