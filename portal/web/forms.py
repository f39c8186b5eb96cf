"""The base of every form: our words for WTForms' own messages, in the person's language."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import get_translations
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, PasswordField, StringField


class _Translations:
    """WTForms ships no Danish; its messages are in our catalogue (see `wtforms_messages`)."""

    def gettext(self, message: str) -> str:
        """One message."""
        return get_translations().ugettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """One message that counts."""
        return get_translations().ungettext(singular, plural, n)


class Form(FlaskForm):
    """A form with CSRF protection that strips what people paste around their words."""

    class Meta(FlaskForm.Meta):
        """How the fields behave."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent: words, and files only where the form has a place for them. No field
            expects a file for a word, or what JSON may hold."""
            if request.is_json:
                return None
            found = super().wrap_formdata(form, formdata)
            if not isinstance(found, CombinedMultiDict):
                return found
            words = {field.name for field in form if not isinstance(field, FileField)}
            files = [pair for pair in request.files.items(multi=True) if pair[0] not in words]
            return CombinedMultiDict((MultiDict(files), request.form))

        def get_translations(self, form: Any) -> Any:
            """Our translations."""
            return _Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Adds the stripping filter to text fields."""
            filters = list(unbound_field.kwargs.get("filters", ()))
            field = unbound_field.field_class
            if issubclass(field, StringField) and not issubclass(field, PasswordField):
                filters.append(_clean)
            return unbound_field.bind(form=form, filters=filters, **options)


def _clean(value: Any) -> Any:
    # NUL cannot be stored by PostgreSQL, and no form means one.
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").replace("\r\n", "\n").strip()
