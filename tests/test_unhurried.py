"""How the property tests are run."""

from hypothesis import HealthCheck, settings


def test_no_property_fails_because_a_machine_is_slow():
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
