"""What the pages of a canvas show."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import Actor, User

from ..models import Participation, Seat
from ..times import day_words
from ..vocabulary import HOLDS
from . import origin, presence, services, store, tally
from .access import Rights
from .document import DOTS
from .engine import Item, Version
from .progress import State, progress
from .services import ring
from .wire import names
from .wording import CHOICE_WORDS, QUESTIONS, STEP, STEPS
from .wording import Step as Page

#: Danish told at an easy pace.
WORDS_A_SECOND = 2.3


#: Where long names of educations can be broken.
JOINTS = re.compile(r"(?<=\w{4})(?=uddannelse|bachelor|højskole|institut)")
#: What a short word may end in; a longer one is told by its beginning.
ENDINGS = "(e|en|et|er|ne|t|s|ig|igt|ige|lig|ligt|lige)?"


def occurs(word: str, text: str) -> bool:
    """Whether a text says a value word, in any inflection: its beginning is enough. The script
    judges the same (`static/canvas/pitch.js`)."""
    there = re.findall(r"\w+", text.casefold())
    for one in re.findall(r"\w+", word.casefold()):
        if len(one) < 4:
            found = any(re.fullmatch(re.escape(one) + ENDINGS, other) for other in there)
        else:
            found = any(other.startswith(one[: max(4, len(one) - 2)]) for other in there)
        if found:
            return True
    return False


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page of the canvas is made of, as one reader may see it."""

    rights: Rights
    items: Mapping[str, Item]
    people: Mapping[int, str]
    members: list[User]
    here: list[dict[str, Any]]
    elements: list[origin.Element]
    progress: Mapping[str, State]
    page: Page | None
    user_id: int

    def blank(self, kind: str) -> Item:
        """An item that is not there yet, for the templates of the script."""
        return Item("", kind)

    @staticmethod
    def ring(item: Item) -> str:
        """How near a stakeholder stands; near, while nobody has said."""
        return ring(item)

    @staticmethod
    def first(item: Item) -> str:
        """The first thing written about a stakeholder."""
        return next(filter(None, (item.value(name) for name, _words in QUESTIONS)), "")

    @staticmethod
    def notes(item: Item) -> int:
        """How many of the four questions have an answer."""
        return sum(1 for name, _words in QUESTIONS if item.value(name))

    @staticmethod
    def cut(text: str, most: int) -> str:
        """A text that fits on a card of the picture."""
        text = " ".join(text.split())
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"

    @property
    def centre_lines(self) -> list[str]:
        """The education's name in the middle of the arena, in lines that fit."""
        name = self.rights.participation.unit.name
        if len(name) <= 16:
            return [name]
        return textwrap.wrap(JOINTS.sub("- ", name), 16, max_lines=3, placeholder="…")

    def of(self, kind: str) -> list[Item]:
        """The items of one type that are there."""
        return [one for one in self.items.values() if one.type == kind and not one.gone]

    def single(self, item: str) -> Item:
        """One that there is one of, empty while nobody wrote in it."""
        kind = "element" if item.startswith("element-") else item.split("-")[0]
        return self.items.get(item) or Item(item, kind)

    def versions(self, item: Item, name: str) -> list[Version]:
        """The versions of a field that nobody settled, the one that holds first; else none."""
        register = item.fields.get(name)
        return [register.current, *register.others] if register and register.others else []

    def version_text(self, name: str, value: Any) -> str:
        """A version in words."""
        if name == "people":
            return self.names_of(tuple(value), "") or "–"
        if name == "choice" and value in CHOICE_WORDS:
            return str(CHOICE_WORDS[value][0])
        if name in ("due", "review") and value:
            return day_words(dt.date.fromisoformat(value))
        return str(value)

    def name(self, user_id: int | None) -> str:
        """Who wrote something."""
        return self.people.get(user_id or 0, "")

    @property
    def stakeholders(self) -> dict[str, list[Item]]:
        """The stakeholders by ring, in the order they were put there."""
        found: dict[str, list[Item]] = {"near": [], "around": [], "far": []}
        for item in self.of("stakeholder"):
            found[ring(item)].append(item)
        return found

    @property
    def words(self) -> list[Item]:
        """The words that went into no other, most dots first."""
        totals = self.dots
        found = [one for one in self.of("word") if not self._merged(one)]
        return sorted(found, key=lambda one: (-totals.get(one.id, 0), one.value("text").casefold()))

    def _merged(self, word: Item) -> bool:
        return tally.root_of(self.items, word.id) != word.id

    def merged_into(self, word: Item) -> list[Item]:
        """The words that went into this one."""
        return [
            one
            for one in self.of("word")
            if one.id != word.id and tally.root_of(self.items, one.id) == word.id
        ]

    def merged_words(self, word: Item) -> str:
        """The same in words."""
        return ", ".join(one.value("text") for one in self.merged_into(word))

    @property
    def chosen(self) -> list[Item]:
        """The words of the codex."""
        return [one for one in self.words if one.value("chosen")]

    @property
    def served(self) -> list[tuple[Item, bool]]:
        """The words of the codex, and whether the pitch says them."""
        pitch = self.single("pitch").value("text")
        return [(one, occurs(one.value("text"), pitch)) for one in self.chosen]

    @property
    def aloud(self) -> str:
        """How long the pitch takes to tell."""
        words = len(self.single("pitch").value("text").split())
        says = _("%(words)s words: about %(n)s seconds aloud", words="{words}", n="{n}")
        return says.format(words=words, n=round(words / WORDS_A_SECOND))

    def names_of(self, user_ids: tuple[int, ...], words: str) -> str:
        """Who does something: those of the group, and others in words."""
        known = {one.id: one.name for one in self.members}
        return ", ".join(filter(None, [*(known.get(one, "") for one in user_ids), words]))

    @property
    def next_order(self) -> int:
        """Where a new step goes: after all others."""
        return max((one.value("order") for one in self.of("step")), default=0) + 10

    @property
    def dots(self) -> dict[str, int]:
        """Dots by word, merged words counted with the one they went into."""
        return tally.counted(self.items)

    def my_dots(self, word: str) -> int:
        """How many dots the reader gave a word, or one that went into it."""
        return sum(
            item.value("n")
            for item in self.of("vote")
            if item.by == self.user_id
            and tally.root_of(self.items, item.id.split("-", 2)[2]) == word
        )

    @property
    def dots_each(self) -> int:
        """How many dots each person has."""
        settings = self.items.get("settings")
        return settings.value("dots") if settings else DOTS

    @property
    def track(self) -> dict[str, Any]:
        """How the answers spread, when that may be seen."""
        return tally.spread(self.items.values(), self.rights.members, self.rights.seated)

    @property
    def steps(self) -> list[Item]:
        """The plan's steps in their order."""
        return sorted(self.of("step"), key=lambda one: (one.value("order"), one.id))

    @property
    def new_elements(self) -> list[Item]:
        """What is neither the origin's nor was: the group's own."""
        return [one for one in self.of("element") if not one.id.startswith("element-")]

    @property
    def orphans(self) -> list[Item]:
        """Decisions on elements of the origin that the reader cannot see, or that have changed."""
        known = {f"element-{one.key}" for one in self.elements}
        return [
            one
            for one in self.of("element")
            if one.id.startswith("element-")
            and one.id not in known
            and (one.value("choice") or one.value("how"))
        ]

    @property
    def advice(self) -> list[Item]:
        """Notes of those responsible for the origin."""
        return [one for one in self.of("advice") if one.value("text")]

    @property
    def design(self) -> services.Design:
        """What it has come to."""
        return services.design(self.items, {one.key: one.text for one in self.elements})


