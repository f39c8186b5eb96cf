"""The forms of leaving, returning and erasing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from portal.leaving.planning import DRAFTS_KEPT, Plan
from portal.web.addresses import as_id
from portal.web.forms import Form

NOBODY = "0"
#: The id of somebody who cannot be: a plan with it is refused, and nobody leaves without successor
#: because a choice could not be read.
UNKNOWN = -1
GROUP, THING = "group-", "thing-"


def _someone(sent: object) -> int | None:
    """The id that was sent; None where nothing was."""
    return (as_id(sent) or UNKNOWN) if str(sent or "").strip() else None


class LeavingForm(Form):
    """When, and who takes over."""

    leaves_on = DateField(
        _l("From when is the person gone?"),
        description=_l("Today closes the account at once, a later day at midnight as it begins."),
        validators=[InputRequired(_l("Choose a day."))],
    )
    everything = SelectField(_l("Who takes over?"), coerce=_someone, validate_choice=False)
    drafts = RadioField(
        _l("What was typed and not saved"),
        choices=[
            SelectChoice(
                "keep", _l("Keep it for %(days)s days, in case they return", days=DRAFTS_KEPT)
            ),
            SelectChoice("give", _l("Give it to the one who takes over")),
        ],
        default="keep",
    )

    def offer(self, people: Iterable[tuple[int, str]]) -> LeavingForm:
        """Fills the list of people."""
        nobody = SelectChoice("", _("Nobody yet"))
        self.everything.choices = [
            nobody,
            *(SelectChoice(str(person), name) for person, name in people),
        ]
        return self

    def plan(self, sent: Mapping[str, str]) -> Plan:
        """What was chosen; `sent` holds the choices for groups and single things."""
        return Plan(
            everything=self.everything.data,
            groups=_chosen(sent, GROUP),
            things=_chosen(sent, THING),
            drafts=self.drafts.data or "keep",
        )


class GiveForm(Form):
    """Who takes over what was left behind."""

    successor = SelectField(_l("Who takes over?"), coerce=as_id, validate_choice=False)


class ReturnForm(Form):
    """Whether the functions come back too."""

    functions = BooleanField(_l("Give the functions back too"), default=True)


class EraseForm(Form):
    """The address, typed."""

    typed = EmailField(
        _l("Write the person's e-mail address to confirm"),
        validators=[InputRequired(_l("Write the address."))],
        render_kw={"autocomplete": "off", "maxlength": 254},
    )


def _chosen(sent: Mapping[str, str], prefix: str) -> dict[str, int]:
    """Names to ids of people; 0 for nobody. What is empty was not chosen."""
    found: dict[str, int] = {}
    for name, value in sent.items():
        if name.startswith(prefix) and len(name) <= 120:
            chosen = 0 if value == NOBODY else _someone(value)
            if chosen is not None:
                found[name.removeprefix(prefix)] = chosen
    return found
