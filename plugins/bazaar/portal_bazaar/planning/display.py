"""What is on display: every confirmed stand with its fact sheet, by theme, searched and filtered.

A fair has tens of stands: all are read, in a handful of queries, and the rest is done here. What
is said of a fact sheet is what the reader may see of it; the words of one that is hidden from them
find nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import Actor, danish_order, fold, plain_text, unit_paths

from ..models import Bazaar, Stand
from ..stands.listing import shown as shown_stands
from ..stands.sheets import SECTIONS, facts_of
from ..stands.words import shown_name

TEXT_MAX = 100
SORTS = ("theme", "number", "title")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for."""

    text: str = ""
    themes: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    sort: str = "theme"

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.themes or self.places or self.traits)

    def args(self, **changed: Any) -> dict[str, Any]:
        """The arguments of an address that asks for the same, with some changed."""
        one = replace(self, **changed)
        found = {
            "q": one.text,
            "theme": one.themes,
            "place": one.places,
            "trait": one.traits,
            "sort": one.sort if one.sort != "theme" else "",
        }
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Shown:
    """A stand as it is shown: `sheet` is what the reader may see of its fact sheet, or None;
    `institution` the top of its unit's tree."""

    stand: Stand
    sheet: Any
    summary: str
    place: str
    institution: str
    keepers: str
    words: tuple[str, ...]
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Display:
    """The page: groups of (theme's name, stands), and what it can be narrowed to."""

    wish: Wish
    groups: Sequence[tuple[str, Sequence[Shown]]]
    total: int
    whole: int
    filters: Sequence[Mapping[str, Any]]
    chips: Sequence[tuple[str, dict[str, Any]]]


def read_wish(bazaar: Bazaar, args: Any) -> Wish:
    """From an address that may say anything."""
    known = {str(theme.id): theme.id for theme in bazaar.themes}
    sort = args.get("sort", "")
    return Wish(
        text=" ".join(args.get("q", "").replace("\x00", "").split())[:TEXT_MAX],
        themes=tuple(known[one] for one in dict.fromkeys(args.getlist("theme")) if one in known),
        places=tuple(dict.fromkeys(one[:200] for one in args.getlist("place")[:50])),
        traits=tuple(one for one in dict.fromkeys(args.getlist("trait")) if one in traits()),
        sort=sort if sort in SORTS else "theme",
    )


def traits() -> dict[str, Any]:
    """What else can be asked for."""
    return {
        "hands_on": _("Something to try"),
        "experiment": _("Experiment"),
        "project": _("Other development project"),
        "ready": _("Ready to take home"),
    }


def stands_of(session: Session, actor: Actor, bazaar: Bazaar) -> list[Shown]:
    """Every stand on display as `actor` may see it, theme by theme. A constant number of
    queries."""
    stands = session.scalars(shown_stands(bazaar)).unique().all()
    sheets = facts_of(session, actor, [one.sheet_id for one in stands])
    units = {one.unit_id for one in stands if one.unit_id is not None}
    paths = unit_paths(session, units) if units else {}
    return [_shown(one, sheets.get(one.sheet_id or 0), paths) for one in stands]


def display(session: Session, actor: Actor, bazaar: Bazaar, wish: Wish) -> Display:
    """The stands that fit the wish, grouped by theme unless they are ordered otherwise."""
    everything = stands_of(session, actor, bazaar)
    found = [one for one in everything if _fits(one, wish)]
    return Display(
        wish=wish,
        groups=_grouped(bazaar, found, wish.sort),
        total=len(found),
        whole=len(everything),
        filters=_filters(bazaar, everything, wish),
        chips=_chips(bazaar, wish),
    )


def rows(found: Iterable[Shown]) -> Iterable[list[Any]]:
    """For a file; see `columns`."""
    for one in found:
        stand = one.stand
        yield [
            stand.number if stand.number is not None else "",
            stand.title,
            stand.theme.name if stand.theme else "",
            one.place,
            one.summary,
            plain_text(stand.hands_on),
            one.keepers,
            one.sheet.title if one.sheet else "",
        ]


def columns() -> list[str]:
    """The headings of `rows`."""
    return [
        _("Number"),
        _("Practice"),
        _("Theme"),
        _("Place"),
        _("What it is about"),
        _("To try"),
        _("Who stands there"),
        _("Fact sheet"),
    ]


