"""Property tests look for what is wrong, not for what takes long: on a slow machine Hypothesis
would refuse an example of 200 ms, or values that took a while to make."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Takes Hypothesis' hurry away, where it is installed; in CI it stays with its fixed seeds."""
    try:
        from hypothesis import HealthCheck, settings
    except ImportError:
        return
    calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    settings.register_profile("portal", settings(), **calm)
    settings.load_profile("portal")
