"""The forms of the accounts: what people type, and what is said when it cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.access.models import Role
from portal.access.permissions import role_name
from portal.accounts.passwords import MAX_LENGTH, MIN_LENGTH, is_guessable
from portal.accounts.services import MAX_EMAIL, MAX_NAME, MAX_PHONE, MAX_TITLE
from portal.runtime import portal
from portal.units.models import Function
from portal.units.words import FUNCTION_WORDS
from portal.web.context import THEMES
from portal.web.forms import Form
from portal.web.i18n import LANGUAGES

THEME_WORDS = {
    "auto": _l("As my device"),
    "light": _l("Light"),
    "dark": _l("Dark"),
}


def _choices(words: Any) -> list[SelectChoice]:
    return [SelectChoice(str(value), title) for value, title in words.items()]


def _at_most(number: int) -> Length:
    return Length(max=number, message=_l("Write at most %(max)d characters."))


def role_choices(roles: Iterable[Role]) -> list[SelectChoice]:
    """Roles to choose from."""
    return [SelectChoice(role.key, role_name(role)) for role in roles]


class OpenForm(Form):
    """A form for those who are not signed in. Its page may have been open for so long that its
    session is gone: then it is shown again, ready to be sent, instead of a page of errors."""

    def went_stale(self) -> bool:
        """Whether the form's token no longer holds; call after validating."""
        if not self.csrf_token.errors:
            return False
        self.csrf_token.errors = []
        self.form_errors.append(_("The page had been open for a long time. Send it once more."))
        return True


class SignInForm(OpenForm):
    """Address and password."""

    email = EmailField(
        _l("E-mail"),
        validators=[DataRequired(_l("Write your e-mail address.")), _at_most(MAX_EMAIL)],
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password."))])


class ForgotForm(OpenForm):
    """Where to send the link."""

    email = EmailField(
        _l("E-mail"),
        description=_l("The address you sign in with."),
        validators=[DataRequired(_l("Write your e-mail address.")), _at_most(MAX_EMAIL)],
    )


def _password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        description=_l(
            "At least %(number)s characters. Three or four words that you alone put together are "
            "easy to remember and hard to guess.",
            number=MIN_LENGTH,
        ),
        validators=[InputRequired(_l("Write a password."))],
    )


class _NewPassword(Form):
    """A new password. It is typed once: whoever doubts it can have it shown."""

    password = _password(_l("New password"))
    #: What everybody knows about the person: no password.
    about: tuple[str, ...] = ()

    def validate_password(self, field: Any) -> None:
        """Long enough, and not the first that anybody would try."""
        if len(field.data) < MIN_LENGTH:
            raise ValidationError(
                _(
                    "Write at least %(number)s characters, a few words for instance.",
                    number=MIN_LENGTH,
                )
            )
        if len(field.data) > MAX_LENGTH:
            raise ValidationError(_("Write at most %(number)s characters.", number=MAX_LENGTH))
        if is_guessable(field.data, (*self.about, portal().settings.name)):
            raise ValidationError(_("That one is easy to guess. Put a few words together."))


class ResetForm(_NewPassword, OpenForm):
    """A new password, from a mailed link."""


class AcceptForm(_NewPassword, OpenForm):
    """What an invited person says: the name as it should be, and a password."""

    name = StringField(
        _l("Your name"),
        validators=[DataRequired(_l("Write your name.")), _at_most(MAX_NAME)],
    )
    password = _password(_l("Password"))


class PasswordForm(_NewPassword):
    """A new password, from somebody who knows the present one."""

    present = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Write your present password."))]
    )


class ProfileForm(Form):
    """What people say of themselves, and how the portal looks to them."""

    name = StringField(
        _l("Name"), validators=[DataRequired(_l("Write your name.")), _at_most(MAX_NAME)]
    )
    title = StringField(
        _l("Title"),
        description=_l("What you do, in a few words: Lecturer, Head of studies."),
        validators=[_at_most(MAX_TITLE)],
    )
    phone = TelField(
        _l("Phone"),
        description=_l("Colleagues see it on your page."),
        validators=[_at_most(MAX_PHONE)],
    )
    contact_hidden = BooleanField(
        _l("Keep my e-mail and phone to my leaders"),
        description=_l(
            "Nobody else sees them: not on your page, not in lists, files or the search. Those "
            "who keep accounts and units still do."
        ),
    )
    language = RadioField(_l("Language"), choices=_choices(LANGUAGES))
    theme = RadioField(
        _l("Light or dark"), choices=_choices({theme: THEME_WORDS[theme] for theme in THEMES})
    )


class AccountForm(Form):
    """An account, for administrators. Set the choices of `roles` before validating."""

    name = StringField(
        _l("Name"), validators=[DataRequired(_l("Write a name.")), _at_most(MAX_NAME)]
    )
    email = EmailField(
        _l("E-mail"),
        description=_l("The person signs in with it. A new one is told to the old one."),
        validators=[DataRequired(_l("Write an e-mail address.")), _at_most(MAX_EMAIL)],
    )
    title = StringField(_l("Title"), validators=[_at_most(MAX_TITLE)])
    phone = TelField(_l("Phone"), validators=[_at_most(MAX_PHONE)])
    language = RadioField(_l("Language"), choices=_choices(LANGUAGES))
    roles = SelectMultipleField(
        _l("Roles"), description=_l("What the person may do. It counts at once.")
    )


class InviteForm(Form):
    """Whom to invite. Set the choices of `roles` and `unit` before validating."""

    people = TextAreaField(
        _l("Whom?"),
        description=_l(
            "E-mail addresses, one a line. A name may stand with each: Ane Holm, ane@skole.dk. "
            "You can paste a column of a spreadsheet."
        ),
        validators=[
            DataRequired(_l("Write at least one e-mail address.")),
            _at_most(40_000),
        ],
    )
    roles = SelectMultipleField(_l("Roles"), description=_l("What they may do here."))
    unit = SelectField(
        _l("Unit"), description=_l("Where they belong, if all of them belong to one.")
    )
    function = SelectField(
        _l("Function in the unit"),
        choices=_choices(FUNCTION_WORDS),
        default=Function.TEACHER.value,
    )
    language = RadioField(_l("Language of the invitation"), choices=_choices(LANGUAGES))
