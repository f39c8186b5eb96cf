"""Being away, and asking."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.api import Form

from ..profiles.forms import TOO_LONG, optional_id
from .services import MESSAGE_MAX


class AbsenceForm(Form):
    """From, to, and who stands in."""

    first = DateField(_l("Away from"), [InputRequired(_l("Choose a day."))])
    last = DateField(_l("Away until"), [InputRequired(_l("Choose a day."))])
    deputy_id = SelectField(
        _l("Who stands in?"),
        coerce=optional_id,
        choices=[],
        validate_choice=False,
        description=_l("They are asked first. Questions go to them once they have said yes."),
    )

    def offer(self, deputies: Mapping[int, str]) -> AbsenceForm:
        """Gives the choices."""
        nobody = SelectChoice("", _l("Nobody"))
        rows = [SelectChoice(str(key), name) for key, name in deputies.items()]
        self.deputy_id.choices = [nobody, *rows]
        return self


class AskForm(Form):
    """A question."""

    message = TextAreaField(
        _l("Your question"),
        [
            DataRequired(_l("Write your question.")),
            Length(max=MESSAGE_MAX, message=TOO_LONG),
        ],
        description=_l("Your name and e-mail address go with it, so that you can be answered."),
    )
    to = HiddenField()
