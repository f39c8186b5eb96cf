"""The form of an article."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.api import Form, PeopleField

from .states import LEAD_MAX, TEXT_MAX, TITLE_MAX

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")


class ArticleForm(Form):
    """What an article says, and who wrote it."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give the article a title.")), Length(max=TITLE_MAX, message=TOO_LONG)],
    )
    lead = TextAreaField(
        _l("Lead"),
        [Length(max=LEAD_MAX, message=TOO_LONG)],
        description=_l("Two lines that make others want to read on."),
    )
    text = TextAreaField(_l("Article"), [Length(max=TEXT_MAX, message=TOO_LONG)])
    author_ids = PeopleField(_l("Who wrote it?"))
    version = HiddenField()
    based_on = HiddenField()
