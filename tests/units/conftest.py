"""The rules speak Danish where no person is asking, as the portal does: here they speak ours."""

import pytest
from flask_babel import force_locale


@pytest.fixture(autouse=True)
def english(app):
    with force_locale("en"):
        yield
