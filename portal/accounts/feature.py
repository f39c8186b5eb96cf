"""Accounts, as a feature among the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.access.permissions import Permission
from portal.accounts.models import User
from portal.jobs.handlers import JobContext, Schedule
from portal.plugins.spec import hookimpl
from portal.references.kinds import ObjectKind
from portal.web.parts import NavigationItem


class AccountsFeature:
    """Signing in, one's own page, people."""

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Managing accounts."""
        return [Permission("accounts.manage", _l("Manage accounts and invite people"))]

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """Sign-in, one's own pages, the administration of accounts."""
        from portal.accounts import views, views_account, views_admin, views_links, views_me

        # Their routes are on the blueprint of `views`.
        assert views_account.bp is views_admin.bp is views_links.bp is views_me.bp is views.bp
        return [views.bp]

    @hookimpl
    def navigation(self, actor: Actor) -> Iterable[NavigationItem]:
        """The accounts, for who manages them."""
        if "accounts.manage" not in actor.permissions:
            return []
        url = url_for("accounts.index")
        return [NavigationItem(_l("Accounts"), url, "person-badge", "admin", 10)]

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        """People can be found and referred to."""
        from portal.accounts.people import PERSON

        return [PERSON]

    @hookimpl
    def jobs(self) -> Mapping[str, Callable[[JobContext], None]]:
        """Requests for a new password, pauses, and tidying up."""
        from portal.accounts.jobs import PAUSED, RESET, TIDY, answer, note, tidy

        return {RESET: answer, PAUSED: note, TIDY: tidy}

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        """Once a day."""
        from portal.accounts.jobs import TIDY

        return [Schedule(TIDY, dt.timedelta(days=1))]

    @hookimpl
    def export_user(self, session: Session, user: User) -> Mapping[str, Any]:
        """The account itself."""
        from portal.accounts.own_data import account_data

        return account_data(session, user)


feature = AccountsFeature()
