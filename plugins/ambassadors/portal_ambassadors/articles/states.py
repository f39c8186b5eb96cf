"""The states of an article, in words."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from ..vocabulary import Look

KIND = "ambassador_article"
TITLE_MAX, LEAD_MAX, TEXT_MAX, AUTHORS_MAX = 160, 400, 20_000, 8


class State(StrEnum):
    """Who reads it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken_down"


STATES: dict[str, Look] = {
    State.DRAFT: Look(_l("Draft"), "pencil-square"),
    State.PUBLISHED: Look(_l("Published"), "globe"),
    State.TAKEN_DOWN: Look(_l("Taken down"), "archive"),
}
