"""The form of a fact sheet. Its fields bear the names of `SheetData`, but for `belongs`, which is
programme and track in one choice: so the two can never disagree."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    MonthField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.api import Form, PersonField, VisibilityFields

from ..vocabulary import (
    CONCEPTS_MAX,
    INSTITUTION_MAX,
    KINDS,
    OUTCOMES,
    PHASES,
    SECTION_MAX,
    SUMMARY_MAX,
    TAG_MAX,
    TAGS_MAX,
    TITLE_MAX,
    SheetKind,
)
from .fields import (
    PICK_ONE,
    TOO_LONG,
    IdField,
    LinesField,
    LinksField,
    WordsField,
    markdown_field,
    optional_id,
)

MONTHS = ["%Y-%m", "%m-%Y", "%m/%Y", "%m.%Y", "%Y/%m"]
NO_MONTH = _l("Write year and month like this: 2025-08")
NO_DAY = _l("Write the date like this: 2025-08-31")


def _short(limit: int) -> Length:
    return Length(max=limit, message=TOO_LONG)


def _text(label: Any, description: Any) -> Any:
    return TextAreaField(label, [_short(SECTION_MAX)], description=description)


class SheetForm(VisibilityFields, Form):
    """Everything people write about a sheet; only the title must be there to save it."""

    #: The programme of each track that is offered, by their ids.
    programme_of: dict[int, int]

    version = HiddenField()
    seen = HiddenField()

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Write a title.")), _short(TITLE_MAX)],
        description=_l('Words a colleague would search for, such as "Guidance in groups of four".'),
    )
    summary = TextAreaField(
        _l("In one sentence"),
        [_short(SUMMARY_MAX)],
        description=_l("What you did and with whom. It stands on the card in the list."),
    )
    other_titles = LinesField(
        _l("Other titles"), description=_l("Names it has also gone by, one on each line.")
    )
    kind = RadioField(
        _l("What was it?"),
        choices=[SelectChoice(str(key), words) for key, words in KINDS.items()],
        default=SheetKind.EXPERIMENT.value,
        invalid_choice_message=PICK_ONE,
    )
    unit_id = IdField(_l("Where was it tried?"), description=_l("The education or department."))
    institution = StringField(
        _l("Or somewhere else"),
        [_short(INSTITUTION_MAX)],
        description=_l("The name of a place that is not on the list."),
    )

    challenge = markdown_field(
        _l("What was difficult?"),
        _l('What you saw that made you act. "Half of them stayed away from guidance."'),
    )
    hypothesis_if = _text(
        _l("If we ..."), _l("What you wanted to do differently. One sentence is enough.")
    )
    hypothesis_then = _text(
        _l("then ..."), _l("The change you believe in. Write something that can be seen.")
    )
    hypothesis = _text(
        _l("The hypothesis as it was written"),
        _l("It came with the import. Move it into the two fields above if you can."),
    )
    actions = markdown_field(
        _l("What did you do?"), _l("Write it so that a colleague can do it too.")
    )

    phase = RadioField(
        _l("Phase of the experiment wheel"),
        [Optional()],
        choices=[SelectChoice(str(int(key)), words) for key, words in PHASES.items()],
        coerce=optional_id,
        invalid_choice_message=PICK_ONE,
        invalid_value_message=PICK_ONE,
    )
    outcome = RadioField(
        _l("How did it go?"),
        [Optional()],
        choices=[SelectChoice(str(key), look.words) for key, look in OUTCOMES.items()],
        description=_l("An experiment that took another way is worth a sheet too."),
        invalid_choice_message=PICK_ONE,
    )
    period_start = MonthField(
        _l("From"),
        [Optional()],
        format=MONTHS,
        invalid_value_message=NO_MONTH,
        description=_l("Year and month, such as 2025-08."),
    )
    period_end = MonthField(
        _l("To"),
        [Optional()],
        format=MONTHS,
        invalid_value_message=NO_MONTH,
        description=_l("Leave it empty while it goes on."),
    )

    findings = markdown_field(
        _l("What did you find?"), _l("What changed, what did not, and how you know.")
    )
    elements = markdown_field(
        _l("What can others lift out?"),
        _l("Templates, steps, rules: what works without you. One on each line."),
        # In a browser a field called 'elements' hides the form's own list of its fields.
        name="lift_out",
        # Not to be read: the stylesheet sees by it whether the field is empty.
        render_kw={"placeholder": " "},
    )
    ready = BooleanField(
        _l("It is ready to take home"),
        description=_l("Others could start on Monday with what stands here."),
    )
    attention = markdown_field(
        _l("What should others look out for?"), _l("What cost time, and what you would do again.")
    )
    target_group = markdown_field(_l("Whom is it for?"), _l("Who could use it, and when."))

    belongs = SelectField(
        _l("Programme and track"),
        [Optional()],
        description=_l("Choose a track, or the whole programme."),
        invalid_choice_message=PICK_ONE,
    )
    concept_ids = SelectMultipleField(
        _l("Concepts it contributed to"), coerce=int, description=_l("Choose all that fit.")
    )
    tags = WordsField(_l("Tags"), description=_l("A few words with commas between them."))

    links = LinksField(
        _l("Links"), description=_l("Templates, films, reports. Each with a title and an address.")
    )
    builds_on_id = RadioField(
        _l("Does it build on another sheet?"),
        [Optional()],
        coerce=optional_id,
        invalid_choice_message=_l("Choose a fact sheet that is there."),
        invalid_value_message=_l("Choose a fact sheet that is there."),
    )

    responsible_id = PersonField(
        _l("Who is responsible?"),
        description=_l("Whom readers can ask: a name or an e-mail address."),
    )
    review_due = DateField(
        _l("Look at it again on"),
        [Optional()],
        invalid_value_message=NO_DAY,
        description=_l("Then we remind you to see whether it is still right."),
    )

    def validate_institution(self, field: Any) -> None:
        """One place, not two."""
        if field.data and self.unit_id.data:
            raise ValidationError(_("Choose a place on the list or write one, not both."))

    def validate_tags(self, field: Any) -> None:
        """A handful, none too long."""
        if len(field.data or ()) > TAGS_MAX:
            raise ValidationError(_("Keep to %(number)s tags.", number=TAGS_MAX))
        if any(len(tag) > TAG_MAX for tag in field.data or ()):
            raise ValidationError(
                _("Make each tag shorter: at most %(number)s characters.", number=TAG_MAX)
            )

    def validate_other_titles(self, field: Any) -> None:
        """None too long."""
        if any(len(title) > TITLE_MAX for title in field.data or ()):
            raise ValidationError(
                _("Make it shorter: at most %(number)s characters.", number=TITLE_MAX)
            )

    def validate_concept_ids(self, field: Any) -> None:
        """A dozen at most."""
        if len(field.data or ()) > CONCEPTS_MAX:
            raise ValidationError(
                _("Choose the most important ones: at most %(number)s.", number=CONCEPTS_MAX)
            )

    def validate_ready(self, field: Any) -> None:
        """Nothing can be taken home that is not there."""
        if field.data and not self.elements.data:
            raise ValidationError(_("Write first what others can lift out."))

    def validate_period_end(self, field: Any) -> None:
        """Not before it began."""
        if field.data and self.period_start.data and field.data < self.period_start.data:
            raise ValidationError(_("The period ends before it begins."))
