"""Tests of the real world get a second try: a browser or a process may be starved on a busy
machine. In CI, which is all or nothing, every test gets one. A defect fails both times; what
passed only the second time is named in the summary."""

from __future__ import annotations

import os

import pytest

#: Tests with these marks drive a browser or processes of their own.
OUTSIDE = ("browser", "slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks them, where pytest-rerunfailures is installed."""
    if not config.pluginmanager.hasplugin("rerunfailures"):
        return
    everywhere = os.environ.get("CI") == "true"
    for item in items:
        if everywhere or any(item.get_closest_marker(mark) for mark in OUTSIDE):
            item.add_marker(pytest.mark.flaky(reruns=1))
