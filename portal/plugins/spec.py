"""The hooks: every place where a plugin, or a feature of the core, can take part.

Called with keywords only; a hook returns data and the core applies it. Each implementation is
called on its own and guarded (see `portal.plugins.dispatch`): one that raises costs its own
contribution and nothing else.
"""

# A specification has no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click
    from flask import Blueprint, Flask
    from sqlalchemy.orm import Session

    from portal.access.actors import Actor
    from portal.access.permissions import Permission
    from portal.accounts.models import User
    from portal.jobs.handlers import JobContext, Schedule
    from portal.leaving.holdings import Holding
    from portal.notices.topics import NoticeTopic
    from portal.practices.words import Outcome, Wish
    from portal.references.kinds import ObjectKind
    from portal.units.models import Unit
    from portal.web.parts import Card, Health, NavigationItem, Panel, Waiting

hookspec = pluggy.HookspecMarker("portal")
hookimpl = pluggy.HookimplMarker("portal")


class HookSpecs:
    """The signatures; `docs/hooks.md` is generated from here."""

    @hookspec
    def ready(self, app: Flask) -> None:
        """The application is built and every plugin is loaded; no request has been served.

        Since 1.0. Nothing may be written to the database here.
        """

    @hookspec
    def blueprints(self) -> Iterable[Blueprint]:
        """Flask blueprints with the plugin's pages. Asked once, at the start. Since 1.0.

        Every view says who may open it with `portal.api.requires`, `signed_in` or `public`;
        a view that says nothing is answered with 403.
        """

    @hookspec
    def commands(self) -> Iterable[click.Command]:
        """Commands for `portal`; a group named like the plugin, usually. Since 1.0."""

    @hookspec
    def permissions(self) -> Iterable[Permission]:
        """The permissions the plugin knows, with the roles that hold them from the start.
        Since 1.0."""

    @hookspec
    def allowed(self, actor: Actor, action: str, obj: object | None) -> bool | None:
        """A last word on `may(actor, action, obj)`: False denies, anything else is no opinion.

        Since 1.0. Asked only where the answer would be yes; an implementation that raises
        denies.
        """

    @hookspec
    def kinds(self) -> Iterable[ObjectKind]:
        """The kinds of objects that can be referred to, searched and seen. Since 1.0."""

    @hookspec
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """Entries of the menus for this person. Since 1.0."""

    @hookspec
    def dashboard_cards(self, actor: Actor) -> Iterable[Card]:
        """Cards of the front page for this person. Since 1.0."""

    @hookspec
    def waiting(self, actor: Actor) -> Iterable[Waiting]:
        """What waits for this person: drafts, reviews, questions. Lines of the front page's
        'Waiting for you'. Since 1.0."""

    @hookspec
    def profile_panels(self, actor: Actor, user: User) -> Iterable[Panel]:
        """Parts of a person's page, as `actor` may see them. Since 1.0."""

    @hookspec
    def page_slots(self, slot: str, actor: Actor, obj: object) -> Iterable[Panel]:
        """Parts of another's page: a page names its slots and what it is about, and whoever has
        something to say there says it. Since 1.0."""

    @hookspec
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Handlers of jobs by topic (`<plugin>.<name>`); they are called at least once for each
        job and must not mind being called again. Since 1.0."""

    @hookspec
    def schedules(self) -> Iterable[Schedule]:
        """Jobs that come round: topic and how often. Since 1.0."""

    @hookspec
    def notice_topics(self) -> Iterable[NoticeTopic]:
        """The kinds of notices the plugin sends people with `notify`. Since 1.0.

        People choose for each whether they are told in the morning's mail, at once, or not at
        all. Its `words` say one notice in the reader's language; they are asked only for
        notices whose object the reader may see at that moment.
        """

    @hookspec
    def object_saved(self, session: Session, kind: str, object_id: int) -> None:
        """An object was created or changed, in this very transaction. Since 1.0."""

    @hookspec
    def object_deleted(self, session: Session, kind: str, object_id: int) -> None:
        """An object is being deleted, in this very transaction. Since 1.0."""

    @hookspec
    def unit_changed(self, session: Session, unit_id: int) -> None:
        """A unit was renamed, moved, given another kind, closed or opened again, in this very
        transaction. Since 1.0.

        Who names units in search documents marks those objects with
        `reindex(session, kind, ids, conceals=False)`; the units below it (`with_descendants`)
        stand elsewhere now, too.
        """

    @hookspec
    def facet_words(
        self, session: Session, actor: Actor, facet: str, values: frozenset[str]
    ) -> Mapping[str, str] | None:
        """What to call the values of a search facet ('programme': '3' is 'Shorter meetings').

        Since 1.0. A value nobody has words for is left out of the page's filters.
        """

    @hookspec
    def services(self) -> Mapping[str, Any]:
        """What the plugin publishes to other plugins: objects by name, each name beginning with
        the plugin's own and a point. Since 1.0.

        Others reach one with `portal.api.service('factsheets.sheets')`, and get None while the
        plugin is off or away. The object's methods take the session first and the actor second,
        and give away only what the actor may see; a call runs in a savepoint, and what it raises
        is the publisher's failure unless it is a `PortalError`.
        """

    @hookspec
    def wishes(self, session: Session) -> Iterable[Wish]:
        """Wishes to take a practice home that the plugin has gathered. Since 1.0.

        Asked by `portal.api.wishes`, for those who plan workshops; in a constant number of
        queries.
        """

    @hookspec
    def wish_outcomes(self, session: Session, keys: Collection[str]) -> Mapping[str, Outcome]:
        """What became of the wishes with these keys, as far as the plugin knows. Since 1.0.

        Asked by `portal.api.wish_outcomes`; a wish of which nothing came is left out.
        """

    @hookspec
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """Everything the plugin keeps about a person, as JSON-able data. Since 1.0."""

    @hookspec
    def erase_user(self, session: Session, user: User) -> None:
        """Removes or detaches what the plugin keeps about a person. Since 1.0."""

    @hookspec
    def holdings(self, session: Session, user: User) -> Iterable[Holding]:
        """What a person keeps: the things they are responsible for, own or organise. Since 1.0.

        Asked when somebody is about to leave, and later for what was left behind; in a constant
        number of queries, for there may be thousands. What is somebody else's too, or is over,
        says `needs_successor=False`. Whoever answers this answers `hand_over` as well.
        """

    @hookspec
    def hand_over(
        self,
        session: Session,
        actor: Actor,
        user: User,
        successor: User,
        holdings: Collection[Holding],
    ) -> None:
        """Gives `successor` these things of `user`'s: some of those `holdings` answered. Since 1.0.

        Call `saved` for each, so that its audience, its history and the search follow. What was
        deleted or is no longer `user`'s is passed over in silence: two people may hand over at
        once. The core asks `holdings` again and takes what is still in it for left behind; it
        tells the successor, and writes the audit trail.
        """

    @hookspec
    def unit_holdings(self, session: Session, unit: Unit) -> Iterable[Holding]:
        """What stands in a unit, its own and not that of the units below it, with the part
        'place'. Since 1.0. Asked before a unit is closed or merged into another."""

    @hookspec
    def move_unit_things(self, session: Session, actor: Actor, unit: Unit, into: Unit) -> None:
        """`unit` is merged into `into`: what stands in the one stands in the other from now on.
        Since 1.0.

        Call `saved` for what changes. Whom things are shown to is followed by the core where
        their model is a `VisibleMixin`. Called again later, for a plugin that was off when units
        were merged; it must not mind.
        """

    @hookspec
    def health_checks(self) -> Iterable[Health]:
        """What `/healthz` and the administrator's page report. Since 1.0."""

    @hookspec
    def enabled(self, session: Session) -> None:
        """The plugin has just been switched on. Since 1.0."""

    @hookspec
    def disabled(self, session: Session) -> None:
        """The plugin is about to be switched off. Since 1.0."""

    @hookspec
    def demo(self, session: Session) -> None:
        """Adds demo content; units and people of the demo are there already. Since 1.0.

        Called on an empty portal, in the order of the plugins' requirements.
        """
