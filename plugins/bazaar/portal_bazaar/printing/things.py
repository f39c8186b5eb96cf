"""The things there are to print, as plain data: read once, printed after the transaction ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, content_path, danish_order, local, plain_text

from ..attendance.names import name_of
from ..attendance.visitors import visitors_of
from ..attendance.words import FUNCTIONS
from ..card.codes import badge_address, stand_address
from ..models import Bazaar, Stand, StandPlan, Visitor
from ..stands.rounds import Board, board_of
from ..stands.sheets import facts_of, sections_of
from ..stands.times import clock
from ..stands.words import numbered, shown_name
from ..vocabulary import VisitorFunction
from . import kinds

#: How many cards without a name lie at the door, for those who were not expected.
BLANK_CARDS = 10
#: So many lines at the end of the list are empty.
BLANK_LINES = 12
_MOST_TEXT = 600


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to print. `id` is the stand, the visitor, the part of the programme; `words` name
    it in a list. `data` is for the template; 'address' in it becomes the picture of a code."""

    id: int
    words: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Print:
    """All things of one kind, and what they share."""

    kind: kinds.Kind
    things: Sequence[Thing]
    shared: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def digest(self, thing: Thing) -> str:
        """Changes when the thing would look otherwise."""
        text = json.dumps([thing.data, self.shared], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:40]


