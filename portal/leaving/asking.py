"""Asking everyone what a person keeps, or what stands in a unit; who cannot answer is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.models import Audience
from portal.accounts.models import User
from portal.leaving.holdings import Holding
from portal.plugins.answers import checked
from portal.plugins.manager import CORE_PREFIX
from portal.references.finding import with_addresses
from portal.runtime import portal
from portal.units.models import Unit

#: So many ids go into one statement.
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Held:
    """A holding and who answered it."""

    owner: str
    thing: Holding


@dataclass(frozen=True, slots=True)
class Answers:
    """What is held; `unasked` names the plugins that are off or failed, so that nobody takes
    silence for nothing."""

    held: tuple[Held, ...]
    unasked: tuple[str, ...]

    @property
    def ownerless(self) -> tuple[Held, ...]:
        """Those that need somebody."""
        return tuple(one for one in self.held if one.thing.needs_successor)


def holdings_of(session: Session, user: User) -> Answers:
    """What a person keeps, from everyone who is on."""
    return _ask("holdings", session, {"user": user})


def unit_holdings_of(session: Session, unit: Unit) -> Answers:
    """What stands in a unit."""
    return _ask("unit_holdings", session, {"unit": unit})


def off(hook: str) -> list[str]:
    """The plugins that have an answer and are switched off."""
    plugins = portal().plugins
    return [
        name
        for name, entry in plugins.loaded.items()
        if entry.plugin is not None and plugins.has(hook, name) and not plugins.is_on(name)
    ]


def title_of(owner: str) -> Any:
    """What a plugin is called on a page."""
    entry = portal().plugins.loaded.get(owner)
    title = entry.plugin.title if entry and entry.plugin else ""
    return title or owner.removeprefix(CORE_PREFIX)


def _ask(hook: str, session: Session, arguments: Mapping[str, Any]) -> Answers:
    core = portal()
    held: list[Held] = []
    unasked = off(hook)
    for owner in core.plugins.implementing(hook):
        answered = False
        with with_addresses(), core.dispatch.guard(owner, hook, session) as outcome:
            answer = core.plugins.call_one(hook, owner, {"session": session, **arguments})
            outcome.extend(checked(hook, answer) or ())
            answered = True
        if not answered:
            unasked.append(owner)
        found = {one.key: Held(owner, one) for one in outcome}
        held.extend(found.values())
    return Answers(tuple(held), tuple(sorted(unasked)))


@dataclass(frozen=True, slots=True)
class Shown:
    """A holding as `actor` may see it: without title and address where it is not shared with
    them. It can be given to somebody all the same."""

    owner: str
    thing: Holding
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The holdings of one kind and part."""

    name: str  # 'factsheet.responsible'
    kind: str
    part: str
    words: Any
    count: int
    things: tuple[Shown, ...]


def group_name(thing: Holding) -> str:
    """Which group a holding belongs to."""
    return f"{thing.kind}.{thing.part}"


def kind_words(kind: str, words: Any = "", *, many: bool = True) -> Any:
    """What a kind is called; one that is away by what the plugin called it."""
    known = portal().kinds.get(kind)
    if known is not None:
        return known.plural if many else known.title
    return words or kind


def grouped(session: Session, actor: Actor, held: Iterable[Held]) -> list[Group]:
    """By kind and part, the largest first, with titles as `actor` may see them; a query a kind."""
    everything = list(held)
    seen = visible(session, actor, [one.thing for one in everything])
    groups: dict[str, list[Shown]] = {}
    for one in everything:
        title, url = seen[one.thing.key]
        shown = Shown(one.owner, one.thing, title, url)
        groups.setdefault(group_name(one.thing), []).append(shown)
    found = [
        Group(
            name,
            things[0].thing.kind,
            str(things[0].thing.part),
            kind_words(things[0].thing.kind, things[0].thing.words),
            sum(one.thing.count for one in things),
            tuple(things),
        )
        for name, things in groups.items()
    ]
    return sorted(found, key=lambda group: (-group.count, group.name))


def visible(
    session: Session, actor: Actor, things: Sequence[Holding]
) -> dict[tuple[str, int, str], tuple[str, str]]:
    """(title, address) of each thing by its key, as `actor` may see it."""
    core = portal()
    registered = {one.kind for one in things if core.kinds.owner(one.kind) is not None}
    references = {(one.kind, one.id) for one in things if one.kind in registered}
    shared: set[tuple[str, int]] = set()
    by_kind: dict[str, set[int]] = {}
    for kind, object_id in references:
        by_kind.setdefault(kind, set()).add(object_id)
    for kind, ids in by_kind.items():
        shared |= {(kind, object_id) for object_id in _shared(session, actor, kind, sorted(ids))}
    hidden = (_("Not shared with you"), "")
    return {
        one.key: (one.title, one.url)
        if one.kind not in registered or (one.kind, one.id) in shared
        else hidden
        for one in things
    }


def _shared(session: Session, actor: Actor, kind: str, ids: Sequence[int]) -> set[int]:
    if actor.is_system:
        return set(ids)
    found: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        rows = select(Audience.object_id).where(
            Audience.kind == kind,
            Audience.object_id.in_(ids[start : start + CHUNK]),
            Audience.label.in_(actor.labels),
        )
        found.update(session.scalars(rows))
    return found
