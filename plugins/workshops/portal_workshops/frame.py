"""The frame of the pages of one series, and of one education in it: head and sub-navigation.

A page of an area is shown with `show(...)` and its template extends 'workshops/frame.html', whose
blocks are `page_title`, `lead`, `page_actions` and `body`. The entries come from the areas'
`hooks.tabs(session, actor, series)` and `hooks.participation_tabs(session, actor, participation)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from portal.api import Actor, current_actor, db, resolve

from .areas import gathered
from .models import Participation, Series
from .permissions import facilitates, owns_origin, plans
from .vocabulary import SHEET_KIND, status_look


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the sub-navigation. `matches`: beginnings of endpoints on whose pages it is the
    current one ('workshops_canvas.arena'); without them, the address decides."""

    order: int
    words: Any
    url: str
    icon: str
    matches: tuple[str, ...] = ()

    def is_current(self) -> bool:
        """Whether this very page is being shown."""
        if self.matches:
            return (request.endpoint or "").startswith(self.matches)
        return request.path == self.url.partition("?")[0]


def tabs_of(session: Session, actor: Actor, series: Series) -> list[Tab]:
    """The sub-navigation of a series for this person."""
    return sorted(gathered("tabs", session, actor, series), key=lambda one: one.order)


def participation_tabs_of(
    session: Session, actor: Actor, participation: Participation
) -> list[Tab]:
    """The sub-navigation of one education in a series for this person."""
    found = gathered("participation_tabs", session, actor, participation)
    return sorted(found, key=lambda one: one.order)


def show(
    template: str, series: Series, participation: Participation | None = None, **context: Any
) -> str:
    """A page of a series, or of one education in it (`participation`)."""
    session, actor = db.session(), current_actor()
    origin = None
    if series.sheet_id is not None:
        key = (SHEET_KIND, series.sheet_id)
        found = resolve(session, actor, [key])[key]
        origin = found if found.visible else None
    if participation is None:
        tabs = tabs_of(session, actor, series)
    else:
        tabs = participation_tabs_of(session, actor, participation)
    return render_template(
        template,
        **{
            "series": series,
            "participation": participation,
            "tabs": tabs,
            "look": status_look(series.status, series.open_signup),
            "origin": origin,
            "plans": plans(actor, series),
            "facilitates": facilitates(session, actor, series),
            "owns_origin": owns_origin(session, actor, series),
            **context,
        },
    )
