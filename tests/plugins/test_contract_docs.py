"""docs/plugins/contract.md explains every code, in the words of the code."""

import re

from portal.config import CHECKOUT
from portal.testing.contract import CODES, RULES

TEXT = (CHECKOUT / "docs" / "plugins" / "contract.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-Z]\d) \| (.*?) \|", TEXT, re.MULTILINE))


def test_every_code_is_explained():
    assert list(ROWS) == list(CODES)


def test_every_code_belongs_to_a_rule():
    given = {code for rule in RULES for code in rule.codes}
    assert given == set(CODES) - {"W1", "X2"}
