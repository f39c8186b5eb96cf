"""Fact sheets: one experiment on a page, and the catalogue they belong to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from portal.api import (
    Actor,
    Card,
    Holding,
    JobContext,
    NavigationItem,
    NoticeTopic,
    ObjectKind,
    Panel,
    Permission,
    Plugin,
    Schedule,
    Unit,
    User,
    Waiting,
    db,
    hookimpl,
    may,
    name_actions,
    name_history_actions,
)

if TYPE_CHECKING:
    import click
    from flask import Blueprint, Flask
    from sqlalchemy.orm import Session


FORGET_IMPORTS = "factsheets.forget_imports"


class FactSheets(Plugin):
    """The plugin. What a hook needs is imported where it is called, so that a portal without
    the plugin's tables can still load it."""

    name = "factsheets"
    version = "1.0.0"
    title = _l("Fact sheets")
    description = _l("Experiments on a page each, with programmes, tracks and concepts.")

    @hookimpl
    def ready(self, app: Flask) -> None:
        """Gives the entries of the audit trail their words."""
        from .audit_words import ACTIONS
        from .trail_words import FACTS, KINDS

        name_actions(ACTIONS, facts=FACTS, kinds=KINDS)
        name_history_actions(
            {
                "handed_over": _l("Given a new keeper"),
                "moved": _l("Moved with its unit"),
                "factsheets.moved": _l("Moved along with the catalogue"),
            }
        )

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The sheets, writing them, and the catalogue."""
        from .views import (
            catalogue,
            catalogue_keeping,
            editing,
            importing,
            importing_headings,
            importing_sheet,
            sheets,
        )

        # These add their pages to the blueprint of another.
        del catalogue_keeping, importing_headings, importing_sheet
        return [editing.editing_bp, catalogue.catalogue_bp, importing.import_bp, sheets.bp]

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Writing, publishing, editing, importing, keeping the catalogue."""
        from .permissions import PERMISSIONS

        return PERMISSIONS

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        """Fact sheets and concepts."""
        from .search import FACTSHEET
        from .search_concepts import CONCEPT

        return [FACTSHEET, CONCEPT]

    @hookimpl
    def notice_topics(self) -> Iterable[NoticeTopic]:
        """That a sheet one follows was published or changed."""
        from .services.following import TOPICS

        return TOPICS

    @hookimpl
    def facet_words(
        self, session: Session, actor: Actor, facet: str, values: frozenset[str]
    ) -> Mapping[str, str] | None:
        """Programmes, outcomes, phases and tags in words."""
        from .search import facet_words

        return facet_words(session, facet, values)

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """The list, in the main menu; for editors the catalogue."""
        from flask import url_for

        from .permissions import CATALOGUE

        items = [
            NavigationItem(
                self.title,
                url_for("factsheets.index"),
                "file-earmark-text",
                order=10,
                matches=("factsheets.", "factsheets_"),
            )
        ]
        if may(db.session(), actor, CATALOGUE):
            address = url_for("factsheets_catalogue.keep")
            words = _l("Programmes and concepts")
            items.append(NavigationItem(words, address, "collection", place="admin", order=60))
        return items

    @hookimpl
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        """The newest, the most read, what came since the last visit."""
        from .cards import dashboard_cards

        return dashboard_cards(db.session(), actor)

    @hookimpl
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        """Drafts, reviews, notes that a sheet is out of date."""
        from .cards import waiting

        return waiting(db.session(), actor)

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Imports that nobody has looked at for two weeks go."""
        from .services.imports.runs import forget_old

        return {FORGET_IMPORTS: lambda context: forget_old(context.session)}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Once a day."""
        return [Schedule(FORGET_IMPORTS, dt.timedelta(days=1))]

    @hookimpl
    def page_slots(self, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
        """On an ambassador's page: the sheets they wrote."""
        from .cards import written_by

        user_id = getattr(obj, "user_id", None)
        if slot == "ambassador.works" and user_id is not None:
            return written_by(db.session(), actor, user_id)
        return []

    @hookimpl
    def services(self) -> Mapping[str, Any]:
        """What other plugins may ask of the sheets."""
        from .services.published import Sheets

        return {"factsheets.sheets": Sheets()}

    @hookimpl
    def commands(self) -> Iterable[click.Command]:
        """`portal factsheets`."""
        from .cli import group

        return [group]

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """The sheets a person wrote or keeps, and the notes they sent."""
        from .services.people import export_user

        return export_user(session, user)

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Deletes what was theirs alone, and takes their name from the rest."""
        from .services.people import erase_user

        erase_user(session, user)

    @hookimpl
    def holdings(self, session: Session, user: User) -> Iterable[Holding]:
        """The sheets they are responsible for."""
        from .services.holdings import holdings

        return holdings(session, user)

    @hookimpl
    def hand_over(
        self,
        session: Session,
        actor: Actor,
        user: User,
        successor: User,
        holdings: Collection[Holding],
    ) -> None:
        """Somebody else is responsible for the sheets."""
        from .services.holdings import hand_over

        hand_over(session, actor, user, successor, holdings)

    @hookimpl
    def unit_holdings(self, session: Session, unit: Unit) -> Iterable[Holding]:
        """The sheets of a unit."""
        from .services.holdings import unit_holdings

        return unit_holdings(session, unit)

    @hookimpl
    def move_unit_things(self, session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
        """The sheets move with their unit."""
        from .services.holdings import move_unit_things

        move_unit_things(session, actor, unit, into)

    @hookimpl
    def demo(self, session: Session) -> None:
        """The demo's catalogue and sheets."""
        from .demo.loader import load_demo

        load_demo(session)


plugin = FactSheets()
