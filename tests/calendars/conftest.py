import pytest


@pytest.fixture(autouse=True)
def in_english(app):
    """The sentences as the code says them."""
    from flask_babel import force_locale

    with force_locale("en"):
        yield
