"""Every string has its Danish, and says the same with the same placeholders."""

import re

import pytest
from babel.messages.pofile import read_po

from portal.testing.translations import LANGUAGES, extract, missing, sources, update

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
CASES = [(source, language) for source in sources() for language in LANGUAGES]


@pytest.mark.parametrize(
    "source, language", CASES, ids=[f"{source.name}-{language}" for source, language in CASES]
)
def test_nothing_is_left_untranslated(source, language):
    assert missing(update(source, language)) == [], "run: make translations"


@pytest.mark.parametrize(
    "source, language", CASES, ids=[f"{source.name}-{language}" for source, language in CASES]
)
def test_a_translation_keeps_the_placeholders(source, language):
    with source.path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        for text in texts:
            found = set(PLACEHOLDER.findall(text))
            assert found <= wanted, message.id
            # A singular may say 'one' instead of the figure.
            assert found == wanted or (len(texts) > 1 and text is texts[0]), message.id


def test_the_strings_of_the_macros_are_found():
    """Babel passes over folders that begin with an underscore unless it is told."""
    (core,) = [source for source in sources() if source.name == "portal"]
    places = {
        place for message in extract(core) for place, _line in message.locations if message.id
    }
    assert any("_macros" in place for place in places)