def _shown(stand: Stand, sheet: Any, paths: Mapping[int, str]) -> Shown:
    path = paths.get(stand.unit_id or 0, "")
    place = path or (sheet.unit_name if sheet else "")
    institution = path.rsplit(", ", 1)[-1] if path else getattr(sheet, "institution", "")
    summary = plain_text(stand.summary) or (sheet.summary if sheet else "")
    keepers = ", ".join(shown_name(one) for one in stand.keepers)
    words = [stand.title, stand.theme.name if stand.theme else "", place, summary, keepers]
    words.append(plain_text(stand.hands_on))
    found = {"hands_on"} if stand.hands_on else set()
    if sheet is not None:
        words += [sheet.title, sheet.summary, sheet.programme]
        words += [plain_text(sheet.sections.get(name, "")) for name in SECTIONS]
        found.add("experiment" if sheet.kind == "experiment" else "project")
        if sheet.ready:
            found.add("ready")
    if stand.number is not None:
        words.append(str(stand.number))
    return Shown(
        stand,
        sheet,
        summary,
        place,
        institution,
        keepers,
        tuple(fold(one) for one in words if one),
        frozenset(found),
    )


def _fits(one: Shown, wish: Wish) -> bool:
    if wish.themes and one.stand.theme_id not in wish.themes:
        return False
    if wish.places and one.institution not in wish.places:
        return False
    kinds = {"experiment", "project"} & set(wish.traits)
    if kinds and not kinds & one.traits:
        return False
    if not set(wish.traits) - {"experiment", "project"} <= one.traits:
        return False
    return all(any(word in said for said in one.words) for word in fold(wish.text).split())


def _grouped(
    bazaar: Bazaar, found: Sequence[Shown], sort: str
) -> list[tuple[str, Sequence[Shown]]]:
    if not found:
        return []
    if sort == "title":
        return [("", sorted(found, key=lambda one: danish_order(one.stand.title)))]
    if sort == "number":
        order = sorted(found, key=lambda one: (one.stand.number is None, one.stand.number or 0))
        return [("", order)]
    names = [(theme.id, theme.name) for theme in bazaar.themes]
    groups = [
        (name, [one for one in found if one.stand.theme_id == theme_id]) for theme_id, name in names
    ]
    rest = [one for one in found if one.stand.theme_id is None]
    whole: list[tuple[str, Sequence[Shown]]] = [(name, rows) for name, rows in groups if rows]
    if rest:
        whole.append((_("Other practices") if whole else "", rest))
    return whole


def _filters(bazaar: Bazaar, everything: Sequence[Shown], wish: Wish) -> list[Mapping[str, Any]]:
    def count(changed: Wish) -> int:
        return sum(1 for one in everything if _fits(one, changed))

    places = sorted({one.institution for one in everything if one.institution}, key=danish_order)
    groups: list[Mapping[str, Any]] = []
    if len(bazaar.themes) > 1:
        options = [
            {
                "value": theme.id,
                "title": theme.name,
                "count": count(replace(wish, themes=(theme.id,))),
                "checked": theme.id in wish.themes,
            }
            for theme in bazaar.themes
        ]
        groups.append({"name": "theme", "title": _("Theme"), "options": options})
    if len(places) > 1:
        options = [
            {
                "value": one,
                "title": one,
                "count": count(replace(wish, places=(one,))),
                "checked": one in wish.places,
            }
            for one in places
        ]
        groups.append({"name": "place", "title": _("Institution"), "options": options})
    options = [
        {
            "value": key,
            "title": words,
            "count": count(replace(wish, traits=(key,))),
            "checked": key in wish.traits,
        }
        for key, words in traits().items()
        if any(key in one.traits for one in everything)
    ]
    if options:
        groups.append({"name": "trait", "title": _("What it is"), "options": options})
    return groups


def _chips(bazaar: Bazaar, wish: Wish) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    if wish.text:
        found.append((f'"{wish.text}"', wish.args(text="")))
    for theme in bazaar.themes:
        if theme.id in wish.themes:
            rest = tuple(one for one in wish.themes if one != theme.id)
            found.append((theme.name, wish.args(themes=rest)))
    for place in wish.places:
        rest_places = tuple(one for one in wish.places if one != place)
        found.append((place, wish.args(places=rest_places)))
    for key in wish.traits:
        rest_traits = tuple(one for one in wish.traits if one != key)
        found.append((str(traits()[key]), wish.args(traits=rest_traits)))
    return found
