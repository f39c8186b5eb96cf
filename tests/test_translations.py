"""Every string has its Danish, and says the same with the same placeholders."""

import ast
import re

import pytest
from babel.messages.pofile import read_po

from portal.testing.translations import KEYWORDS, LANGUAGES, extract, missing, sources, update

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


@pytest.mark.parametrize("source", sources(), ids=[source.name for source in sources()])
def test_no_string_is_asked_for_within_an_f_string(source):
    """Babel reads f-strings as one piece of text: what is asked for in them is never found, and
    stays English on Danish pages."""
    hidden = []
    for path in sorted(source.package.rglob("*.py")):
        for text in ast.walk(ast.parse(path.read_text())):
            if isinstance(text, ast.JoinedStr):
                hidden += [
                    f"{path.name}:{call.lineno}"
                    for call in ast.walk(text)
                    if isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in KEYWORDS
                    and isinstance(call.args[0], ast.Constant)
                    and isinstance(call.args[0].value, str)
                ]
    assert hidden == []
