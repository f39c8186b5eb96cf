"""What a Danish word is, for indexing, for querying and for marking matches alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from .compounds import Splitter
from .fold import fold
from .stem import root
from .stem import stem as stem_by_rule
from .tokens import CONJUNCTIONS, Token, tokenise
from .vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its relatives, from near to far.

    ``surface`` lower-case as written; ``folded`` blind to the typing of æøå; ``stem`` blind to
    inflection; ``key`` the stems of a compound's smallest parts joined by ``+``, blind to
    hyphens and linking letters too ('' where it is no compound); ``parts`` the stems of all
    its parts, large and small; ``halves`` the two it is made of, as written; ``root`` blind to
    derivation; ``bond`` the key with the root of its last part, which a verb and its object
    share with the compound they make ('dele viden', 'videndeling').
    """

    surface: str
    folded: str
    stem: str
    root: str
    key: str = ""
    parts: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()

    @property
    def bond(self) -> str:
        """See above; '' where the word is no compound."""
        first, plus, last = self.key.rpartition("+")
        return f"{first}+{root(last)}" if plus else ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A token of a text with every word it stands for (a hyphenated one for several)."""

    token: Token
    words: tuple[Word, ...]


class Analysis:
    """Analyses words and texts with one vocabulary; safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._splitter = Splitter(vocabulary)
        self.word = lru_cache(maxsize=30_000)(self._word)
        self.joined = lru_cache(maxsize=5_000)(self._joined)

    @classmethod
    def load(cls, folder: Path | None = None) -> Analysis:
        """Return the analysis with the vocabulary kept in ``folder`` (made there if missing)."""
        return cls(load_vocabulary(folder))

    def _leaves(self, surface: str, depth: int = 4) -> list[str]:
        split = self._splitter.split(surface) if depth else None
        if split is None:
            return [self._splitter.stem(surface)]
        return self._leaves(split.first, depth - 1) + self._leaves(split.last, depth - 1)

    def _parts(self, surface: str, depth: int = 4) -> list[str]:
        split = self._splitter.split(surface) if depth else None
        if split is None:
            return []
        found = []
        for half in (split.first, split.last):
            found.append(self.stem(half))
            found += self._parts(half, depth - 1)
        return found

    def stem(self, surface: str) -> str:
        """Return the stem of a word; a compound inflects as its last part."""
        plain = self._splitter.stem(surface)
        split = self._splitter.split(surface)
        if split is None or surface in self.vocabulary.irregular:
            return plain
        head = fold(surface[: split.cut])
        return head + self.stem(split.last)

    def _word(self, surface: str) -> Word:
        """Analyse a lower-case word without hyphens."""
        split = self._splitter.split(surface)
        stem = self.stem(surface)
        folded = fold(surface)
        if split is None:
            return Word(surface, folded, stem, root(stem))
        return Word(
            surface,
            folded,
            stem,
            root(stem),
            key="+".join(self._leaves(surface)),
            parts=tuple(dict.fromkeys(self._parts(surface))),
            halves=(split.first, split.last),
        )

    def _joined(self, pieces: tuple[str, ...]) -> Word:
        """Analyse the compound that hyphens, or a reader's space, make of several words."""
        surface = "".join(pieces)
        leaves = [leaf for piece in pieces for leaf in self._leaves(piece)]
        parts = [part for piece in pieces for part in (self.stem(piece), *self._parts(piece))]
        head = fold("".join(pieces[:-1]))
        # Of 'rull-ups' the last piece is too short to be stemmed by itself.
        stem = head + self.stem(pieces[-1]) if len(pieces[-1]) > 3 else self.stem(surface)
        return Word(
            surface,
            fold(surface),
            stem,
            root(stem),
            key="+".join(leaves),
            parts=tuple(dict.fromkeys(parts)),
            halves=pieces,
        )

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Yield every token of normalised text with the words it stands for."""
        tokens = list(tokenise(text))
        for i, token in enumerate(tokens):
            yield Occurrence(token, tuple(self.words(tokens, i)))

    def words(self, tokens: list[Token], i: int) -> list[Word]:
        """Return the words that token ``i`` of a text stands for."""
        token = tokens[i]
        words = []
        if token.pieces:
            words.append(self.joined(token.pieces))
            words += [self.word(piece) for piece in token.pieces]
        elif token.surface:
            words.append(self.word(token.surface))
        if token.open_end or token.open_start:
            words += self._completed(tokens, i)
        return words

    def _completed(self, tokens: list[Token], i: int) -> list[Word]:
        """Complete a suspended compound from its neighbour across ``og`` or a comma.

        Of 'social- og sundhedshjælperuddannelse' either 'uddannelse' or 'hjælperuddannelse' may
        be what was left out, so both are taken.
        """
        token = tokens[i]
        if token.open_end:
            for other in tokens[i + 1 : i + 6]:
                if other.surface in CONJUNCTIONS or other.open_end:
                    continue
                return [self.word(token.surface + end) for end in self._endings(other)]
        elif token.open_start and i >= 2 and tokens[i - 1].surface in CONJUNCTIONS:
            other = tokens[i - 2]
            if other.pieces:
                return [self.joined((*other.pieces[:-1], token.surface))]
            split = self._splitter.split(other.surface)
            if split is not None:
                return [self.word(other.surface[: split.cut] + token.surface)]
        return []

    def _endings(self, token: Token) -> list[str]:
        if token.pieces:
            return [token.pieces[-1]]
        split = self._splitter.split(token.surface)
        if split is None:
            return []
        endings = [split.last]
        before = self._splitter.split(token.surface[: split.cut])
        if before is not None:
            endings.append(token.surface[before.cut :])
        return endings

    def stems(self, surface: str) -> tuple[str, ...]:
        """Return every stem a word of the query may have in the index.

        A word typed without Danish letters may stand for one whose irregular stem is listed
        with them (``boeger`` for ``bøger``).
        """
        own = self.stem(surface)
        if not surface.isascii():
            return (own,)
        folded = fold(surface)
        listed = self._folded_irregular.get(folded, ())
        if not listed and folded.endswith("s"):
            listed = self._folded_irregular.get(folded[:-1], ())
        return tuple(dict.fromkeys((own, *listed, stem_by_rule(folded))))

    def is_irregular(self, surface: str) -> bool:
        """Tell whether the stem of a word is listed because no rule finds it."""
        irregular = self.vocabulary.irregular
        return surface in irregular or (surface.endswith("s") and surface[:-1] in irregular)

    @cached_property
    def _folded_irregular(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for form, stem in self.vocabulary.irregular.items():
            if not form.isascii():
                key = fold(form)
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), stem)))
        return found

    def may_be_slip(self, word: Word) -> bool:
        """Tell whether a word may be a misspelling of another.

        A compound or an unknown word may; a word of the dictionary only if it is long, for
        short ones all have neighbours (``hest``, ``fest``).
        """
        return len(word.surface) > 6 or not self.is_listed(word.stem)

    def is_listed(self, stem: str) -> bool:
        """Tell whether the dictionary has a word with this stem."""
        return stem in self.vocabulary.atoms or stem in self.vocabulary.splits
