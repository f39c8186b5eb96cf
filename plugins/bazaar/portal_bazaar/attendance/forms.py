"""The forms of invitations and registration."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.api import Form, PeopleField, PersonField

from .answering import COMING, DECLINED, MAX_NOTE
from .inviting import MAX_TEXT
from .registering import MAX_NAME, MAX_ORGANISATION
from .words import FUNCTIONS, LANGUAGES

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")


class InviteForm(Form):
    """Which educations, in which words, and by when they answer."""

    units = SelectMultipleField(
        _l("Educations"), coerce=int, description=_l("Take the tick from those you leave out.")
    )
    text = TextAreaField(
        _l("Your own words in the invitation"),
        [Length(max=MAX_TEXT, message=TOO_LONG)],
        description=_l("When, where and what we ask of them stands in the mail already."),
    )
    answer_by = DateField(_l("Answer by"), [Optional()])

    def validate_units(self, field: Any) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_l("Choose at least one education."))


class AnswerForm(Form):
    """The education's answer."""

    answer = RadioField(
        _l("Do you come?"),
        [InputRequired(_l("Choose one of them."))],
        choices=[
            SelectChoice(COMING, _l("Yes, we come")),
            SelectChoice(DECLINED, _l("No, we cannot")),
        ],
    )
    leaders = PeopleField(
        _l("Who comes as leader?"),
        description=_l("You, or somebody who decides for the education that day."),
    )
    teachers = PeopleField(
        _l("Which teachers come?"), description=_l("At least one; two talk better afterwards.")
    )
    others = PeopleField(_l("Who else comes?"))
    asks = RadioField(
        _l("Have they said yes?"),
        choices=[
            SelectChoice("yes", _l("Yes: register them")),
            SelectChoice("ask", _l("Not yet: ask them by mail")),
        ],
        default="yes",
    )
    reason = TextAreaField(
        _l("Why not?"),
        [Length(max=MAX_NOTE, message=TOO_LONG)],
        description=_l("The organisers read it. They may be able to help."),
    )
    #: The people who stood on the form: nobody else is taken out by it.
    seen = HiddenField()

    def validate_leaders(self, field: Any) -> None:
        """Somebody comes, if they come."""
        everybody = [*(field.data or ()), *(self.teachers.data or ()), *(self.others.data or ())]
        if self.answer.data == COMING and not everybody and not field.errors:
            raise ValidationError(_l("Write who comes: a leader and at least one teacher."))

    def validate_reason(self, field: Any) -> None:
        """A reason, if they do not."""
        if self.answer.data == DECLINED and not field.data:
            raise ValidationError(_l("Write why, so that the organisers can help."))


class DelegateForm(Form):
    """Who answers instead."""

    delegate = PersonField(
        _l("Who answers instead of the leader?"),
        description=_l("They name who comes, and get the reminders."),
    )


class MineForm(Form):
    """One's own registration."""

    education = SelectField(
        _l("Which education do you come for?"),
        coerce=int,
        description=_l("If you do not belong to it, its leader is asked first."),
    )
    function = RadioField(
        _l("What do you come as?"),
        choices=[SelectChoice(str(key), words) for key, words in FUNCTIONS.items()],
    )
    stands = SelectMultipleField(
        _l("Which stands are you curious about?"),
        coerce=int,
        description=_l("You are told if one of them moves. You can visit all of them."),
    )
    shares_name = BooleanField(
        _l("The keepers of the stands I visit may see my name"),
        description=_l("Without the tick they see only that somebody was there."),
    )


class SubstituteForm(Form):
    """Who comes instead."""

    user = PersonField(_l("Which colleague comes instead?"))
    name = StringField(
        _l("Or somebody without an account: name"), [Length(max=MAX_NAME, message=TOO_LONG)]
    )
    email = StringField(_l("Their e-mail"), [Length(max=254, message=TOO_LONG)])

    def validate_user(self, field: Any) -> None:
        """One of the two."""
        if not field.data and not self.name.data and not field.errors:
            raise ValidationError(_l("Choose a colleague, or write who comes."))


class VisitorForm(Form):
    """A visitor, as the organisers write one down."""

    user = PersonField(_l("Colleague"), description=_l("Leave it empty for a guest."))
    name = StringField(_l("Guest: name"), [Length(max=MAX_NAME, message=TOO_LONG)])
    email = StringField(
        _l("Guest: e-mail"),
        [Length(max=254, message=TOO_LONG)],
        description=_l("For the personal link. Without it the badge is enough."),
    )
    organisation = StringField(
        _l("Guest: where from?"), [Length(max=MAX_ORGANISATION, message=TOO_LONG)]
    )
    language = SelectField(
        _l("Guest: language of the mails"),
        choices=[SelectChoice(code, words) for code, words in LANGUAGES],
    )
    education = SelectField(_l("Comes for"), coerce=int)
    function = SelectField(
        _l("Comes as"), choices=[SelectChoice(str(key), words) for key, words in FUNCTIONS.items()]
    )

    def validate_user(self, field: Any) -> None:
        """One of the two."""
        if not field.data and not self.name.data and not field.errors:
            raise ValidationError(_l("Choose a colleague, or write the name of a guest."))


class DayForm(Form):
    """A day on which reminders go out by themselves."""

    on = DateField(_l("Also on"), [InputRequired(_l("Choose a day."))])


class GuestDataForm(Form):
    """How long guests' data are kept."""

    guest_months = SelectField(
        _l("Delete guests' names and addresses"),
        coerce=int,
        choices=[
            SelectChoice(1, _l("a month after the effect is known")),
            SelectChoice(6, _l("6 months after the effect is known")),
            SelectChoice(12, _l("12 months after the effect is known")),
            SelectChoice(24, _l("24 months after the effect is known")),
        ],
    )
