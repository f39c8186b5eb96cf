import shutil

import pytest


@pytest.fixture(autouse=True)
def empty_folder(app):
    """Every test begins without files."""
    from portal.files import storage

    shutil.rmtree(storage.folder())
    yield
    left = list(storage.incoming_folder().iterdir())
    assert left == [], "an upload left something behind"


@pytest.fixture(autouse=True)
def in_english(app):
    """The sentences as the code says them."""
    from flask_babel import force_locale

    with force_locale("en"):
        yield
