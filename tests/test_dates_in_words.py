"""Days are written the European way round, in both languages, whoever formats them."""

import datetime as dt

import pytest
from flask_babel import force_locale, format_date

DAY = dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("language", "format", "words"),
    [
        ("en", "long", "17 November 2026"),
        ("en", "medium", "17 Nov 2026"),
        ("en", None, "17 Nov 2026"),
        ("en", "full", "Tuesday 17 November 2026"),
        ("da", "long", "17. november 2026"),
        ("da", "full", "tirsdag den 17. november 2026"),
    ],
)
def test_a_day(app, language, format, words):
    with force_locale(language):
        assert format_date(DAY, format) == words
