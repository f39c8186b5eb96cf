"""The search, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permissions import Permission
from portal.jobs.handlers import JobContext, Schedule
from portal.plugins.spec import hookimpl
from portal.search.misses import SEE_MISSED
from portal.search.synonyms import EDIT
from portal.units.models import Unit
from portal.web.addresses import as_id
from portal.web.parts import NavigationItem

if TYPE_CHECKING:
    from portal.access.actors import Actor


class SearchFeature:
    """The search page; the names of units in its filters."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The search page and the suggestions; the editors' words."""
        from portal.search import editing, views

        return [views.bp, editing.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Maintaining synonyms, and seeing what was searched in vain."""
        return [
            Permission(EDIT, _l("Maintain the words of the search"), roles=("editor",)),
            Permission(
                SEE_MISSED, _l("See what was searched for in vain"), roles=("editor", "organiser")
            ),
        ]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """The words, for who maintains them."""
        if EDIT in actor.permissions:
            yield NavigationItem(
                _l("Words of the search"),
                url_for("search_words.index"),
                "search",
                "admin",
                60,
                ("search_words.",),
            )

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Comparing the index with the database."""
        from portal.search.checking import CHECK, check

        return {CHECK: check}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Daily."""
        from portal.search.checking import CHECK

        return [Schedule(CHECK, dt.timedelta(days=1))]

    @hookimpl
    def facet_words(
        self, session: Session, actor: Actor, facet: str, values: frozenset[str]
    ) -> Mapping[str, str] | None:
        """The names of units, which everyone signed in may see."""
        if facet != "unit":
            return None
        ids = [number for value in values if (number := as_id(value)) is not None]
        found = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
        return {str(row.id): row.name for row in found}


feature = SearchFeature()
