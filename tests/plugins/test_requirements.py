"""What is imported is asked for: by whoever imports it, or by the portal it runs in."""

import ast
import configparser
import sys
import tomllib
from importlib.metadata import packages_distributions, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal.config import CHECKOUT

OURS = sorted(path.parent for path in (CHECKOUT / "plugins").glob("*/pyproject.toml"))


def names(lines):
    return {canonicalize_name(Requirement(line).name) for line in lines}


def asked_by_the_portal(extra=""):
    """The distributions of setup.cfg; Flask's own are part of Flask, which stands there."""
    setup = configparser.ConfigParser()
    setup.read(CHECKOUT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].split("\n")
    if extra:
        lines += setup["options.extras_require"][extra].split("\n")
    asked = names(line for line in lines if line.strip())
    return asked | names(line for line in requires("flask") or () if "extra" not in line)


def imported(paths):
    """Each distribution that is imported by the files at `paths`, and one place of it."""
    distributions = packages_distributions()
    found = {}
    for path in sorted(paths):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            for module in {name.split(".")[0] for name in modules} - sys.stdlib_module_names:
                for one in distributions.get(module, [module])[:1]:
                    found.setdefault(canonicalize_name(one), path.relative_to(CHECKOUT))
    return found


def not_asked(found, asked):
    return {name: str(path) for name, path in found.items() if name not in asked}


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_a_plugin_asks_for_what_it_imports(folder):
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = folder / f"portal_{folder.name}"
    found = imported(package.rglob("*.py"))
    assert {"flask", "sqlalchemy"} <= found.keys()
    asked = names(project["dependencies"]) | asked_by_the_portal() | {canonicalize_name("portal")}
    assert not_asked(found, asked | {canonicalize_name(package.name)}) == {}


def test_the_portal_asks_for_what_it_imports():
    asked = asked_by_the_portal() | {"portal", "videnbazar-portal"}
    for_tests = set((CHECKOUT / "portal" / "testing").rglob("*.py"))
    found = imported(set((CHECKOUT / "portal").rglob("*.py")) - for_tests)
    assert {"flask", "typst"} <= found.keys()
    assert not_asked(found, asked) == {}
    tests = imported(for_tests)
    assert not_asked(tests, asked | asked_by_the_portal("test")) == {}
