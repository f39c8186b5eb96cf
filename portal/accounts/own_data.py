"""Everything that is kept about a person: gathered from the core and the plugins."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.access.permissions import role_name
from portal.accounts.forms import THEME_WORDS
from portal.accounts.models import SignInFailure, Token, User
from portal.accounts.throttle import CHANGE, RESET, SIGN_IN, account_key
from portal.accounts.words import key_words
from portal.audit.models import AuditEntry
from portal.audit.words import describe, facts, subject_word
from portal.database import now
from portal.plugins.manager import CORE_PREFIX
from portal.runtime import portal
from portal.units.words import function_word
from portal.web.i18n import LANGUAGES

HOOK = "export_user"
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:\d\d|Z))?")


@dataclass(frozen=True, slots=True)
class OwnData:
    """`parts` by who keeps them; `missing` names the plugins that are off or could not answer."""

    parts: Mapping[str, Mapping[str, Any]]
    missing: tuple[str, ...]
    at: dt.datetime

    def as_json(self, user: User) -> dict[str, Any]:
        """The file that a person downloads."""
        return {
            "portal": portal().settings.name,
            "person": {"name": user.name, "email": user.email},
            "made": self.at.isoformat(timespec="seconds"),
            "missing": list(self.missing),
            "data": dict(self.parts),
        }


def gather(session: Session, user: User) -> OwnData:
    """Asks the core's features and every plugin what they keep about `user`.

    A plugin that fails or is off is named: what is not there must not look complete.
    """
    plugins, dispatch = portal().plugins, portal().dispatch
    parts: dict[str, Mapping[str, Any]] = {}
    missing = [
        name
        for name, entry in plugins.loaded.items()
        if entry.plugin is not None and plugins.has(HOOK, name) and not plugins.is_on(name)
    ]
    for name in plugins.implementing(HOOK):
        answered = False
        with dispatch.guard(name, HOOK, session) as outcome:
            outcome.append(plugins.call_one(HOOK, name, {"session": session, "user": user}))
            answered = True
        if not answered:
            missing.append(name.removeprefix(CORE_PREFIX))
        elif outcome[0]:
            parts[name.removeprefix(CORE_PREFIX)] = dict(outcome[0])
    return OwnData(parts, tuple(sorted(missing)), now())


def part_title(name: str) -> Any:
    """What the page calls a plugin or a feature of the core."""
    entry = portal().plugins.loaded.get(name)
    return entry.plugin.title if entry and entry.plugin and entry.plugin.title else ""


def page_parts(found: OwnData) -> tuple[list[tuple[Any, Mapping[str, Any]]], list[Any]]:
    """(title, data) of each part, and what is missing, as the page shows them."""
    parts: list[tuple[Any, Mapping[str, Any]]] = [
        (part_title(name) or key_words(name), {key: _to_read(one) for key, one in part.items()})
        for name, part in found.parts.items()
    ]
    return parts, [part_title(name) or key_words(name) for name in found.missing]


def _to_read(value: Any) -> Any:
    """The same with days and moments that a plugin wrote for machines as days and moments."""
    if isinstance(value, Mapping):
        return {key: _to_read(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_to_read(one) for one in value]
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
        if "T" not in value:
            return moment.date()
        return moment if moment.tzinfo else value
    return value


def json_file(found: OwnData, user: User, name: str) -> Response:
    """The same as a file, complete and for machines."""
    text = json.dumps(found.as_json(user), ensure_ascii=False, indent=2, default=_plain)
    response = Response(text + "\n", mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def account_data(session: Session, user: User) -> dict[str, Any]:
    """What the core keeps: the account, functions, roles, links sent, failed tries, the trail."""
    return {
        "account": {
            "name": user.name,
            "email": user.email,
            "title": user.title,
            "phone": user.phone,
            "contact_hidden": user.contact_hidden,
            "language": LANGUAGES.get(user.language, user.language),
            "theme": str(THEME_WORDS.get(user.theme, user.theme)),
            "password": _("Chosen. Nobody can read it.")
            if user.password_hash
            else _("Not chosen yet"),
            "active": user.active,
            "created": user.created_at,
            "invited": user.invited_at,
            "last_here": user.last_seen_at,
            "visit_before": user.last_visit_at,
        },
        "functions": [
            {"unit": one.unit.name, "function": str(function_word(one.function))}
            for one in user.memberships
        ],
        "roles": [str(role_name(role)) for role in user.roles],
        "permissions": _permissions(user),
        "links": _links(session, user),
        "failed_tries": _failures(session, user),
        "trail": _trail(session, user),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _permissions(user: User) -> list[str]:
    known = portal().permissions
    held = {one.permission for role in user.roles for one in role.permissions}
    return sorted(str(known[name].title) if name in known else name for name in held)


def _links(session: Session, user: User) -> list[dict[str, Any]]:
    tokens = session.scalars(
        select(Token).where(Token.user_id == user.id).order_by(Token.id.desc())
    )
    return [
        {
            "purpose": token.purpose,
            "sent": token.created_at,
            "expires": token.expires_at,
            "used": token.used_at,
        }
        for token in tokens
    ]


def _failures(session: Session, user: User) -> list[dt.datetime]:
    keys = [account_key(limit, user.email) for limit in (SIGN_IN, CHANGE, RESET)]
    return list(
        session.scalars(
            select(SignInFailure.at)
            .where(SignInFailure.account.in_(keys))
            .order_by(SignInFailure.at.desc())
        )
    )


def _trail(session: Session, user: User) -> list[dict[str, Any]]:
    """What the person did, and what was done to the account, newest first."""
    about_me = (AuditEntry.kind == "person") & (AuditEntry.object_id == user.id)
    rows = session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(or_(AuditEntry.actor_id == user.id, about_me))
        .order_by(AuditEntry.id.desc())
    )
    return [
        {
            "at": entry.at,
            "action": describe(entry.action),
            "by": name or "",
            "kind": str(subject_word(entry.kind)) if entry.kind else "",
            "object_id": entry.object_id,
            "detail": dict(facts(entry.detail)),
        }
        for entry, name in rows
    ]
