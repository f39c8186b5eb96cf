"""The forms of the day."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.api import Form, PersonField

from ..attendance.registering import MAX_NAME, MAX_ORGANISATION
from ..attendance.words import FUNCTIONS
from .devices import MAX_NAME as MAX_DEVICE

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")


class MailForm(Form):
    """Asks for a link."""

    email = StringField(
        _l("Your e-mail"),
        [InputRequired(_l("Write your e-mail.")), Length(max=254, message=TOO_LONG)],
    )
    next = HiddenField()


class BadgeForm(Form):
    """The number on the badge, and what is not on it: a code that the door tells."""

    number = StringField(
        _l("Number on your badge"),
        [InputRequired(_l("Write the number on your badge.")), Length(max=12, message=TOO_LONG)],
    )
    second = StringField(
        _l("The code from the door"),
        [InputRequired(_l("Write the code.")), Length(max=40, message=TOO_LONG)],
        description=_l("Ask at the door: six letters and digits, such as 4KX-9TB."),
    )
    next = HiddenField()


class ArriveForm(Form):
    """Somebody at the door who is on no list, or comes instead of somebody.

    On a shared tablet nobody is offered the names of the portal's people: a colleague is known by
    their whole mail address.
    """

    user = PersonField(_l("Colleague"), description=_l("Leave it empty for a guest."))
    name = StringField(_l("Name"), [Length(max=MAX_NAME, message=TOO_LONG)])
    email = StringField(
        _l("E-mail"),
        [Length(max=254, message=TOO_LONG)],
        description=_l("Who has an account is known by it."),
    )
    organisation = StringField(_l("Where from?"), [Length(max=MAX_ORGANISATION, message=TOO_LONG)])
    education = SelectField(_l("Comes for"), coerce=int)
    function = RadioField(
        _l("Comes as"),
        choices=[SelectChoice(str(key), words) for key, words in FUNCTIONS.items()],
        default="other",
    )

    def validate_name(self, field: Any) -> None:
        """Somebody."""
        known = self.user is not None and (self.user.data or self.user.errors)
        if not known and not field.data and not self.email.data:
            raise ValidationError(_l("Write who it is."))


class DeviceForm(Form):
    """A shared tablet."""

    name = StringField(
        _l("What is it called?"),
        [
            InputRequired(_l("Write what to call the tablet, such as 'Door A'.")),
            Length(max=MAX_DEVICE, message=TOO_LONG),
        ],
    )


class CodeForm(Form):
    """A stand that a visitor without a phone was at."""

    badge = StringField(
        _l("Number on the badge, or scan it"),
        [InputRequired(_l("Write the number on the badge.")), Length(max=300, message=TOO_LONG)],
    )
    code = StringField(
        _l("Short codes of the stands"),
        [InputRequired(_l("Write at least one code.")), Length(max=300, message=TOO_LONG)],
        description=_l("Several at once, with a space between them."),
    )
