"""The contract."""

from portal.testing.contract import PluginContract


class TestContract(PluginContract):
    plugin = "hello"
