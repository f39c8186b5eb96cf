"""Re-didactization workshops: from a wish to a practice of one's own, and how practices spread."""

from __future__ import annotations

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
    Outcome,
    Panel,
    Permission,
    Plugin,
    Schedule,
    User,
    Waiting,
    Wish,
    db,
    hookimpl,
    name_actions,
)

from . import models as models  # the tables are known as soon as the plugin is
from .areas import answers, gathered, merged

if TYPE_CHECKING:
    from flask import Blueprint, Flask
    from sqlalchemy.orm import Session


class Workshops(Plugin):
    """The plugin: every hook gathers what the areas answer (see `areas`)."""

    name = "workshops"
    version = "1.0.0"
    title = _l("Workshops")
    description = _l("From a wish to a practice of one's own, and the map of how practices spread.")

    @hookimpl
    def ready(self, app: Flask) -> None:
        """Gives the entries of the audit trail their words."""
        name_actions(
            merged("trail_actions"), facts=merged("trail_facts"), kinds=merged("trail_kinds")
        )

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """The pages of the areas."""
        return gathered("blueprints")

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Who may do what from the start."""
        return gathered("permissions")

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        """The kinds of objects of the areas."""
        return gathered("kinds")

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """Entries of the menus."""
        return gathered("navigation", actor)

    @hookimpl
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        """The front page."""
        return gathered("dashboard_cards", db.session(), actor)

    @hookimpl
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        """What waits for this person."""
        return gathered("waiting", db.session(), actor)

    @hookimpl
    def profile_panels(self, actor: Actor, user: User) -> Iterable[Panel]:
        """On a person's page."""
        return gathered("profile_panels", db.session(), actor, user)

    @hookimpl
    def page_slots(self, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
        """On others' pages."""
        return gathered("page_slots", db.session(), slot, actor, obj)

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Jobs by topic."""
        return merged("jobs")

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Jobs that come round."""
        return gathered("schedules")

    @hookimpl
    def notice_topics(self) -> Iterable[NoticeTopic]:
        """What people are told of."""
        return gathered("notice_topics")

    @hookimpl
    def object_saved(self, session: Session, kind: str, object_id: int) -> None:
        """An object that an area depends on was changed."""
        for _answer in answers("object_saved", session, kind, object_id):
            pass

    @hookimpl
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """An object that an area depends on is gone."""
        for _answer in answers("object_deleted", session, kind, object_id):
            pass

    @hookimpl
    def wishes(self, session: Session) -> Iterable[Wish]:
        """The wishes made on fact sheets."""
        return gathered("wishes", session)

    @hookimpl
    def wish_outcomes(self, session: Session, keys: Collection[str]) -> Mapping[str, Outcome]:
        """What became of wishes, whoever gathered them."""
        return merged("wish_outcomes", session, keys)

    @hookimpl
    def unit_changed(self, session: Session, unit_id: int) -> None:
        """A unit has another name or place."""
        for _answer in answers("unit_changed", session, unit_id):
            pass

    @hookimpl
    def facet_words(
        self, session: Session, actor: Actor, facet: str, values: frozenset[str]
    ) -> Mapping[str, str] | None:
        """Values of our search facets in words."""
        return merged("facet_words", session, actor, facet, values)

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """What is kept about a person."""
        return merged("export_user", session, user)

    @hookimpl
    def erase_user(self, session: Session, user: User) -> None:
        """Removes it."""
        for _answer in answers("erase_user", session, user):
            pass

    @hookimpl
    def holdings(self, session: Session, user: User) -> Iterable[Holding]:
        """What a person keeps."""
        return gathered("holdings", session, user)

    @hookimpl
    def hand_over(
        self,
        session: Session,
        actor: Actor,
        user: User,
        successor: User,
        holdings: Collection[Holding],
    ) -> None:
        """Gives it to somebody else."""
        for _answer in answers("hand_over", session, actor, user, successor, holdings):
            pass

    @hookimpl
    def demo(self, session: Session) -> None:
        """Demo content."""
        for _answer in answers("demo", session):
            pass


plugin = Workshops()
