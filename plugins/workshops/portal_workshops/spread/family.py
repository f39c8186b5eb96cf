"""One family: from an origin to all that grew from it, as one reader may see it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from portal.api import Actor, danish_order

from ..adoption.words import Status
from . import graph
from .nodes import Node, all_links, load


@dataclass(frozen=True)
class Family:
    """The practices in walking order, the origin first, and where the origin has it from."""

    nodes: Sequence[Node]
    came_from: Node | None = None

    @property
    def root(self) -> Node:
        """Where it begins here."""
        return self.nodes[0]

    @property
    def grown(self) -> Sequence[Node]:
        """All that grew from it."""
        return self.nodes[1:]

    @cached_property
    def by_id(self) -> dict[int, Node]:
        """Each by its id."""
        return {one.id: one for one in self.nodes}

    @cached_property
    def places(self) -> set[str]:
        """The educations that took it home; the origin's own is at home already."""
        return {one.unit_key for one in self.grown} - {self.root.unit_key}

    @cached_property
    def using(self) -> set[str]:
        """Those of them where it is in use."""
        return {one.unit_key for one in self.grown if one.used} - {self.root.unit_key}

    @property
    def generations(self) -> int:
        """How far it has travelled."""
        return max(one.generation for one in self.nodes)

    @property
    def dropped(self) -> Sequence[Node]:
        """Where it was laid aside."""
        return [one for one in self.grown if one.status == Status.DROPPED]

    @property
    def waiting(self) -> Sequence[Node]:
        """Whose answer is awaited."""
        return [one for one in self.grown if one.waits]

    @property
    def last_move(self) -> dt.date:
        """When something last happened."""
        days = [one.since for one in self.grown] or [self.root.since]
        return max([*days, *(one.status_on for one in self.grown if one.status_on)])

    @property
    def travels_most(self) -> tuple[str, int] | None:
        """The institution where most use it, with their number; None below two."""
        counted = Counter(one.institution for one in self.grown if one.used and one.institution)
        best = counted.most_common(1)
        return best[0] if best and best[0][1] > 1 else None

    def until(self, day: dt.date) -> Family:
        """As it was on that day: what came later is not there yet, and what hangs on it hangs
        on its origin."""
        there = {one.id for one in self.nodes if one.since <= day} | {self.root.id}
        links = {one.id: one.parent_id for one in self.nodes if one.parent_id is not None}
        then = {
            one.id: replace(one, history=tuple(pair for pair in one.history if pair[0] <= day))
            for one in self.nodes
            if one.id in there
        }
        young = graph.children(graph.seen_origins(links, there))
        return Family(_walked(then, young, self.root.id), self.came_from)


def family_of(
    session: Session, actor: Actor, sheet_id: int, *, grown: bool = False
) -> Family | None:
    """The family of a sheet; None where the reader may not see it, or it is a draft; and, if only
    a `grown` one is wanted, where nothing at all builds on it."""
    links = all_links(session)
    ids = graph.below(graph.children(links), sheet_id) | {sheet_id}
    if grown and len(ids) == 1:
        return None
    ancestors = graph.above(links, sheet_id)
    nodes = load(session, actor, {*ids, *ancestors})
    if sheet_id not in nodes:
        return None
    inside = {one: node for one, node in nodes.items() if one in ids}
    young = graph.children(graph.seen_origins(links, set(inside)))
    came_from = next((nodes[one] for one in ancestors if one in nodes), None)
    return Family(_walked(inside, young, sheet_id), came_from)


def families(session: Session, actor: Actor) -> list[Family]:
    """Every family the reader may see that has grown, by title."""
    links = all_links(session)
    nodes = load(session, actor, {*links, *links.values()})
    origin = graph.seen_origins(links, set(nodes))
    young = graph.children(origin)
    beginnings = graph.roots(origin, _order(nodes))
    found = [Family(_walked(nodes, young, root)) for root in beginnings]
    return sorted(found, key=lambda one: (danish_order(one.root.title), one.root.id))


def _walked(nodes: dict[int, Node], young: graph.Children, root: int) -> list[Node]:
    return [
        replace(nodes[one], parent_id=parent, generation=generation)
        for one, parent, generation in graph.walk(young, root, _order(nodes))
    ]


def _order(nodes: dict[int, Node]) -> Callable[[int], Any]:
    return lambda one: (nodes[one].since, danish_order(nodes[one].title), one)
