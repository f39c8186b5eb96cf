"""The list as its template wants it: groups of filters, chips, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, Badge, FilterGroup, FilterOption, Page, danish_order, resolve

from ..facts import Facts
from ..profiles.data import as_reference
from ..vocabulary import LEVELS, ROLES
from ..words import language_word
from .directory import Directory
from .filters import Filters

TITLES = {
    "unit": _l("Unit"),
    "role": _l("Role"),
    "language": _l("Language"),
    "community": _l("Community"),
}
SORT_WORDS = {
    "": _l("Best first"),
    "name": _l("By name"),
    "unit": _l("By unit"),
    "level": _l("Highest level first"),
}


@dataclass(frozen=True, slots=True)
class AmbassadorCard:
    """An ambassador as a card or a row shows it. `best` are the competences at the highest
    level, with the level in words."""

    one: Facts
    url: str
    place: str
    town: str
    badges: list[Badge]
    best: list[tuple[str, int, Any]]


class ListPage:
    """The list of one request."""

    def __init__(self, session: Session, actor: Actor, filters: Filters, number: int) -> None:
        self._session, self._actor, self._number = session, actor, number
        self.filters, self.all = filters, Directory(session, actor, filters)

    @cached_property
    def page(self) -> Page[Facts]:
        """The ambassadors of this page."""
        return self.all.page(self._number)

    @cached_property
    def cards(self) -> list[AmbassadorCard]:
        """The same as cards."""
        return [self._card(one) for one in self.page.items]

    def _card(self, one: Facts) -> AmbassadorCard:
        return AmbassadorCard(
            one,
            url_for("ambassadors_profile.page", ambassador_id=one.id),
            self._place(one),
            ", ".join(self.all.towns_of(one)),
            [Badge(ROLES[role].words, ROLES[role].icon) for role in one.roles if role in ROLES],
            self._best(one),
        )

    def _place(self, one: Facts) -> str:
        """The units without those above: a card is small, and the page says the rest."""
        ids = dict.fromkeys(unit_id for unit_id, _function in one.units)
        names = [self.all.places.by_id[key].name for key in ids if key in self.all.places.by_id]
        return " · ".join(names[:2])

    def _best(self, one: Facts) -> list[tuple[str, int, Any]]:
        asked = [self.filters.competence] if self.filters.competence else self._asked
        known = [(key, level) for key, level in one.levels.items() if key in self.all.competences]
        known.sort(
            key=lambda pair: (
                pair[0] not in asked,
                -pair[1],
                danish_order(self.all.competences[pair[0]].name),
            )
        )
        return [(self.all.competences[key].name, level, LEVELS[level]) for key, level in known[:3]]

    @cached_property
    def _asked(self) -> list[int]:
        return self.all.competence_hits(self.all.wish.text) if self.all.wish.words else []

    @cached_property
    def groups(self) -> list[FilterGroup]:
        """The filters with their counts over what the reader may see."""
        found = [self._group(name) for name in TITLES]
        return [group for group in found if group.options]

    def _group(self, name: str) -> FilterGroup:
        counts, chosen = self.all.counts(name), self.filters.of(name)
        words = self._words(name)
        options = [
            FilterOption(value, words[value], counts.get(value, 0), value in chosen)
            for value in words
            if counts.get(value) or value in chosen
        ]
        return FilterGroup(name, TITLES[name], options)

    def _words(self, name: str) -> Mapping[str, str]:
        """The values of a group in their order, with what they are called."""
        if name == "unit":
            return {
                str(key): "\u00a0\u00a0" * depth + self.all.places.by_id[key].name
                for key, depth in self._tree
            }
        if name == "role":
            return {str(key): str(look.words) for key, look in ROLES.items()}
        if name == "community":
            names = self.all.community_names
            return dict(sorted(names.items(), key=lambda pair: danish_order(pair[1])))
        codes = {code for one in self.all.everyone for code in one.languages}
        spoken = {code: language_word(code) for code in codes}
        return dict(sorted(spoken.items(), key=lambda pair: danish_order(pair[1])))

    @cached_property
    def _tree(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []

        def walk(parent_id: int | None, depth: int) -> None:
            for place in self.all.places.children.get(parent_id, []):
                found.append((place.id, depth))
                walk(place.id, depth + 1)

        walk(None, 0)
        return found

    @property
    def competences(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """(group, [(id, name)]) of the competences to choose from."""
        found: dict[int, list[tuple[int, str]]] = {}
        for row in self.all.competences.values():
            if row.retired_at is None or row.id == self.filters.competence:
                found.setdefault(row.group_id, []).append((row.id, row.name))
        return [(self.all.groups[key], rows) for key, rows in found.items()]

    @property
    def levels(self) -> list[tuple[int, str]]:
        """(level, words) to choose the least from."""
        return [(number, str(look.words)) for number, look in LEVELS.items() if number]

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """(words, address without it) of each filter that is on."""
        found = []
        for group in self.groups:
            for option in group.options:
                if option.checked:
                    left = self.filters.without(group.name, option.value)
                    found.append((option.title.strip(), self.address(left)))
        row = self.all.competences.get(self.filters.competence or 0)
        if self.filters.competence:
            name = row.name if row else _("A competence that is gone")
            words = _(
                "%(name)s: at least %(level)s",
                name=name,
                level=str(LEVELS[self.filters.level].words).lower(),
            )
            found.append((words, self.address(self.filters.without("competence"))))
        if self.filters.near:
            words = _("Near %(what)s", what=self._near_title)
            found.append((words, self.address(self.filters.without("near"))))
        return found

    @cached_property
    def _near_title(self) -> str:
        reference = as_reference(self.filters.near)
        assert reference is not None
        (found,) = resolve(self._session, self._actor, [reference]).values()
        return found.title if found.visible else _("something that is not shared with you")

    @property
    def understood(self) -> str:
        """How the text was read, where it names a place."""
        near, words = self.all.wish.near, self.all.wish.text
        if not near:
            return ""
        if words:
            return _("%(words)s, near %(towns)s", words=words, towns=", ".join(near))
        return _("Near %(what)s", what=", ".join(near))

    @property
    def keep(self) -> list[tuple[str, str]]:
        """What the form of the filters must not lose."""
        args = self.filters.as_args()
        return [(name, args.get(name, "")) for name in ("q", "sort", "view", "near")]

    @property
    def sorts(self) -> dict[str, Any]:
        """The orders to choose from."""
        found = dict(SORT_WORDS)
        if not self.filters.text:
            del found[""]
        if not self.filters.competence:
            del found["level"]
        return found

    def address(self, filters: Filters | None = None, **changed: Any) -> str:
        """The address of the list with these filters."""
        return url_for("ambassadors.index", **(filters or self.filters).as_args(**changed))

    def page_address(self, number: int) -> str:
        """The address of page `number`."""
        return self.address(page=number if number > 1 else "")

    def sort_address(self, sort: str) -> str:
        """The address of the list in another order."""
        return self.address(sort=sort)

    def file_address(self, form: str) -> str:
        """The address of the list as a file."""
        return url_for("ambassadors.export", form=form, **self.filters.as_args(view=""))
