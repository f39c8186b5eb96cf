"""Random people, units and visibilities: every number and text of the search against brute force
over the database, also while the worker is dead."""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest
from sqlalchemy import select

from portal.access.actors import SYSTEM
from portal.access.deciding import set_audience
from portal.access.models import Audience
from portal.accounts.models import User
from portal.accounts.services import set_active
from portal.jobs.models import IndexEntry
from portal.jobs.queue import reindex
from portal.runtime import portal
from portal.search.service import Query

#: No two alike, related or with a part in common, so that who has a word is simply who has it.
WORDS = ["paraply", "krokodille", "ventilator", "tallerken", "trompet", "saxofon", "hyacint",
         "pingvin", "ærinde", "høvding"]  # fmt: skip
SLIPS = {"paralpy": "paraply", "krokkodile": "krokodille", "ventialtor": "ventilator",
         "trommpet": "trompet", "hyasint": "hyacint"}  # fmt: skip


class World:
    """People with names and titles of random words, in random units, for random eyes."""

    def __init__(self, seed, session, make, work):
        self.rng = random.Random(seed)
        self.session, self.make = session, make
        units = [make.unit(f"Afdeling {n}") for n in range(3)]
        units.append(make.unit("Afdeling 3", units[0]))
        self.units = units
        self.people = [self._person() for _ in range(14)]
        for person in self.people:
            self.show(person)
        work()

    def _person(self):
        name = " ".join(w.capitalize() for w in self.rng.sample(WORDS, 2))
        user = self.make.user(name, units=self.rng.sample(self.units, self.rng.randint(0, 2)))
        user.title = self.rng.choice(WORDS)
        return user

    def show(self, person):
        """To a random audience; perhaps to nobody."""
        eyes = ["everyone", *(f"unit:{u.id}" for u in self.units)]
        eyes += [f"user:{p.id}" for p in self.people[:4]]
        chosen = self.rng.sample(eyes, self.rng.choice([0, 1, 1, 1, 2]))
        set_audience(self.session, "person", person.id, chosen)
        reindex(self.session, "person", [person.id])
        self.session.commit()

    def seen(self, actor):
        """Brute force: whom the database lets this reader see, and is not about to change."""
        pending = set(self.session.scalars(select(IndexEntry.object_id)))
        rows = self.session.execute(select(Audience).where(Audience.kind == "person")).scalars()
        labels = {}
        for row in rows:
            labels.setdefault(row.object_id, set()).add(row.label)
        return [
            user
            for user in self.session.scalars(select(User).order_by(User.id))
            if user.active and user.id not in pending
            if labels.get(user.id, set()) & set(actor.labels)
        ]


def words_of(user):
    return set(f"{user.name} {user.title}".lower().split())


def check(world, actor, text, wanted, filters=None):
    """Totals, hits, counts by unit and kind, and that no text is of what is hidden."""
    filters = filters or {}
    seen = world.seen(actor)
    found = [user for user in seen if wanted(words_of(user))]
    passing = [
        user
        for user in found
        if not filters.get("unit") or {str(m.unit_id) for m in user.memberships} & filters["unit"]
    ]
    query = Query(text, filters, limit=50)
    result = portal().search.search(world.session, actor, query)
    assert {int(hit.id) for hit in result.hits} == {user.id for user in passing}
    assert result.total == len(passing)
    units = Counter(str(m.unit_id) for user in found for m in user.memberships)
    assert dict(result.facets["unit"]) == dict(units)
    assert dict(result.facets["kind"]) == ({"person": len(passing)} if passing else {})
    known = set().union(*map(words_of, seen)) if seen else set()
    said = f"{result.suggestion or ''} " + " ".join(
        "".join(piece for piece, _ in (*hit.title_parts, *hit.snippet)) for hit in result.hits
    )
    if result.suggestion or result.hits:
        assert not {w for w in WORDS if w in said.lower()} - known


@pytest.mark.parametrize("seed", range(5))
def test_every_number_and_text_against_brute_force(seed, session, make, work, sign_in):
    world = World(seed, session, make, work)
    rng = world.rng
    for is_worker_alive in (True, False):
        if not is_worker_alive:
            for person in rng.sample(world.people, 4):
                world.show(person)
            set_active(session, SYSTEM, rng.choice(world.people), False)
            session.commit()
        for reader in (*rng.sample(world.people[:4], 2), rng.choice(world.people)):
            actor = make.actor_of(reader)
            a, b, c = rng.sample(WORDS, 3)
            unit = rng.choice(world.units[1:])
            check(world, actor, a, lambda has, a=a: a in has)
            check(world, actor, f"{a} {b}", lambda has, a=a, b=b: bool({a, b} & has))
            check(world, actor, f"+{a} +{b}", lambda has, a=a, b=b: {a, b} <= has)
            check(world, actor, f"{a} -{c}", lambda has, a=a, c=c: a in has and c not in has)
            check(world, actor, f"-{c}", lambda has, c=c: c not in has)
            check(world, actor, a, lambda has, a=a: a in has, {"unit": frozenset({str(unit.id)})})
            for slip, meant in SLIPS.items():
                check(world, actor, slip, lambda has, meant=meant: meant in has)
            prefix = a[:3]
            offered = portal().search.suggest(session, actor, prefix, 50)
            expected = {
                u.id
                for u in world.seen(actor)
                if any(w.startswith(prefix) for w in f"{u.name} {u.email}".lower().split())
            }
            assert {int(one.id) for one in offered} == expected


@pytest.mark.parametrize("seed", range(3))
def test_every_page_against_brute_force(seed, session, make, work, sign_in):
    world = World(100 + seed, session, make, work)
    person = sign_in()
    reader = make.actor_of(session.get(User, person.id))
    for person_seen in world.rng.sample(world.people, 3):
        world.show(person_seen)  # the worker is dead
    known = {user.name for user in world.seen(reader)}
    hidden = {user.name for user in world.people} - known
    for query in [*WORDS, *SLIPS, "kind:person", "unit:afdeling", "-paraply", "efter:2020"]:
        html = person.client.get("/search", query_string={"q": query}).text
        shown = re.sub("</?mark>", "", html)
        assert not {name for name in hidden if name in shown}
        offered = person.client.get("/search/suggest", query_string={"q": query[:4]}).text
        assert {one["title"] for one in json.loads(offered)} <= known
    assert hidden
