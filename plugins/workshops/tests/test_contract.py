"""The plugin keeps the contract that every plugin keeps."""

from portal.testing.contract import PluginContract


class TestContract(PluginContract):
    """All rules, on this plugin."""

    plugin = "workshops"
