"""docs/hooks.md tells of every hook, and every example in it is run."""

import ast
import os
import subprocess
import sys

import pytest

from portal.config import CHECKOUT
from portal.plugins.answers import MAPPINGS, items_of
from portal.plugins.reference import EXAMPLES, hooks, reference

HOOKS = hooks()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_every_hook_is_described_and_has_an_example(hook):
    assert hook.problems == []


def test_the_reference_is_what_the_specification_says():
    written = (CHECKOUT / "docs" / "hooks.md").read_text(encoding="utf-8")
    again = "python -m portal.plugins.reference > docs/hooks.md"
    assert written == reference(), f"docs/hooks.md is behind: {again}"


def _tests():
    for path in EXAMPLES.glob("*/tests/test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name.removeprefix("test_")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_every_example_has_a_test_that_bears_its_name(hook):
    assert any(name.startswith(f"{hook.name}_") for name in _tests())


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_what_a_hook_promises_is_checked_where_it_is_asked_for(hook):
    promised = hook.signature.rpartition(" -> ")[2]
    if promised.startswith("Iterable["):
        checked = items_of(hook.name)
        assert checked is not None, f"portal/plugins/answers.py does not know {hook.name}"
        assert promised == f"Iterable[{checked.__name__}]" or promised.endswith(
            f".{checked.__name__}]"
        )
    elif promised.startswith("Mapping["):
        assert hook.name in MAPPINGS


def test_the_examples_pass_their_tests():
    """In a process of their own: their tables are nobody else's business."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLES)],
        cwd=CHECKOUT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
