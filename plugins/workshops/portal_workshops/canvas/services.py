"""What the other areas ask of a canvas: how it stands, and the design that came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.api import ANYONE, Actor

from ..models import Canvas, Participation
from . import origin, store
from .engine import Item
from .tally import counted


@dataclass(frozen=True, slots=True)
class Word:
    """A value word: its dots, and how the codex words it."""

    text: str
    dots: int = 0
    codex: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """What became of one element of the origin: keep, adapt, leave; or something new. `text` is
    the origin's own as the reader may see it, else empty."""

    key: str
    text: str
    choice: str
    how: str


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what by when; `who` says in words what ids cannot."""

    key: str
    what: str
    user_ids: tuple[int, ...] = ()
    who: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What tells that it works, and how one will see it."""

    text: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Somebody around the education."""

    name: str
    ring: str
    sees: str = ""
    needs: str = ""
    expects: str = ""
    contributes: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """What a canvas came to; empty parts are empty. `codex` are the chosen words, best first."""

    title: str = ""
    practice: str = ""
    pitch: str = ""
    review: dt.date | None = None
    codex_text: str = ""
    codex: tuple[Word, ...] = ()
    elements: tuple[Element, ...] = ()
    steps: tuple[Step, ...] = ()
    signs: tuple[Sign, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()


def canvas_of(session: Session, participation: Participation) -> Canvas | None:
    """The canvas of an education in a series; None while nobody has begun."""
    return store.canvas_for(session, participation)


def design_of(session: Session, participation: Participation, actor: Actor | None = None) -> Design:
    """The design as it stands; the origin's words as `actor` may see them, else as everyone."""
    items = store.items_of(session, canvas_of(session, participation))
    elements = origin.elements(session, actor or ANYONE, participation.series)
    return design(items, {one.key: one.text for one in elements})


def design(items: Mapping[str, Item], origins: Mapping[str, str]) -> Design:
    """The same from items, with the origin's elements by key."""
    final, pitch = items.get("final"), items.get("pitch")
    codex = items.get("codex")
    return Design(
        title=final.value("title") if final else "",
        practice=final.value("practice") if final else "",
        review=_day(final.value("review")) if final else None,
        pitch=pitch.value("text") if pitch else "",
        codex_text=codex.value("text") if codex else "",
        codex=tuple(one for one in words(items) if one.chosen),
        elements=tuple(
            Element(
                one.id,
                one.value("text") or origins.get(one.id.removeprefix("element-"), ""),
                one.value("choice"),
                one.value("how"),
            )
            for one in _of(items, "element")
            if one.value("choice")
        ),
        steps=tuple(
            Step(
                one.id,
                one.value("what"),
                tuple(one.value("people")),
                one.value("who"),
                _day(one.value("due")),
            )
            for one in sorted(_of(items, "step"), key=lambda one: (one.value("order"), one.id))
            if one.value("what")
        ),
        signs=tuple(
            Sign(one.value("text"), one.value("how"))
            for one in _of(items, "sign")
            if one.value("text")
        ),
        stakeholders=tuple(
            Stakeholder(
                one.value("name"),
                ring(one),
                *(one.value(name) for name in ("sees", "needs", "expects", "contributes")),
            )
            for one in _of(items, "stakeholder")
            if one.value("name")
        ),
    )


def words(items: Mapping[str, Item]) -> list[Word]:
    """The value words that went into no other, most dots first."""
    totals = counted(items)
    found = [
        Word(
            one.value("text"), totals.get(one.id, 0), one.value("codex"), bool(one.value("chosen"))
        )
        for one in _of(items, "word")
        if not one.value("into") and one.value("text")
    ]
    return sorted(found, key=lambda one: (-one.dots, one.text.casefold()))


def ring(item: Item) -> str:
    """How near somebody stands: near, around or far."""
    away = (item.value("x") ** 2 + item.value("y") ** 2) ** 0.5
    return "near" if away <= NEAR else "around" if away <= AROUND else "far"


#: Where the rings end, in thousandths of the picture's half.
NEAR, AROUND = 550, 800


def _of(items: Mapping[str, Item], kind: str) -> list[Item]:
    return [one for one in items.values() if one.type == kind and not one.gone]


def _day(value: str) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
