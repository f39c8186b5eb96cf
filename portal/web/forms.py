"""The base of every form: our words for WTForms' own messages, in the person's language."""

from __future__ import annotations

from typing import Any

from flask_babel import get_translations
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField


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

        def get_translations(self, form: Any) -> Any:
            """Ours."""
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
