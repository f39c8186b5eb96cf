"""The forms for writing to who keeps a sheet."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from portal.api import Form

MAX = 2000


class AskForm(Form):
    """A question."""

    message = TextAreaField(
        _l("Your question"),
        description=_l("Your name and e-mail address go with it, so that you can be answered."),
        validators=[DataRequired(_l("Write your question.")), Length(max=MAX)],
    )


class OutdatedForm(Form):
    """What is out of date."""

    message = TextAreaField(
        _l("What is out of date?"),
        description=_l("A sentence is enough. Your name goes with it."),
        validators=[DataRequired(_l("Write what is out of date.")), Length(max=MAX)],
    )
