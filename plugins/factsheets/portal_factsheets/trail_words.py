"""What the details of the audit trail, and the plugin's part of 'my data', are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from .catalogue_words import WORDS

FACTS: dict[str, Any] = {"into": _l("Number"), "into_name": _l("Merged into")}
#: What entries of the trail are about; only two of the kinds are in the registry.
KINDS: dict[str, Any] = {kind: one.title for kind, one in WORDS.items()}
KINDS["heading_profile"] = _l("Headings")
#: The keys of 'my data' are looked up in the catalogue as they read in English: here for the
#: extraction, which finds only what is written out.
KEYS = (
    _l("Fact sheets"),
    _l("Notes"),
    _l("Imports"),
    _l("Status"),
    _l("Author"),
    _l("Responsible"),
    _l("Hypothesis if"),
    _l("Hypothesis then"),
    _l("Elements"),
    _l("Attention"),
    _l("Target group"),
    _l("Message"),
)