def view(session: Session, actor: Actor, rights: Rights, page: str = "") -> View:
    """The canvas for one reader, in a fixed number of queries."""
    items = store.items_of(session, rights.canvas)
    elements = origin.elements(session, actor, rights.series)
    return View(
        rights,
        items,
        names(session, items.values()),
        members(session, rights.participation),
        presence.here(session, rights.canvas),
        elements,
        progress(items, len(elements), rights.members, rights.seated),
        STEP.get(page),
        actor.user_id or 0,
    )


def members(session: Session, participation: Participation) -> list[User]:
    """Who can be given a step: the people of the education in this series."""
    rows = (
        select(User)
        .join(Seat, Seat.user_id == User.id)
        .where(Seat.participation_id == participation.id, Seat.status.in_(HOLDS))
        .order_by(User.name, User.id)
    )
    found = list(session.scalars(rows))
    leader = participation.leader
    if leader is not None and leader not in found:
        found.insert(0, leader)
    return found


def pages_of(participation_id: int) -> list[str]:
    """The addresses of a canvas's pages, which a device keeps to open them without net."""
    steps = [url_for(".step", participation_id=participation_id, page=one.key) for one in STEPS]
    return [url_for(".index", participation_id=participation_id), *steps]


def steps_of(found: View) -> list[dict[str, Any]]:
    """The row of steps: those of the half day the page belongs to, after the welcome."""
    half = found.page.half if found.page else 1
    rows = [
        {
            "title": one.title,
            "url": url_for(".step", participation_id=found.rights.participation.id, page=one.key),
            "current": found.page is one,
            "done": found.progress[one.key].done,
        }
        for one in STEPS
        if one.half == half
    ]
    return rows
