"""The forms of the list of competences. The rules are in `services`, which names the field."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from portal.api import Form

from ..profiles.forms import LinesField, optional_id
from ..vocabulary import DESCRIPTION_MAX, NAME_MAX


class GroupForm(Form):
    """A group's name."""

    name = StringField(_l("What is the group called?"), render_kw={"maxlength": NAME_MAX})


class CompetenceForm(Form):
    """One competence."""

    name = StringField(_l("What is the competence called?"), render_kw={"maxlength": NAME_MAX})
    group_id = SelectField(_l("Group"), coerce=optional_id, validate_choice=False, choices=[])
    synonyms = LinesField(
        _l("What else is it called?"),
        description=_l("Other words people look for. One a line; the search knows them all."),
    )
    description = TextAreaField(
        _l("In one sentence"), render_kw={"maxlength": DESCRIPTION_MAX, "rows": 2}
    )
    version = HiddenField()


class MergeForm(Form):
    """Which competence another becomes part of."""

    into = SelectField(_l("Merge it into"), coerce=optional_id, validate_choice=False, choices=[])
