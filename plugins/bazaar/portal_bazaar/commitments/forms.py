"""The form of a commitment."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.api import Form

from .data import CommitmentData
from .words import PRACTICE_MAX, WHO_MAX

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")


class CommitmentForm(Form):
    """What, from where, who, by when."""

    practice = TextAreaField(
        _l("What do you take home?"),
        [
            InputRequired(_l("Write what you take home.")),
            Length(max=PRACTICE_MAX, message=TOO_LONG),
        ],
        description=_l("What you will do at home, in your own words."),
    )
    stand_id = SelectField(_l("From which stand?"), [Optional()])
    people = SelectMultipleField(_l("Who?"), [Optional()])
    who = StringField(
        _l("Who else, in words"),
        [Length(max=WHO_MAX, message=TOO_LONG)],
        description=_l("Such as: the team of the second term."),
    )
    by_when = DateField(_l("By when?"), [Optional()])
    wants_workshop = BooleanField(_l("We would like a workshop about it"))
    version = HiddenField()
    based_on = HiddenField()

    def choose(self, stands: list[tuple[int, str]], people: list[tuple[int, str]]) -> None:
        """What can be chosen."""
        self.stand_id.choices = [
            SelectChoice("", str(_l("No stand: an idea of our own"))),
            *(SelectChoice(str(key), words) for key, words in stands),
        ]
        self.people.choices = [SelectChoice(str(key), words) for key, words in people]

    def commitment_data(self) -> CommitmentData:
        """What it says; call it after `validate`."""
        stand: Any = self.stand_id.data
        return CommitmentData(
            practice=self.practice.data or "",
            stand_id=int(stand) if stand else None,
            who=self.who.data or "",
            people=tuple(int(one) for one in self.people.data or ()),
            by_when=self.by_when.data,
            wants_workshop=bool(self.wants_workshop.data),
        )


class ThanksForm(Form):
    """The organisers' own words above each visitor's card."""

    text = TextAreaField(
        _l("Your words"),
        [Optional(), Length(max=4_000, message=TOO_LONG)],
        description=_l("Plain text. Below it each one gets the own card."),
    )
