"""Fields that several forms share."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextArea, TextInput

from ..services.data import Link, is_web_address
from ..vocabulary import LINK_TITLE_MAX, LINKS_MAX, SECTION_MAX, URL_MAX

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")
PICK_ONE = _l("Choose one from the list.")


def markdown_field(label: Any, description: Any = "", **options: Any) -> Any:
    """A text in Markdown. Further options are those of the field."""
    length = Length(max=SECTION_MAX, message=TOO_LONG)
    return TextAreaField(label, [length], description=description, **options)


def optional_id(value: Any) -> int | None:
    """What a choice that may be empty was sent as; ValueError for what is no number."""
    return int(value) if value not in (None, "", "None") else None


class IdField(SelectField):
    """A choice of one thing by its id, or of nothing."""

    def __init__(self, label: Any, validators: Any = None, **options: Any) -> None:
        super().__init__(
            label,
            validators,
            coerce=optional_id,
            invalid_value_message=PICK_ONE,
            invalid_choice_message=PICK_ONE,
            **options,
        )

    def offer(self, empty: Any, choices: Iterable[SelectChoice]) -> None:
        """Gives the choices; `empty` is what choosing nothing is called."""
        self.choices = [SelectChoice("", str(empty)), *choices]


class WordsField(StringField):
    """Several words or names with commas between them; `data` is a list of them."""

    between, others = ", ", ";\n"

    def _value(self) -> str:
        return self.between.join(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Splits at commas, or whatever else people put between words."""
        if valuelist:
            text = str(valuelist[0]).replace("\x00", "")
            mark = self.between.strip(" ")
            for other in self.others:
                text = text.replace(other, mark)
            words = (" ".join(word.split()) for word in text.split(mark))
            self.data = list(dict.fromkeys(word for word in words if word))


class LinesField(WordsField):
    """Several titles, one on each line."""

    widget = TextArea()
    between, others = "\n", ""


class LinksField(Field):
    """Rows of a title and an address; `data` is a list of `Link`. Empty rows are left out.

    `errors_by_row` says what is wrong with which row; `empty_rows` is how many more to show.
    """

    widget = TextInput()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.errors_by_row: dict[int, str] = {}
        self.empty_rows = 1

    @property
    def input_names(self) -> tuple[str, str]:
        """What the two inputs of each row are called."""
        return f"{self.name}_title", f"{self.name}_url"

    @property
    def rows(self) -> list[Link]:
        """The links, and the empty rows after them."""
        filled = list(self.data or ())
        room = LINKS_MAX - len(filled)
        return [*filled, *[Link("", "")] * min(self.empty_rows, max(room, 0))]

    def sent(self) -> list[tuple[str, str]]:
        """What a browser would send."""
        title, url = self.input_names
        return [pair for link in self.data or () for pair in ((title, link.title), (url, link.url))]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Reads both inputs of each row; they arrive as two lists of one length."""
        super().process(None, data, extra_filters)
        if formdata is None or not any(name in formdata for name in self.input_names):
            if formdata:
                self.data = []
            return
        titles, urls = (formdata.getlist(name) for name in self.input_names)
        pairs = zip_longest(titles[: 2 * LINKS_MAX], urls[: 2 * LINKS_MAX], fillvalue="")
        rows = [Link(_line(title), _line(url)) for title, url in pairs]
        self.data = [link for link in rows if link.title or link.url]

    def pre_validate(self, form: Any) -> None:
        """Each row with words has an address, and each address leads somewhere."""
        for number, link in enumerate(self.data or ()):
            if problem := _problem_with(link):
                self.errors_by_row[number] = str(problem)
        if self.errors_by_row:
            raise ValidationError(next(iter(self.errors_by_row.values())))


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _problem_with(link: Link) -> str | None:
    if not link.url:
        return _("Write the address of the link, or empty the row: %(title)s", title=link.title)
    if len(link.url) > URL_MAX or len(link.title) > LINK_TITLE_MAX:
        return _("Make the link shorter: %(url)s", url=link.url[:60])
    if not is_web_address(link.url):
        return _("Write an address that begins with https:// instead of %(url)s", url=link.url[:60])
    return None
