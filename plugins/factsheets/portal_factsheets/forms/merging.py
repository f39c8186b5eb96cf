"""The form that names the entry into which another is merged."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.api import Form

from ..models import Programme, Track
from ..services.catalogue import MODELS, Entry, kind_of
from .fields import PICK_ONE, IdField


class MergeForm(Form):
    """Into which one."""

    into = IdField(_l("Merge it into"), [InputRequired(PICK_ONE)])

    def offer(self, session: Session, entry: Entry) -> None:
        """The other entries of its kind; tracks by their programme."""
        model: Any = MODELS[kind_of(entry)]
        statement = select(model).where(model.id != entry.id).order_by(model.name, model.id)
        if model is Track:
            statement = (
                statement.options(joinedload(Track.programme))
                .join(Programme)
                .order_by(None)
                .order_by(Programme.name, Programme.id, Track.name, Track.id)
            )
        self.into.offer(
            _("Choose one"),
            [
                SelectChoice(
                    str(row.id), row.name, optgroup=row.programme.name if model is Track else None
                )
                for row in session.scalars(statement)
            ],
        )
