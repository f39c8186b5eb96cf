"""A Danish corpus for measuring: Zipfian words, inflected and compounded, units, kinds, labels.

The same seed gives the same documents on every machine.
"""

from __future__ import annotations

import bisect
import datetime
import itertools
import random
from collections.abc import Iterator

from portal.search.engine.danish.stopwords import STOP_WORDS
from portal.search.engine.danish.vocabulary import load_vocabulary
from portal.search.engine.documents import Document

KINDS = ("factsheet", "concept", "person", "experiment", "workshop", "file")
UNITS = 40
LABELS = 50
TAGS = 200
_ENDINGS = ("", "", "", "en", "er", "erne", "et", "s", "e")


class Zipf:
    """Draws numbers below ``n``; number r with a chance of 1 / (r + 1)."""

    def __init__(self, n: int, rng: random.Random) -> None:
        self._rng = rng
        self._sums = list(itertools.accumulate(1 / (rank + 1) for rank in range(n)))

    def draw(self) -> int:
        """One number."""
        return bisect.bisect_left(self._sums, self._rng.random() * self._sums[-1])


class Corpus:
    """Words and documents made of them."""

    def __init__(self, seed: int = 1, simple: int = 8_000, compounds: int = 12_000) -> None:
        self.rng = random.Random(seed)
        vocabulary = load_vocabulary()
        base = sorted(word for word in vocabulary.firsts if len(word) > 3 and word.isalpha())
        danish = sorted(w for w in vocabulary.irregular if not w.isascii() and w.isalpha())
        words = self.rng.sample(base, min(simple, len(base)))
        words += self.rng.sample(danish, min(simple // 5, len(danish)))
        firsts = sorted(w for w, n in vocabulary.firsts.items() if n > 5 and len(w) > 2)
        lasts = sorted(w for w, n in vocabulary.lasts.items() if n > 5 and len(w) > 3)
        made = {
            self.rng.choice(firsts) + self.rng.choice(("", "", "s")) + self.rng.choice(lasts)
            for _ in range(compounds)
        }
        words += sorted(made)
        self.rng.shuffle(words)
        self.words = words
        self._zipf = Zipf(len(words), self.rng)
        self._stop = sorted(word for word in STOP_WORDS if word.isalpha())

    def word(self) -> str:
        """One word of a text, inflected."""
        return self.words[self._zipf.draw()] + self.rng.choice(_ENDINGS)

    def text(self, length: int) -> str:
        """Words with stop words between them, in sentences."""
        draw, rng = self.word, self.rng
        words = [draw() if rng.random() < 0.6 else rng.choice(self._stop) for _ in range(length)]
        for i in range(0, length, 12):
            words[i] = words[i].capitalize()
            words[i - 1] += "."
        return " ".join(words)

    def document(self, number: int) -> Document:
        """The document of that number; another text at every call."""
        rng = self.rng
        labels = rng.sample(range(LABELS), rng.randint(1, 3))
        tags = {f"t{rng.randrange(TAGS)}" for _ in range(rng.randint(0, 3))}
        return Document(
            kind=KINDS[number % len(KINDS)],
            id=str(number),
            title=" ".join(self.word() for _ in range(rng.randint(2, 6))).capitalize(),
            url=f"/{number}",
            body=self.text(min(1500, int(rng.lognormvariate(4.7, 0.7)) + 10)),
            keywords=" ".join(self.word() for _ in range(rng.randint(0, 4))),
            audience=frozenset(f"l{label}" for label in labels),
            facets={"unit": (f"u{rng.randrange(UNITS)}",), "tag": tuple(sorted(tags))},
            date=datetime.date(2020, 1, 1) + datetime.timedelta(days=rng.randrange(2000)),
        )

    def documents(self, count: int) -> Iterator[Document]:
        """``count`` documents."""
        return (self.document(number) for number in range(count))

    def reader(self) -> frozenset[str]:
        """The labels of a person."""
        return frozenset(f"l{label}" for label in self.rng.sample(range(LABELS), 5))

    # Queries

    def query(self, kind: str) -> str:
        """A query of one of :data:`QUERIES`, not the same twice if it can be helped."""
        return getattr(self, f"_{kind}")()

    def _rare(self) -> str:
        return self.words[self.rng.randrange(3_000, 12_000)]

    def _common(self) -> str:
        return self.words[self.rng.randrange(0, 150)]

    def _three_or(self) -> str:
        return " ".join((self._common(), self.words[self.rng.randrange(2_000)], self._rare()))

    def _three_and(self) -> str:
        return " ".join("+" + self._common() for _ in range(3))

    def _phrase(self) -> str:
        return f'"{self._common()} {self._common()}"'

    def _prefix(self) -> str:
        return self.words[self.rng.randrange(4_000)][: self.rng.randint(2, 5)]

    def _typo(self) -> str:
        word = next(w for w in iter(self._somewhat_common, None) if len(w) > 6)
        at = self.rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def _somewhat_common(self) -> str:
        return self.words[self.rng.randrange(0, 2_000)]


QUERIES = ("rare", "common", "three_or", "three_and", "phrase", "prefix", "typo")
