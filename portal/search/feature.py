"""The search, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint

from portal.plugins.spec import hookimpl


class SearchFeature:
    """The search page, its commands."""

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The search page and the suggestions."""
        from portal.search import views

        return [views.bp]


feature = SearchFeature()
