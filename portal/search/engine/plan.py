"""Plan a search: which groups of terms answer each word of the query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from . import closeness as near
from .base import Synonyms
from .danish.analysis import Analysis, Word
from .danish.fold import fold
from .danish.normalise import normalise
from .danish.stopwords import is_stop_word
from .fields_of import title_key
from .groups import FAR, NEAR, AllOf, Group, InARow, Source, TermSource, word_source
from .query import ParsedQuery, Term
from .schema import SEPARATOR
from .snapshot import View
from .spelling import best_slips
from .synonymy import prepared

_MOST_FORMS = 64
_MUCH_MORE = 2


@dataclass(slots=True)
class Plan:
    """Groups to score by, groups to leave out, and the words a match is marked by."""

    groups: list[Group] = field(default_factory=list)
    excluded: list[Group] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word of the query, as typed and analysed."""

    typed: str
    word: Word
    required: bool


class Planner:
    """Makes the plan of one query for one reader."""

    def __init__(
        self,
        analysis: Analysis,
        view: View,
        synonyms: Synonyms,
    ) -> None:
        self._analysis = analysis
        self._view = view
        self._synonyms = synonyms

    def plan(self, query: ParsedQuery) -> Plan:
        """Return the plan; stop words count only where the query has nothing else."""
        plan = Plan()
        units: list[_Unit] = []
        phrases: list[Term] = []
        for term in query.terms:
            words = self._words(term.text)
            if term.phrase and len(words) > 1:
                phrases.append(term)
            else:
                units += [_Unit(t, w, term.required or term.phrase) for t, w in words]
        plan.title = title_key([u.word for u in units])
        content = [u for u in units if u.required or not is_stop_word(u.word.surface)]
        if content or phrases:
            pairs = self._pairs(units, content)
            units = content
        else:
            pairs = []
        extra = self._synonym_sources(units)
        for i, unit in enumerate(units):
            group = self._group(unit, plan)
            plan.groups.append(replace(group, sources=group.sources + tuple(extra.get(i, ()))))
            self._mark(plan, unit.word)
        plan.groups += pairs
        for term in phrases:
            plan.groups.append(self._phrase(term))
            for _, word in self._words(term.text):
                plan.marks.add(word.folded)
        for term in query.excluded:
            plan.excluded.append(self._excluded(term))
        return plan

    def _words(self, text: str) -> list[tuple[str, Word]]:
        found = []
        text = normalise(text)
        for occurrence in self._analysis.occurrences(text):
            if occurrence.words:
                token = occurrence.token
                found.append((text[token.start : token.end], occurrence.words[0]))
        return found

    def _mark(self, plan: Plan, word: Word) -> None:
        plan.marks.update(("=" + word.folded, "~" + word.stem))
        if word.key:
            plan.marks.add("+" + word.key)
            for part in word.halves:
                plan.marks.add("~" + self._analysis.stem(part))
        plan.marks.add("." + word.stem)
        plan.marks.add("/" + word.root)

    # One word

    def _near(self, word: Word, weight: float = 1.0, tier: int = NEAR) -> list[Source]:
        """The word itself, its inflections, and its compound however it is joined."""
        found: list[Source] = []
        for stem in dict.fromkeys((word.stem, *self._analysis.stems(word.surface))):
            forms = self._forms(stem)
            closeness = near.Closeness(word, forms, self._analysis.is_irregular)
            for form in forms:
                close = closeness(form)
                if close:
                    found.append(word_source(stem, form, close * weight, tier))
        if word.key:
            found.append(TermSource("kin", "+" + word.key, near.KEY * weight, tier))
        return found

    def _alike(self, word: Word) -> list[Source]:
        """Words that differ in æ, ø or å: mostly other words, for where nothing else is found."""
        forms = self._forms(word.stem)
        closeness = near.Closeness(word, forms, self._analysis.is_irregular)
        return [
            word_source(word.stem, form, close, FAR)
            for form in forms
            if (close := closeness.loose(form))
        ]

    def _forms(self, stem: str) -> list[str]:
        """Return the visible words with a stem; hidden ones may not even crowd others out."""
        view = self._view
        forms = view.snapshot.forms(stem)
        return [f for f in forms if view.sees("words", stem + SEPARATOR + f)][:_MOST_FORMS]

    def _far(self, word: Word) -> list[Source]:
        """Compounds with the word in them, its two halves, and words of the same root."""
        found: list[Source] = [TermSource("kin", "." + word.stem, near.PART, FAR)]
        if word.root != word.stem and not is_stop_word(word.root):
            found += self._related(word)
        found.append(TermSource("kin", "/" + word.root, near.ROOT, FAR))
        leaves = word.key.split("+")
        for size in range(2, len(leaves)):  # of 'førstelinjeleder' also 'linjeleder'
            for i in range(len(leaves) - size + 1):
                inner = "+".join(leaves[i : i + size])
                found.append(TermSource("kin", "+" + inner, near.HALVES, FAR))
        if len(word.halves) > 1:
            halves = tuple(
                Group(half, (*self._near(w), TermSource("kin", "." + w.stem, near.PART)))
                for half in word.halves
                for w in (self._analysis.word(half),)
            )
            found.append(AllOf(halves, near.HALVES))
            steps = tuple(self._spellings(self._analysis.word(half)) for half in word.halves)
            found.append(InARow(steps, (), near.ADJACENT))
        return found

    def _related(self, word: Word) -> list[Source]:
        """The word that this one is derived from, with its inflections."""
        base = Word(word.surface, word.root, word.root, word.root)
        forms = self._forms(word.root)
        closeness = near.Closeness(base, forms, self._analysis.is_irregular)
        return [
            word_source(word.root, form, close * near.ROOT, FAR)
            for form in forms
            if (close := closeness(form))
        ]

    def _spellings(self, word: Word) -> frozenset[str]:
        forms = self._forms(word.stem)
        return frozenset({word.folded, *(self._analysis.word(form).folded for form in forms)})

    def _group(self, unit: _Unit, plan: Plan) -> Group:
        word = unit.word
        sources = [*self._near(word), *self._far(word)]
        slips: list[Source] = []
        if self._analysis.may_be_slip(word):
            slips = self._slips(unit, plan, self._finds(sources))
            sources += slips
        if not self._finds(sources):
            alike = self._alike(word)
            sources += alike
            if not slips and not alike:
                sources += self._slip_in_part(word, plan)
        return Group(unit.typed, tuple(sources), unit.required)

    def _finds(self, sources: Sequence[Source]) -> int:
        return sum(
            self._view.sees(s.field, s.term)
            for s in sources
            if isinstance(s, TermSource) and (s.tier == NEAR or s.term.startswith("."))
        )

    def _slips(self, unit: _Unit, plan: Plan, already: int) -> list[Source]:
        """Words a slip away from one that the dictionary does not know.

        Where the word itself finds something, others are taken only when they find much more:
        then it is most likely a slip that others have made before.
        """
        word = unit.word
        if already and self._analysis.is_listed(word.stem):
            return []
        found: list[Source] = []
        lexicons = [segment.lexicons for segment in self._view.snapshot.segments]
        slips = best_slips(word, lexicons, self._visible_stem, self._is_seen)
        if not slips and not already:
            slips = best_slips(word, lexicons, self._visible_root, self._is_seen, is_thorough=True)
        for stem, slips_made, count in slips:
            if count <= _MUCH_MORE * already:
                continue
            if already and word.key and not self._analysis.is_listed(stem):
                continue
            weight = near.TYPO / slips_made if slips_made else near.INFLECTED
            surface = self._commonest(stem)
            if surface:
                meant = self._analysis.word(surface)
                found += self._near(meant, weight, FAR)
                plan.corrections.setdefault(unit.typed, surface)
                self._mark(plan, meant)
                found.append(TermSource("kin", "/" + meant.root, weight * near.ROOT, FAR))
            else:
                found.append(TermSource("kin", "/" + stem, weight * near.ROOT, FAR))
                plan.marks.add("/" + stem)
            found.append(TermSource("kin", "." + stem, weight * near.PART, FAR))
            plan.marks.add("." + stem)
        return found

    def _slip_in_part(self, word: Word, plan: Plan) -> list[Source]:
        """The parts of a compound that is nowhere as such, with a slip in one of them.

        Of the places to cut it, the one that leaves the longest part as it should be.
        """
        surface = word.surface
        if len(surface) < 9 or not surface.isalpha():
            return []
        lexicons = [segment.lexicons for segment in self._view.snapshot.segments]
        best: tuple[int, str, str] | None = None
        for cut in range(4, len(surface) - 3):
            halves = [self._analysis.word(half) for half in (surface[:cut], surface[cut:])]
            for right, wrong in (halves, halves[::-1]):
                size = len(right.surface)
                if best is not None and size <= best[0]:
                    continue
                stem = right.stem
                if right is halves[0] and not self._analysis.is_listed(stem) and stem[-1:] == "s":
                    stem = stem[:-1]
                if not (self._analysis.is_listed(stem) and self._visible_stem(stem)):
                    continue
                slips = best_slips(
                    wrong, lexicons, self._visible_stem, self._is_seen, limit=1, is_thorough=True
                )
                if slips and self._analysis.is_listed(slips[0][0]):
                    best = (size, stem, slips[0][0])
        if best is None:
            return []
        halves_of = tuple(
            Group(stem, (*self._stem_sources(stem), TermSource("kin", "." + stem, near.PART)))
            for stem in best[1:]
        )
        for stem in best[1:]:
            plan.marks.update(("~" + stem, "." + stem))
        return [AllOf(halves_of, near.HALVES)]

    def _stem_sources(self, stem: str) -> list[Source]:
        return [word_source(stem, form, near.INFLECTED) for form in self._forms(stem)]

    def _visible_stem(self, stem: str) -> int:
        count = sum(self._view.sees("words", stem + SEPARATOR + f) for f in self._forms(stem))
        return count or self._view.sees("kin", "." + stem)

    def _is_seen(self, stem: str, folded: str) -> bool:
        return any(fold(form) == folded for form in self._forms(stem))

    def _visible_root(self, stem: str) -> int:
        return self._visible_stem(stem) or self._view.sees("kin", "/" + stem)

    def _commonest(self, stem: str) -> str:
        """Return the form of a stem that most visible documents have; '' where none has any."""
        counts = {f: self._view.sees("words", stem + SEPARATOR + f) for f in self._forms(stem)}
        return max(counts, key=lambda form: (counts[form], form), default="")

    # Several words

    def _pairs(self, units: list[_Unit], content: list[_Unit]) -> list[Group]:
        """Compounds that two words of the query make.

        Neighbours in their order (``klasserum ledelse``); words near each other in either
        order when one is the verb of which the other is the object (``deler vi viden``:
        ``videndeling``).
        """
        number = {id(unit): i for i, unit in enumerate(content)}
        found = []
        for i, a in enumerate(units):
            for b in units[i + 1 : i + 4]:
                both = tuple(number[id(u)] for u in (a, b) if id(u) in number)
                sources: list[Source] = []
                if b is units[i + 1] and both:
                    sources += self._joined(a.word, b.word, is_key=len(both) == 2)
                if len(both) == 2:
                    for first, last in ((a.word, b.word), (b.word, a.word)):
                        bond = self._analysis.joined((first.surface, last.surface)).bond
                        sources.append(TermSource("kin", "*" + bond, near.BOND))
                if sources:
                    found.append(Group(f"{a.typed} {b.typed}", tuple(sources), stands_for=both))
        return found

    def _joined(self, a: Word, b: Word, *, is_key: bool) -> list[Source]:
        joined = self._analysis.joined((a.surface, b.surface))
        sources = self._near(joined)
        written = self._analysis.word(joined.surface)
        if written.stem != joined.stem:
            sources += self._near(written)
        if is_key:
            return sources
        # One is a stop word: 'selv styrende', but not every compound of 'og' and 'ledelse'.
        return [s for s in sources if isinstance(s, TermSource) and s.field == "words"]

    def _phrase(self, term: Term) -> Group:
        words = [word for _, word in self._words(term.text)]
        steps = tuple(frozenset({word.folded}) for word in words)
        joined = tuple(
            frozenset({self._analysis.word(a.surface + b.surface).folded})
            for a, b in pairwise(words)
        )
        return Group(term.text, (InARow(steps, joined, 2.0),), required=True)

    def _excluded(self, term: Term) -> Group:
        words = self._words(term.text)
        if term.phrase and len(words) > 1:
            return self._phrase(term)
        sources = [s for _, word in words for s in self._near(word)]
        return Group(term.text, tuple(sources))

    def _synonym_sources(self, units: list[_Unit]) -> dict[int, list[Source]]:
        """Sources of the synonyms of each word, and of each row of words, by position."""
        found: dict[int, list[Source]] = {}
        if not self._synonyms:
            return found
        stems = tuple(unit.word.stem for unit in units)
        by_stem = prepared(self._synonyms, self._analysis).by_stem
        for i, stem in enumerate(stems):
            for wanted, others in by_stem.get(stem, ()):
                if stems[i : i + len(wanted)] == wanted:
                    sources = [s for other in others for s in self._synonym(other)]
                    for j in range(i, i + len(wanted)):
                        found.setdefault(j, []).extend(sources)
        return found

    def _synonym(self, text: str) -> list[Source]:
        words = [word for _, word in self._words(text)]
        if len(words) == 1:
            return self._near(words[0], near.KEY)
        steps = tuple(self._spellings(word) for word in words)
        return [InARow(steps, (), near.KEY)] if steps else []
