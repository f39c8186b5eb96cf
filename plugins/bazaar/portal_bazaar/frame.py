"""The frame of every page of one bazaar: its head, and the tabs that the areas bring.

A view ends with `return show("bazaar/<area>/page.html", bazaar, ...)`; the template extends
'bazaar/frame.html' and fills the blocks `heading`, `actions`, `content` (see there).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.api import Actor, current_actor, db

from .areas import gathered
from .models import Bazaar, Stand
from .permissions import is_announced, moderates, organises
from .vocabulary import STATUSES, Look


@dataclass(frozen=True, slots=True)
class Tab:
    """A page in the sub-navigation of one bazaar, from an area's
    `hooks.tabs(session, actor, bazaar)`, which names only what the actor may open.

    `order`: among the others, and for organisers in which group (`GROUPS`).
    `manage`: for those who run the bazaar; those tabs stand on their pages (/manage/...), the
    others on the visitors'. `prefixes`: endpoints ('bazaar_stands.') on whose pages it is the
    current one; the longest that fits wins. `guests`: its page is for visitors without an account,
    too; they see no other tab.
    """

    words: Any
    url: str
    icon: str
    order: int = 100
    prefixes: tuple[str, ...] = ()
    manage: bool = False
    guests: bool = False


@dataclass(frozen=True, slots=True)
class TabGroup:
    """Organisers' tabs that belong together, by their `order`."""

    words: Any
    icon: str
    tabs: list[Tab]


#: The organisers have more pages than fit in a row: (the lowest order, words, icon) of each group.
GROUPS = (
    (0, _l("Plan"), "calendar-event"),
    (20, _l("Stands"), "grid"),
    (30, _l("Who comes"), "people-fill"),
    (50, _l("The day"), "door-open"),
    (80, _l("Print"), "printer"),
    (90, _l("Effect"), "stars"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the organisers' overview, from an area's
    `hooks.overview(session, actor, bazaar)`: '12' 'stands are confirmed', and where it leads.

    `text`: what there is to do ('3 proposals wait for an answer'); with it the figure also stands
    under what waits. `number` None: only something to do. `tone` as for badges.
    """

    words: Any
    number: Any
    url: str
    icon: str = ""
    text: Any = ""
    tone: str = ""
    order: int = 100


@dataclass
class Frame:
    """What 'bazaar/frame.html' is given as `frame`."""

    session: Session
    actor: Actor
    bazaar: Bazaar
    manages: bool = field(default=False)

    @cached_property
    def organises(self) -> bool:
        """Whether the reader organises it."""
        return organises(self.session, self.actor, self.bazaar)

    @cached_property
    def moderates(self) -> bool:
        """Whether the reader may open some of the organisers' pages."""
        return self.organises or moderates(self.session, self.actor, self.bazaar)

    @property
    def announced(self) -> bool:
        """Whether others know of it."""
        return is_announced(self.bazaar)

    def stand_url(self, stand: Stand) -> str:
        """Where a stand is read about; guests have a page of their own."""
        number = self.bazaar.id
        if self.actor.is_signed_in:
            return url_for("bazaar_stands.page", bazaar_id=number, stand_id=stand.id)
        return url_for("bazaar_card.read", bazaar_id=number, stand_id=stand.id)

    @property
    def status(self) -> Look:
        """How far it has come."""
        return STATUSES[self.bazaar.status]

    @cached_property
    def _all(self) -> list[Tab]:
        found: list[Tab] = gathered("tabs", self.session, self.actor, self.bazaar)
        if not self.actor.is_signed_in:
            found = [tab for tab in found if tab.guests]
        return sorted(found, key=lambda tab: tab.order)

    @cached_property
    def current(self) -> Tab | None:
        """The tab whose page this is."""
        endpoint = request.endpoint or ""
        best: tuple[int, Tab] | None = None
        for tab in self._all:
            length = max((len(one) for one in tab.prefixes if endpoint.startswith(one)), default=0)
            if request.path == tab.url:
                length = 1000
            if length and (best is None or length > best[0]):
                best = (length, tab)
        return best[1] if best else None

    @property
    def managing(self) -> bool:
        """Whether this is one of the organisers' pages."""
        if self.current is not None:
            return self.current.manage
        return f"/bazaar/{self.bazaar.id}/manage" in request.path

    @property
    def tabs(self) -> list[Tab]:
        """The sub-navigation of this page."""
        return [tab for tab in self._all if tab.manage == self.managing]

    @cached_property
    def groups(self) -> list[TabGroup]:
        """The organisers' tabs by group; none on the visitors' pages."""
        if not self.managing:
            return []
        bounds = [*(low for low, _words, _icon in GROUPS[1:]), 1_000_000]
        found = []
        for (low, words, icon), end in zip(GROUPS, bounds, strict=True):
            inside = [tab for tab in self.tabs if low <= tab.order < end]
            if inside:
                found.append(TabGroup(words, icon, inside))
        return found

    @property
    def first_manage(self) -> Tab | None:
        """The way to the organisers' pages."""
        return next((tab for tab in self._all if tab.manage), None)


def show(template: str, bazaar: Bazaar, **context: Any) -> str:
    """Renders a page of this bazaar."""
    frame = Frame(db.session(), current_actor(), bazaar)
    return render_template(template, bazaar=bazaar, frame=frame, **context)
