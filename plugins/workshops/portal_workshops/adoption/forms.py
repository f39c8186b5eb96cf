"""Saying how it goes, who is responsible, and what somebody does."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from portal.api import Form, PersonField

from .words import STATUSES


class SayForm(Form):
    """How it goes."""

    status = RadioField(
        _l("How does it go?"),
        choices=[SelectChoice(key.value, look.words) for key, look in STATUSES.items()],  # type: ignore[attr-defined]
    )
    note = TextAreaField(
        _l("What have you learned?"),
        description=_l("A sentence is enough. Those responsible for the origin can read it."),
    )


class KeepForm(Form):
    """Who answers, and when it is asked next."""

    responsible_id = PersonField(_l("Who answers for it?"))
    review_on = DateField(
        _l("When shall we ask again?"), validators=[Optional()], format=["%Y-%m-%d", "%d-%m-%Y"]
    )
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class ActionForm(Form):
    """One thing that somebody does."""

    what = StringField(_l("What is to be done?"))
    user_id = PersonField(_l("Who does it?"))
    due_on = DateField(_l("By when?"), validators=[Optional()], format=["%Y-%m-%d", "%d-%m-%Y"])
