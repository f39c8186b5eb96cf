"""Proposing, deciding, agreeing."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from portal.api import Form, PersonField

from ..profiles.forms import TOO_LONG
from ..vocabulary import TEXT_MAX
from .services import REASON_MAX
from .states import VERDICTS

_SHORT = Length(max=REASON_MAX, message=TOO_LONG)
_LONG = Length(max=TEXT_MAX, message=TOO_LONG)


class ReasonForm(Form):
    """Why somebody should be an ambassador."""

    reason = TextAreaField(
        _l("Why?"),
        [DataRequired(_l("Write a few sentences.")), _SHORT],
        description=_l("Only the person, who proposes and the coordinators read it."),
    )


class MotivationForm(Form):
    """Why one would like to be an ambassador."""

    reason = TextAreaField(
        _l("Why would you like to be an ambassador?"),
        [DataRequired(_l("Write a few sentences.")), _SHORT],
        description=_l("Only the coordinators read it."),
    )


class DecideForm(Form):
    """Yes, later or no; with a yes what everyone sees."""

    verdict = RadioField(
        _l("Your decision"),
        [DataRequired(_l("Choose one from the list."))],
        choices=[SelectChoice(key, look.words) for key, look in VERDICTS.items()],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("A few words to the person"),
        [_SHORT],
        description=_l("With a no or a later they are needed."),
    )
    later_on = DateField(
        _l("With a later: look at it again on"), [Optional()], description=_l("We remind you.")
    )
    chosen_why = TextAreaField(
        _l("With a yes: why this person?"), [_LONG], description=_l("Everyone can read it.")
    )
    mandate = TextAreaField(
        _l("Mandate"),
        [_LONG],
        description=_l("What the ambassador may decide and do, and how much time there is for it."),
    )
    mandate_from = DateField(_l("From"), [Optional()])
    mandate_until = DateField(_l("Until"), [Optional()])


class AgreementForm(Form):
    """What both sides expect."""

    purpose = TextAreaField(_l("Purpose"), [DataRequired(_l("Write what it is for.")), _LONG])
    tasks = TextAreaField(_l("Tasks"), [_LONG])
    time = TextAreaField(_l("Time each month"), [_LONG])
    mandate = TextAreaField(_l("Mandate"), [_LONG])
    contact_id = PersonField(_l("Whom the ambassador turns to"))
    based_on = HiddenField()
