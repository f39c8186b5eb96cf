"""What was done to an object, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.history.models import Revision
from portal.history.recording import CREATED, EDITED, KEPT, RESTORED

_WORDS: dict[str, Any] = {
    CREATED: _l("Made"),
    EDITED: _l("Changed"),
    KEPT: _l("As it was when the history began"),
    "published": _l("Published"),
    "unpublished": _l("Made a draft again"),
    "archived": _l("Archived"),
    "imported": _l("Imported"),
    "reviewed": _l("Looked through"),
    "merged": _l("Put together from two versions"),
}


def name_history_actions(words: Mapping[str, Any]) -> None:
    """Gives further actions words, for kinds that pass `action` to `saved`; words that are there
    already stay."""
    for action, text in words.items():
        _WORDS.setdefault(action, text)


def action_words(revision: Revision) -> str:
    """What was done, in words of the reader's language; an unknown action is a change."""
    if revision.action == RESTORED:
        return _("Brought back version %(number)s", number=revision.source)
    return str(_WORDS.get(revision.action, _WORDS[EDITED]))
