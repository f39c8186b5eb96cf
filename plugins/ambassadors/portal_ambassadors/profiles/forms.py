"""The forms of a profile."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import TextArea

from portal.api import Form

from ..vocabulary import CHOSEN, LANGUAGES, NOTE_MAX, REACH, ROLES, TEXT_MAX
from ..words import language_word

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")
PICK_ONE = _l("Choose one from the list.")


class LinesField(StringField):
    """Several names, one on each line; `data` is a list of them."""

    widget = TextArea()

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Splits at the ends of lines, and at the marks people put between names."""
        if valuelist:
            text = str(valuelist[0]).replace("\x00", "")
            lines = (" ".join(line.split()) for line in text.replace(";", "\n").split("\n"))
            self.data = list(dict.fromkeys(line for line in lines if line))


class ProfileForm(Form):
    """What is the ambassador's to say. Fields of parts that the writer may not see are taken out
    (`without`)."""

    help_text = TextAreaField(
        _l("What can you help with?"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
        description=_l("Say it as you would to a colleague at the coffee machine."),
    )
    roles = SelectMultipleField(
        _l("What do you do for others?"),
        description=_l("Choose what fits; most have one or two."),
        choices=[],
        validate_choice=False,
    )
    reach = RadioField(
        _l("How do you prefer to be reached?"),
        choices=[SelectChoice(str(key), look.words) for key, look in REACH.items()],
        validate_choice=False,
    )
    reach_note = StringField(
        _l("When and how"),
        [Length(max=NOTE_MAX, message=TOO_LONG)],
        description=_l("For example: best on Tuesdays, or after two o'clock."),
    )
    languages = SelectMultipleField(_l("Languages"), choices=[], validate_choice=False)
    communities = LinesField(
        _l("Communities"),
        description=_l(
            "Networks, groups and professional communities you are part of. One a line."
        ),
    )
    works = SelectMultipleField(
        _l("Experiments and fact sheets"),
        description=_l("What you were part of. Readers see only what is shared with them."),
        choices=[],
        validate_choice=False,
    )
    version = HiddenField()
    based_on = HiddenField()

    def offer(self, languages: Collection[str]) -> ProfileForm:
        """Gives the choices; `languages` are those the profile has, which may stay."""
        self.roles.choices = [SelectChoice(str(key), look.words) for key, look in ROLES.items()]
        codes = [*LANGUAGES, *(code for code in languages if code not in LANGUAGES)]
        self.languages.choices = [SelectChoice(code, language_word(code)) for code in codes]
        return self

    def without(self, names: Collection[str]) -> ProfileForm:
        """Takes the fields out that the writer may not see."""
        for name in names:
            if name in self:
                del self[name]
        return self


def optional_id(value: Any) -> int | None:
    """What a choice that may be empty was sent as; ValueError for what is no number."""
    if value in (None, "", "None"):
        return None
    number = int(value)
    if not 0 < number < 2**31:
        raise ValueError(value)
    return number


class ChoiceForm(Form):
    """Why and how somebody was chosen, and for what."""

    chosen_how = RadioField(
        _l("How did it come about?"),
        choices=[SelectChoice(str(key), look.words) for key, look in CHOSEN.items()],
        validate_choice=False,
    )
    chosen_by_id = SelectField(
        _l("Chosen by"),
        coerce=optional_id,
        choices=[],
        validate_choice=False,
    )
    chosen_on = DateField(_l("Chosen on"), [Optional()])
    chosen_why = TextAreaField(
        _l("Why this person?"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
        description=_l("Everyone can read it."),
    )
    mandate = TextAreaField(
        _l("Mandate"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
        description=_l("What the ambassador may decide and do, and how much time there is for it."),
    )
    mandate_from = DateField(_l("From"), [Optional()])
    mandate_until = DateField(_l("Until"), [Optional()])