class Hall:
    """One bazaar, read for printing as `actor` sees it: few queries, each made when needed."""

    def __init__(self, session: Session, actor: Actor, bazaar: Bazaar) -> None:
        self._session, self._actor, self._bazaar = session, actor, bazaar
        self._board: Board | None = None
        self._visitors: Sequence[Visitor] | None = None

    @property
    def board(self) -> Board:
        """Stands, keepers, rounds."""
        if self._board is None:
            self._board = board_of(self._session, self._bazaar)
        return self._board

    @property
    def visitors(self) -> Sequence[Visitor]:
        """Those with a badge number, by name as Danes sort it."""
        return [one for one in self.everybody if one.badge is not None]

    @property
    def everybody(self) -> Sequence[Visitor]:
        """Those who come, and those who were asked to."""
        if self._visitors is None:
            wanted = visitors_of(self._bazaar, asked=True)
            wanted = wanted.where(Visitor.forgotten_at.is_(None))
            found = self._session.scalars(wanted.options(joinedload(Visitor.bazaar))).all()
            self._visitors = sorted(found, key=lambda one: (danish_order(name_of(one)), one.id))
        return self._visitors

    @property
    def head(self) -> dict[str, str]:
        """Which fair it is, and when."""
        start, end = self._bazaar.starts_at, self._bazaar.ends_at
        day = format_date(local(start), "full" if str(get_locale()) == "en" else "EEEE d. MMMM y")
        when = _("%(day)s, %(start)s-%(end)s", day=day, start=clock(start), end=clock(end))
        place = self._bazaar.place
        return {"title": self._bazaar.title, "when": f"{when}, {place}" if place else when}

    def print_of(self, name: str) -> Print:
        """The things of a kind."""
        makers: dict[str, Callable[[], Print]] = {
            kinds.SHEETS: lambda: self._of_stands(name, with_sections=True),
            kinds.BANNERS: lambda: self._of_stands(name),
            kinds.POSTERS: lambda: self._of_stands(name),
            kinds.BADGES: self._badges,
            kinds.CARDS: self._cards,
            kinds.MODERATOR: self._moderator,
            kinds.PLAN: self._plan,
            kinds.PEOPLE: self._people,
        }
        return makers[name]()

    def _of_stands(self, name: str, *, with_sections: bool = False) -> Print:
        stands = self.board.confirmed
        facts = facts_of(self._session, self._actor, [one.sheet_id for one in stands])
        things = [
            Thing(
                one.id, numbered(one), self._stand(one, facts.get(one.sheet_id or 0), with_sections)
            )
            for one in stands
        ]
        shared = {"bazaar": self.head}
        return Print(kinds.KINDS[name], things, shared)

    def _stand(self, stand: Stand, facts: Any, with_sections: bool) -> dict[str, Any]:
        text = stand.summary or (facts.summary if facts else "")
        made = {
            "number": str(stand.number or "–"),
            "title": stand.title,
            "unit": stand.unit.name if stand.unit else (facts.unit_name if facts else ""),
            "theme": stand.theme.name if stand.theme else "",
            "text": _shortened(plain_text(text).replace("\n", " ")),
            "short": (stand.short_code or "").upper(),
            "address": stand_address(stand),
            "alt": _("QR code of stand %(stand)s", stand=numbered(stand)),
        }
        if with_sections:
            made["keepers"] = ", ".join(shown_name(one) for one in stand.keepers)
            made["sections"] = list(_sections(stand, facts))
        return made

    def _badges(self) -> Print:
        things = [
            Thing(one.id, name_of(one), {**_person(one), "address": badge_address(one)})
            for one in self.visitors
        ]
        return Print(kinds.KINDS[kinds.BADGES], things, {"bazaar": self.head})

    def _cards(self) -> Print:
        things = [
            Thing(one.id, name_of(one), {**_person(one), "address": badge_address(one)})
            for one in self.visitors
        ]
        blank = {"number": "______", "name": "", "place": "", "address": ""}
        words = _("%(number)s cards without a name", number=BLANK_CARDS)
        things.append(Thing(0, words, {**blank, "copies": BLANK_CARDS}))
        stands = [
            {
                "number": str(one.number or "–"),
                "title": one.title,
                "short": (one.short_code or "").upper(),
            }
            for one in self.board.confirmed
        ]
        return Print(kinds.KINDS[kinds.CARDS], things, {"bazaar": self.head, "stands": stands})

    def _moderator(self) -> Print:
        things = []
        for part in self.board.rounds:
            pitches = [
                {
                    "at": clock(one.starts),
                    "number": str(one.stand.number or "–"),
                    "title": one.stand.title,
                    "who": shown_name(one.keeper) if one.keeper else "",
                    "theme": one.stand.theme.name if one.stand.theme else "",
                    "minutes": _("%(number)s min.", number=one.slot.minutes),
                }
                for one in self.board.order(part)
            ]
            times = f"{clock(part.starts_at)}-{clock(part.ends_at)}"
            data = {
                "title": part.title,
                "times": times,
                "place": part.place,
                "note": plain_text(part.note),
                "pitches": pitches,
            }
            things.append(Thing(part.id, f"{part.title}, {times}", data))
        return Print(kinds.KINDS[kinds.MODERATOR], things, {"bazaar": self.head})

    def _plan(self) -> Print:
        stands = [
            {"number": str(one.number or "–"), "title": one.title, "x": one.x, "y": one.y}
            for one in self.board.confirmed
        ]
        for one in stands:
            if one["x"] is None or one["y"] is None:
                one["x"] = one["y"] = None
        plan = self._session.get(StandPlan, self._bazaar.id)
        files = {}
        if plan is not None and plan.picture is not None:
            path = content_path(plan.picture)
            if path.is_file():
                files["room"] = path.read_bytes()
        shared = {
            "bazaar": self.head,
            "stands": stands,
            "width": plan.width if plan else 1600,
            "height": plan.height if plan else 1000,
            "picture": plan.picture.digest if plan and files and plan.picture else None,
        }
        things = [Thing(0, _("Floor plan"), {})] if stands else []
        return Print(kinds.KINDS[kinds.PLAN], things, shared, files)

    def _people(self) -> Print:
        keeps: dict[int, list[str]] = {}
        for stand in self.board.confirmed:
            for keeper in stand.keepers:
                if keeper.user_id is not None:
                    keeps.setdefault(keeper.user_id, []).append(str(stand.number or "–"))
        people = [
            {
                **_person(one),
                "badge": str(one.badge or ""),
                "here": one.checked_in_at is not None,
                "stands": ", ".join(keeps.get(one.user_id or 0, ())),
            }
            for one in self.everybody
        ]
        things = (
            [Thing(0, _("Everybody"), {"people": people, "blank": BLANK_LINES})] if people else []
        )
        return Print(kinds.KINDS[kinds.PEOPLE], things, {"bazaar": self.head})


def _person(visitor: Visitor) -> dict[str, Any]:
    education = visitor.education
    function = FUNCTIONS.get(visitor.function, "")
    return {
        "number": _("No. %(number)s", number=visitor.badge),
        "name": name_of(visitor),
        "place": education.unit.name if education else visitor.organisation,
        "function": "" if visitor.function == VisitorFunction.OTHER else str(function),
        "alt": _("QR code that signs %(name)s in", name=name_of(visitor)),
    }


def _sections(stand: Stand, facts: Any) -> Iterator[dict[str, str]]:
    for name, words, text in sections_of(facts):
        yield {"name": name, "words": words, "markdown": text}
    if stand.hands_on.strip():
        yield {"name": "hands_on", "words": _("Try it at the stand"), "markdown": stand.hands_on}


def _shortened(text: str) -> str:
    """As much as a poster has room for, to the end of a word."""
    if len(text) <= _MOST_TEXT:
        return text
    return text[:_MOST_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
