"""The canvas in the sub-navigation of an education and of a series."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.api import Actor

from ..frame import Tab
from ..models import Participation


def participation_tabs(
    session: Session, actor: Actor, participation: Participation
) -> Iterable[Tab]:
    """For everyone who sees the education's work."""
    url = url_for("workshops_canvas.index", participation_id=participation.id)
    return [Tab(10, _("Canvas"), url, "compass", ("workshops_canvas.",))]
