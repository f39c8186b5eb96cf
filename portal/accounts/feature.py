"""Accounts, as a feature among the others."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from portal.access.permissions import Permission
from portal.plugins.spec import hookimpl
from portal.references.kinds import ObjectKind


class AccountsFeature:
    """Signing in, one's own page, people."""

    @hookimpl
    def permissions(self) -> Iterable[Permission]:
        """Managing accounts."""
        return [Permission("accounts.manage", _l("Manage accounts and invite people"))]

    @hookimpl
    def blueprints(self) -> Iterable[Blueprint]:
        """Sign-in and one's own pages."""
        from portal.accounts import views

        return [views.bp]

    @hookimpl
    def kinds(self) -> Iterable[ObjectKind]:
        """People can be found and referred to."""
        from portal.accounts.people import PERSON

        return [PERSON]


feature = AccountsFeature()
