"""Each rule catches its sinner, and nothing else is said of it; the good plugin passes."""

from pathlib import Path

import pytest

from portal.plugins.check import check
from portal.testing.contract import CODES, same_everywhere
from tests.plugins.contract.sinners import SINNERS, write

# Half a hundred plugins, each in a process of its own: a minute on two cores.
pytestmark = pytest.mark.slow
GOOD = "good"


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """What `portal plugin check` says of each, looked at in one go."""
    folder = tmp_path_factory.mktemp("sinners")
    names = [GOOD, *SINNERS]
    paths = [write(folder / name.replace(" ", "-"), SINNERS.get(name)) for name in names]
    return dict(zip(names, check(paths), strict=True))


def test_the_good_plugin_passes(reports):
    assert reports[GOOD].findings == ()


@pytest.mark.parametrize("name", SINNERS)
def test_the_rule_catches_its_sinner(reports, name):
    sinner, report = SINNERS[name], reports[name]
    caught = [finding for finding in report.findings if finding.code == sinner.code]
    assert any(sinner.words in finding.text for finding in caught), report.findings
    assert all(_within(finding, sinner, report) for finding in caught), caught


@pytest.mark.parametrize("name", SINNERS)
def test_nothing_else_is_said_of_it(reports, name):
    sinner = SINNERS[name]
    assert {finding.code for finding in reports[name].findings} - sinner.along == {sinner.code}


def test_every_code_has_its_sinner():
    assert {sinner.code for sinner in SINNERS.values()} == set(CODES) - {"W1", "X2"}


def _within(finding, sinner, report):
    return finding.path == (f"{report.path}/{sinner.path}" if sinner.path else "")


def test_a_wheel_that_lacks_a_file_is_found_out(tmp_path):
    from tests.plugins.contract.wheels import wheel_of

    folder = write(tmp_path / "sample")
    assert same_everywhere(folder, wheel_of(folder, tmp_path)) == []
    template = Path("portal_sample/templates/sample/list.html")
    lacking = wheel_of(folder, tmp_path, without=template)
    assert [str(finding.text) for finding in same_everywhere(folder, lacking)] == [
        f"{template} is not in the wheel"
    ]
