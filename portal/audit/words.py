"""Actions and their details in words; what nobody has words for is shown as its code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.access.permissions import ROLES
from portal.runtime import portal
from portal.units.words import function_word, kind_word
from portal.web.context import moment_words

_WORDS: dict[str, Any] = {
    "account.created": _l("Made an account"),
    "account.password": _l("Changed a password"),
    "account.changed": _l("Changed an account"),
    "account.roles": _l("Changed a person's roles"),
    "account.invited": _l("Sent an invitation"),
    "account.reset_asked": _l("Asked for a new password"),
    "account.reset_sent": _l("Sent a link to a new password"),
    "account.paused": _l("Sign-in was paused after failed tries"),
    "account.enabled": _l("Opened an account"),
    "account.disabled": _l("Disabled an account"),
    "calendar.address_ended": _l("Ended the address of a calendar"),
    "calendar.address_made": _l("Made an address for a calendar"),
    "event.cancelled": _l("Cancelled an event"),
    "event.changed": _l("Changed an event"),
    "event.scheduled": _l("Called people together"),
    "feedback.outdated": _l("Said that a page is out of date"),
    "file.attached": _l("Added a file"),
    "file.detached": _l("Took a file away"),
    "history.restored": _l("Brought an earlier version back"),
    "function.added": _l("Gave a person a function"),
    "function.removed": _l("Took a function from a person"),
    "plugin.enabled": _l("Switched a plugin on"),
    "plugin.disabled": _l("Switched a plugin off"),
    "plugin.purged": _l("Deleted the data of a plugin"),
    "plugin.forgotten": _l("Forgot a plugin that was gone"),
    "plugin.restored": _l("Brought the data of a plugin back"),
    "role.created": _l("Made a role"),
    "role.changed": _l("Changed a role"),
    "role.deleted": _l("Deleted a role"),
    "synonyms.added": _l("Added words that mean the same"),
    "synonyms.changed": _l("Changed words that mean the same"),
    "synonyms.deleted": _l("Deleted words that mean the same"),
    "unit.created": _l("Made a unit"),
    "unit.changed": _l("Changed a unit"),
    "unit.closed": _l("Closed a unit"),
    "unit.opened": _l("Opened a unit again"),
    "unit.deleted": _l("Deleted a unit"),
}

# What the facts of an entry are called; a fact without words bears its own name.
_FACTS: dict[str, Any] = {
    "added": _l("Added"),
    "contact_hidden": _l("Who sees e-mail and phone"),
    "description": _l("Description"),
    "email": _l("E-mail"),
    "fields": _l("Changed"),
    "function": _l("Function"),
    "holders": _l("People who had it"),
    "kind": _l("Kind"),
    "name": _l("Name"),
    "language": _l("Language"),
    "page": _l("Page"),
    "parent": _l("Place"),
    "phone": _l("Phone"),
    "plugin": _l("Plugin"),
    "removed": _l("Removed"),
    "roles": _l("Roles"),
    "title": _l("Title"),
    "town": _l("Town"),
    "unit": _l("Unit"),
    "units": _l("Units"),
    "until": _l("Until"),
    "version": _l("Version"),
    "words": _l("Words"),
}
# What is written about that is no kind of the registry.
_SUBJECTS: dict[str, Any] = {
    "unit": _l("Unit"),
    "role": _l("Role"),
    "synonyms": _l("Words of the search"),
}
# Facts that are one thing: two of them are what it was and what it became.
_SINGLE = ("name", "email", "title", "town")
LONGEST = 300


def name_actions(
    words: Mapping[str, Any],
    *,
    facts: Mapping[str, Any] | None = None,
    kinds: Mapping[str, Any] | None = None,
) -> None:
    """Gives actions words: `{'sheet.published': _l('Published a fact sheet')}`; also the names
    of their details (`facts`), and what they are about where that is no kind of the registry
    (`kinds`). For plugins, once, at the start; words that are there already stay."""
    for known, new in ((_WORDS, words), (_FACTS, facts), (_SUBJECTS, kinds)):
        for code, text in (new or {}).items():
            known.setdefault(code, text)


def describe(action: str) -> str:
    """What was done, in words of the reader's language."""
    return str(_WORDS.get(action, action))


def subject_word(kind: str) -> Any:
    """What an entry is about, in a word; the code where nobody has one."""
    known = portal().kinds.get(kind)
    return _SUBJECTS.get(kind) or (known.title if known else kind)


def facts(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The details of an entry as (what, text) pairs; empty ones are left out."""
    found: list[tuple[str, str]] = []
    for key, value in detail.items():
        if key == "changes" and isinstance(value, Mapping):
            found.extend((_fact(what), _change(what, pair)) for what, pair in value.items())
        elif key in _SINGLE:
            found.append((_fact(key), _change(key, value)))
        else:
            found.append((_fact(key), _text(key, value)))
    return [(what, text) for what, text in found if text]


def _fact(key: str) -> str:
    return str(_FACTS.get(key, key.replace("_", " ")))


def _change(key: str, pair: Any) -> str:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return _text(key, pair)
    before, after = (_text(key, value) or "\u2013" for value in pair)
    return f"{before} \u2192 {after}"


def _text(key: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        text = ", ".join(filter(None, (_text(key, one) for one in value)))
    elif isinstance(value, Mapping):
        text = ", ".join(f"{_fact(str(k))}: {_text(str(k), v)}" for k, v in value.items())
    else:
        text = str(_VALUES[key](str(value)) if key in _VALUES else value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026"


def _granted(name: str) -> Any:
    """A permission or a role: either may be added and removed."""
    known = portal().permissions.get(name)
    return known.title if known else _role(name)


def _role(key: str) -> Any:
    return ROLES[key][0] if key in ROLES else key


def _moment(text: str) -> str:
    try:
        return moment_words(dt.datetime.fromisoformat(text))
    except ValueError:
        return text


_VALUES: dict[str, Callable[[str], Any]] = {
    "added": _granted,
    "removed": _granted,
    "fields": _fact,
    "roles": _role,
    "function": function_word,
    "kind": kind_word,
    "until": _moment,
}
