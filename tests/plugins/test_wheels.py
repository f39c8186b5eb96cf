"""A folder and a wheel are the same: built, installed into a clean environment, the same tests."""

import os
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET

import pytest

from portal.config import CHECKOUT
from portal.plugins.check import check
from portal.plugins.scaffold import Words, make_plugin
from portal.testing.contract import same_everywhere

pytestmark = pytest.mark.slow
#: Reads the files of the checkout by their paths, so it has nothing to say of a wheel.
OF_THE_CHECKOUT = "test_demo_content.py"
LENDING = Words("lending", "Lending", "Udlån", "loan", "udlån")
#: Tried with all their tests; of the others the contract, for theirs take many minutes.
WHOLE = ["ambassadors", "factsheets"]
OTHERS = sorted({path.parent.name for path in CHECKOUT.glob("plugins/*/pyproject.toml")} - {*WHOLE})


def run(command, cwd, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-3000:]
    return done.stdout


def build(folder, target):
    """The wheel of a plugin's folder; builds in a copy, for it leaves things behind."""
    copy = target / "source" / folder.name
    shutil.copytree(
        folder, copy, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    )
    command = ("-m", "build", "--wheel", "--no-isolation", "--outdir", target)
    run([sys.executable, *command, copy], target)
    (wheel,) = target.glob("*.whl")
    return wheel


@pytest.fixture
def clean(tmp_path):
    """An environment of its own, which sees what is installed here; with a portal that has no
    plugins of its own. Returns `install(wheel)` and `test(tests)`, which tries the whole folder or
    `only` one file of it."""
    home = tmp_path / "clean"
    run([sys.executable, "-m", "venv", "--without-pip", home], tmp_path)
    python = home / "bin" / "python"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    here = sysconfig.get_paths()["purelib"]
    share = home / "lib" / version / "site-packages" / "shared.pth"
    share.write_text(f"import site; site.addsitedir({here!r})\n")
    portal = tmp_path / "portal-alone"
    for name in ("portal", "migrations"):
        shutil.copytree(
            CHECKOUT / name, portal / name, ignore=shutil.ignore_patterns("__pycache__")
        )

    def install(wheel):
        command = ("-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
        run([sys.executable, *command], tmp_path)

    def test(tests, only=""):
        alone = tmp_path / f"tests-of-{tests.parent.name}"
        left_out = shutil.ignore_patterns("__pycache__", OF_THE_CHECKOUT)
        shutil.copytree(tests, alone / "tests", ignore=left_out)
        shared = os.environ.get("PORTAL_SHARED") or str(CHECKOUT.parent / "shared")
        return outcomes(python, alone, only, PYTHONPATH=str(portal), PORTAL_SHARED=shared)

    return install, test


def outcomes(python, folder, only="", **environment):
    """Each test and what became of it; all must have passed or been skipped."""
    report = folder / "report.xml"
    options = (
        "-q",
        "-m",
        "not slow",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        "-W",
        "error",
    )
    tests = f"tests/{only}" if only else "tests"
    run([python, "-m", "pytest", *options, f"--junitxml={report}", tests], folder, **environment)
    return {
        (case.get("classname"), case.get("name")): [part.tag for part in case]
        for case in ET.parse(report).iter("testcase")
    }


def test_a_new_plugin_is_the_same_as_a_folder_and_as_a_wheel(tmp_path, clean):
    install, test = clean
    folder = make_plugin(LENDING, tmp_path / "plugins")
    as_folder = outcomes(sys.executable, folder)
    wheel = build(folder, tmp_path)
    assert same_everywhere(folder, wheel) == []
    (report,) = check([wheel])
    assert report.findings == ()
    install(wheel)
    as_wheel = test(folder / "tests")
    assert as_wheel == as_folder
    assert len(as_wheel) > 30


@pytest.mark.parametrize("name", WHOLE)
def test_a_plugin_of_ours_passes_its_tests_as_a_wheel(tmp_path, clean, name):
    install, test = clean
    folder = CHECKOUT / "plugins" / name
    wheel = build(folder, tmp_path)
    assert same_everywhere(folder, wheel) == []
    install(wheel)
    assert len(test(folder / "tests")) > 50


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_plugin_of_ours_keeps_the_contract_as_a_wheel(tmp_path, clean, name):
    install, test = clean
    folder = CHECKOUT / "plugins" / name
    wheel = build(folder, tmp_path)
    assert same_everywhere(folder, wheel) == []
    (report,) = check([wheel])
    assert report.findings == ()
    install(wheel)
    assert len(test(folder / "tests", "test_contract.py")) > 20
