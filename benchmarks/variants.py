"""Many ways to write one need: cut, joined, inflected, without Danish letters, misspelt.

Made from `needs.txt` by rule and with a fixed seed, so that nobody chooses what is easy.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from search_eval import Judged  # type: ignore[import-not-found]

from portal.search.engine.documents import Document

NEEDS = Path(__file__).parent / "needs.txt"
_ENDING = re.compile("(erne|ene|er|en|et|e|s)$")
_SPELT = {
    "aa oe ae": {"æ": "ae", "ø": "oe", "å": "aa"},
    "a o a": {"æ": "a", "ø": "o", "å": "a"},
    "e o a": {"æ": "e", "ø": "o", "å": "a"},
    "ä ö": {"æ": "ä", "ø": "ö"},
}


def spelt(text: str, how: str) -> str:
    """The text without Danish letters."""
    return text.translate(str.maketrans(_SPELT[how]))


def slips(text: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, text with a slip in its longest word)."""
    word = max(text.split(), key=len)
    n = len(word)
    if n < 6:
        return
    found = {}
    i = rng.randrange(1, n - 2)
    if word[i] != word[i + 1]:
        found["slip: swapped"] = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    i = rng.randrange(1, n - 1)
    found["slip: missing"] = word[:i] + word[i + 1 :]
    i = rng.randrange(1, n - 1)
    found["slip: doubled"] = word[:i] + word[i] + word[i:]
    if twice := re.search(r"([bdfgklmnprst])\1", word):
        found["slip: undoubled"] = word[: twice.start()] + word[twice.start() + 1 :]
    i = rng.randrange(1, n - 1)
    found["slip: other letter"] = word[:i] + rng.choice("aeiortnsl") + word[i + 1 :]
    if n >= 9:
        i, j = rng.randrange(1, n // 2), rng.randrange(n // 2 + 1, n - 1)
        found["two slips"] = word[:i] + word[i + 1 : j] + rng.choice("aeioutnr") + word[j + 1 :]
    for kind, wrong in found.items():
        yield kind, text.replace(word, wrong, 1)


def variants(documents: Sequence[Document]) -> list[Judged]:
    """All queries. Whoever has the very word of a need is taken to touch it, too."""
    rng = random.Random(42)
    titles = {document.id: document.title for document in documents}
    texts = {d.id: f"{d.title} {d.keywords} {d.body}".lower() for d in documents}
    queries = []
    for line in NEEDS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        ids, base, *more = line.split(" | ")
        plain = base.replace("~", "")
        best, _, some = (part.replace(" ", "") for part in ids.partition(";"))
        grades = dict.fromkeys(filter(None, best.split(",")), 2)
        for one in filter(None, some.split(",")):
            grades.setdefault(one, 1)
        if " " not in plain:
            stem = _ENDING.sub("", plain.lower()) if len(plain) > 6 else plain.lower()
            for number, text in texts.items():
                if stem in text:
                    grades.setdefault(number, 1)
        relevant = {titles[number]: grade for number, grade in grades.items()}
        queries += [Judged(q, kind, relevant) for kind, q in _ways(base, plain, more, rng)]
    return queries


def _ways(
    base: str, plain: str, more: Sequence[str], rng: random.Random
) -> Iterator[tuple[str, str]]:
    yield "plain", plain
    if "~" in base:
        yield "cut", base.replace("~", " ")
        yield "hyphened", base.replace("~", "-")
        if "s~" in base:
            yield "without s", base.replace("s~", "").replace("~", "")
    elif "-" in base:
        yield "joined", base.replace("-", "")
        yield "cut", base.replace("-", " ")
    for how in _SPELT:
        if spelt(plain, how) != plain:
            yield how, spelt(plain, how)
    yield from slips(plain, rng)
    for entry in more:
        kind, _, query = entry.partition(":")
        yield kind, query
        if kind == "inflection":
            if not query.isascii():
                yield "inflection, ascii", spelt(query, rng.choice(["aa oe ae", "a o a"]))
            if wrong := list(slips(query, rng)):
                yield "inflection, slip", rng.choice(wrong)[1]
