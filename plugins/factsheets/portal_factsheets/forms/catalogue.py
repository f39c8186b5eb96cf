"""The forms of labs, programmes, tracks and concepts."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.api import Form

from ..models import Lab, Programme
from ..models.catalogue import NAME_LENGTH, SUMMARY_LENGTH
from .fields import PICK_ONE, TOO_LONG, IdField, WordsField, markdown_field

OTHER_NAMES_MAX = 20


class EntryForm(Form):
    """What every entry has. `version` is the one the form was made from."""

    version = HiddenField()
    seen = HiddenField()
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Write a name.")), Length(max=NAME_LENGTH, message=TOO_LONG)],
    )

    other_names = WordsField(
        _l("Also called"),
        description=_l("Other names it goes by, with commas. An import knows it by them too."),
    )

    def offer(self, session: Session) -> None:
        """Gives the choices; called before anything else is done with the form."""

    def validate_other_names(self, field: Any) -> None:
        """A handful, none too long."""
        if len(field.data or ()) > OTHER_NAMES_MAX:
            raise ValidationError(_("Keep to %(number)s names.", number=OTHER_NAMES_MAX))
        if any(len(name) > NAME_LENGTH for name in field.data or ()):
            raise ValidationError(
                _("Make each name shorter: at most %(number)s characters.", number=NAME_LENGTH)
            )


class LabForm(EntryForm):
    """A lab."""

    description = markdown_field(_l("Description"), _l("What is tried here, in a few lines."))


class ProgrammeForm(EntryForm):
    """A programme."""

    lab_id = IdField(_l("Lab"), description=_l("The development lab it belongs to."))
    description = markdown_field(_l("Description"), _l("What the programme wants to change."))
    theory = markdown_field(
        _l("Theory of change"),
        _l("From the challenge to the effect you hope for: what must happen on the way?"),
    )

    def offer(self, session: Session) -> None:
        """The labs."""
        labs = session.scalars(select(Lab).order_by(Lab.position, Lab.name))
        self.lab_id.offer(_("No lab"), [SelectChoice(str(lab.id), lab.name) for lab in labs])


class TrackForm(EntryForm):
    """A track."""

    programme_id = IdField(_l("Programme"), [DataRequired(PICK_ONE)])
    description = markdown_field(_l("Description"), _l("What the experiments look into."))
    theory = markdown_field(
        _l("Theory of change"),
        _l("From the challenge to the effect you hope for: what must happen on the way?"),
    )

    def offer(self, session: Session) -> None:
        """The programmes."""
        rows = session.scalars(select(Programme).order_by(Programme.name))
        self.programme_id.offer(_("Choose one"), [SelectChoice(str(r.id), r.name) for r in rows])


class ConceptForm(EntryForm):
    """A concept, with the text of its own."""

    summary = TextAreaField(
        _l("In a sentence or two"),
        [Length(max=SUMMARY_LENGTH, message=TOO_LONG)],
        description=_l("What it is, said to a colleague in the corridor. It stands on the cards."),
    )
    purpose = markdown_field(_l("Purpose"), _l("What it is good for, and what it changes."))
    audience = markdown_field(_l("Whom it is for"), _l("Who can use it, and when."))
    parts = markdown_field(_l("Phases or parts"), _l("The steps, so that others can follow them."))
    success = markdown_field(_l("What makes it succeed"), _l("What must be in place."))
    attention = markdown_field(_l("Points of attention"), _l("What others should look out for."))
    findings = markdown_field(_l("Findings"), _l("What is known about its effect."))
    other = markdown_field(
        _l("What else contributed"),
        _l("Books, projects and people besides the experiments."),
    )


FORMS: dict[str, type[EntryForm]] = {
    "lab": LabForm,
    "programme": ProgrammeForm,
    "track": TrackForm,
    "concept": ConceptForm,
}


def values_of(form: EntryForm) -> dict[str, Any]:
    """What the services are given; a field that was not sent is left as it is."""
    left_out = {"csrf_token", "version", "seen"}
    return {
        field.name: field.data for field in form if field.raw_data and field.name not in left_out
    }
