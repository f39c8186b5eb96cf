"""The contract of a plugin: what every plugin, ours and others', is held to.

In a plugin's tests, one import is enough:

    from portal.testing.contract import PluginContract

    class TestContract(PluginContract):
        plugin = "lending"

`portal plugin check PATH` holds a plugin to the same rules without installing it. What each code
means is in docs/plugins/contract.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.testing.contract.findings import CODES, ContractWarning, Finding
from portal.testing.contract.places import same_everywhere
from portal.testing.contract.registry import RULES, Rule
from portal.testing.contract.subject import Subject

if TYPE_CHECKING:
    from portal.testing.contract.suite import PluginContract

__all__ = [
    "CODES",
    "RULES",
    "ContractWarning",
    "Finding",
    "PluginContract",
    "Rule",
    "Subject",
    "same_everywhere",
]


def __getattr__(name: str) -> Any:
    # `portal plugin check` uses the rules where no pytest is installed.
    if name == "PluginContract":
        from portal.testing.contract.suite import PluginContract

        return PluginContract
    raise AttributeError(name)
