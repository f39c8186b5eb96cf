"""The ambassadors one reader may see, narrowed and counted; a fixed number of queries.

Everything is worked out in memory from `facts.visible`: so the list, the counts beside each
filter, the picture, the overview and the exports cannot disagree, and what is hidden from the
reader is in none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, Page, danish_order, find, fold, name_key, plain_text

from ..facts import Facts, visible
from ..models import Competence, CompetenceGroup
from ..places import Places
from ..profiles.data import as_reference
from ..vocabulary import KIND, LEVELS, ROLES
from ..words import language_word
from .filters import Filters
from .towns import near_any
from .wishes import Wish, read_wish

PER_PAGE = 24
#: As many as the search is asked for; who is further down is found by the words alone.
BEST = 100


class Directory:
    """The list of one request."""

    def __init__(self, session: Session, actor: Actor, filters: Filters | None = None) -> None:
        self._session, self._actor = session, actor
        self.filters = filters or Filters()

    @cached_property
    def places(self) -> Places:
        """The units."""
        return Places(self._session)

    @cached_property
    def everyone(self) -> Sequence[Facts]:
        """All that the reader may see, by name."""
        found = visible(self._session, self._actor)
        return sorted(found, key=lambda one: (danish_order(one.name), one.id))

    @cached_property
    def competences(self) -> Mapping[int, Competence]:
        """The competences by id, in the order of the list; retired ones too."""
        rows = self._session.scalars(
            select(Competence)
            .join(CompetenceGroup, CompetenceGroup.id == Competence.group_id)
            .order_by(
                CompetenceGroup.position,
                CompetenceGroup.name,
                Competence.position,
                Competence.name,
            )
        )
        return {row.id: row for row in rows}

    @cached_property
    def groups(self) -> Mapping[int, str]:
        """The names of the groups."""
        rows = self._session.execute(select(CompetenceGroup.id, CompetenceGroup.name))
        return {row.id: row.name for row in rows}

    @cached_property
    def above(self) -> Mapping[int, frozenset[int]]:
        """Each unit with all above it."""
        return {key: frozenset(p.id for p in self.places.above(key)) for key in self.places.by_id}

    def units_of(self, one: Facts) -> frozenset[int]:
        """The units of an ambassador and all above them."""
        found: set[int] = set()
        for unit_id, _function in one.units:
            found |= self.above.get(unit_id, frozenset())
        return frozenset(found)

    @cached_property
    def wish(self) -> Wish:
        """What the text asks for: where, and what about."""
        return read_wish(self.filters.text, {place.town for place in self.places.by_id.values()})

    @cached_property
    def _by_words(self) -> Mapping[int, int] | None:
        """Who fits the words, with their rank; None where there are none."""
        if not self.wish.words:
            return None
        ranks: dict[int, int] = {}
        words = [fold(word) for word in self.wish.words]
        names = self.competence_hits(self.wish.text)
        for one in self.everyone:
            best = max((one.levels.get(key, 0) for key in names), default=0)
            if best:
                ranks[one.id] = 10 - best
            elif all(word in self._folded(one) for word in words):
                ranks[one.id] = 20
        hits = find(self._session, self._actor, self.wish.text, [KIND], BEST)
        seen = {one.id for one in self.everyone}
        for place, (_kind, object_id) in enumerate(hits):
            if object_id in seen:
                ranks.setdefault(object_id, 100 + place)
        return ranks

    def competence_hits(self, text: str) -> list[int]:
        """The competences that the text names, by any of their words: 'supervision' finds what
        it is a synonym of, 'klasserumsledelse' and 'klasserums ledelse' are one."""
        asked, words = name_key(text), [fold(word) for word in text.split()]
        found = []
        for key, row in self.competences.items():
            called = [row.name, *row.synonyms]
            keys = [name_key(word) for word in called]
            if asked in keys or any(
                _fits(word, fold(name).split()) for word in words for name in called
            ):
                found.append(key)
        return found

    def _folded(self, one: Facts) -> str:
        words = [one.name, one.title, plain_text(one.help_text), *one.communities]
        words += [str(ROLES[role].words) for role in one.roles if role in ROLES]
        words += [language_word(code) for code in one.languages]
        for key, level in one.levels.items():
            if key in self.competences:
                row = self.competences[key]
                words += [row.name, *row.synonyms, str(LEVELS[level].words)]
        for unit_id in self.units_of(one):
            place = self.places.by_id[unit_id]
            words += [place.name, place.town]
        return fold(" ".join(words))

    def towns_of(self, one: Facts) -> list[str]:
        """Where an ambassador is."""
        return self.places.towns(unit_id for unit_id, _function in one.units)

    @cached_property
    def _near(self) -> frozenset[int] | None:
        """Who is near the experiment that is asked for: who was part of it, as far as the reader
        may know, and whoever shares a unit with them. None where none is asked for."""
        reference = as_reference(self.filters.near)
        if reference is None:
            return None
        part = [one for one in self.everyone if reference in one.works]
        units = {unit_id for one in part for unit_id, _function in one.units}
        return frozenset(
            one.id
            for one in self.everyone
            if one in part or any(unit_id in units for unit_id, _function in one.units)
        )

    def values(self, one: Facts) -> Mapping[str, frozenset[str]]:
        """What an ambassador says in each group."""
        return {
            "unit": frozenset(map(str, self.units_of(one))),
            "role": frozenset(one.roles),
            "language": frozenset(one.languages),
            "community": frozenset(map(name_key, one.communities)),
        }

    @cached_property
    def _lines(self) -> Sequence[tuple[Facts, Mapping[str, frozenset[str]]]]:
        """Those that the text, the competence and the experiment leave, with their values."""
        filters, near, words = self.filters, self._near, self._by_words
        return [
            (one, self.values(one))
            for one in self.everyone
            if (words is None or one.id in words)
            and (near is None or one.id in near)
            and (
                filters.competence is None or one.levels.get(filters.competence, 0) >= filters.level
            )
            and (
                not self.wish.near
                or any(near_any(town, self.wish.near) for town in self.towns_of(one))
            )
        ]

    def _fits(self, values: Mapping[str, frozenset[str]], but: str = "") -> bool:
        return all(
            values[group] & set(wanted)
            for group, wanted in self.filters.chosen.items()
            if group != but
        )

    @cached_property
    def found(self) -> Sequence[Facts]:
        """Those that are asked for, in order."""
        found = [one for one, values in self._lines if self._fits(values)]
        sort, ranks = self.filters.sort, self._by_words
        if sort in ("-name", "-unit"):
            found.reverse()
        if sort in ("unit", "-unit"):
            found.sort(key=self._unit_order, reverse=sort == "-unit")
        elif sort == "level" and self.filters.competence:
            key = self.filters.competence
            found.sort(key=lambda one: -one.levels.get(key, 0))
        elif not sort and ranks is not None:
            found.sort(key=lambda one: ranks[one.id])
        return found

    def _unit_order(self, one: Facts) -> str:
        names = [
            danish_order(self.places.by_id[unit_id].name)
            for unit_id, _function in one.units
            if unit_id in self.places.by_id
        ]
        return min(names, default="zzzz")

    def counts(self, group: str) -> Counter[str]:
        """How many there are of each value of a group, the other filters kept."""
        counted: Counter[str] = Counter()
        for _one, values in self._lines:
            if self._fits(values, but=group):
                counted.update(values[group])
        return counted

    @cached_property
    def community_names(self) -> Mapping[str, str]:
        """What the communities are called that the reader may know of."""
        names: dict[str, str] = {}
        for one in self.everyone:
            for name in one.communities:
                names.setdefault(name_key(name), name)
        return names

    def page(self, number: int, per_page: int = PER_PAGE) -> Page[Facts]:
        """Page `number`; one past the end is the last."""
        total = len(self.found)
        number = min(max(1, number), max(1, -(-total // per_page)))
        part = self.found[(number - 1) * per_page : number * per_page]
        return Page(part, number, per_page, total)


def _fits(word: str, names: Iterable[str]) -> bool:
    """Whether a word that was typed and a word of a competence are the same but for an ending, or
    one is the beginning of the other ('vejled' and 'vejledning')."""
    return len(word) >= 4 and any(
        name.startswith(word) or (len(name) >= 5 and word.startswith(name)) for name in names
    )
