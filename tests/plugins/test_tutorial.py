"""docs/plugins/tutorial.md, done by a machine: its blocks are put where they say they belong."""

import ast
import re
import shlex
import subprocess
import sys

import pytest
from click.testing import CliRunner

from portal.cli.plugin_author import new
from portal.config import CHECKOUT

# Real processes: left to `make test-all`.
pytestmark = pytest.mark.slow

TUTORIAL = (CHECKOUT / "docs" / "plugins" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"(?:# |\{# )([\w/]+\.\w+)(?:: ([\w ]+?))?(?: #\})?\n")


def blocks():
    """(path, where in it, text) of every block that belongs to a file."""
    for language, text in BLOCK.findall(TUTORIAL):
        if language != "sh":
            head = PLACE.match(text)
            assert head, f"this block does not say where it belongs: {text[:80]}"
            yield head[1], head[2] or "", text[head.end() :]


def put(path, where, text):
    if not where:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    if where == "at the end":
        after = f"{before}\n{text}"
    elif where == "at the end of the class":
        head, plugin, rest = before.partition("\n\nplugin = ")
        after = f"{head}\n{text}{plugin}{rest}"
    elif where == "instead of the imports":
        head, mark, _rest = before.partition("from __future__")
        start = before.index("\n\nclass ")
        assert mark
        after = head + text + before[start:]
    else:
        after = instead_of(before, where.removeprefix("instead of "), text)
    path.write_text(after, encoding="utf-8")


def instead_of(source, name, text):
    (node,) = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    lines = source.splitlines(keepends=True)
    lines[node.decorator_list[0].lineno - 1 : node.end_lineno] = [text]
    return "".join(lines)


@pytest.fixture(scope="module")
def lending(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tutorial")
    (command,) = re.findall(r"^portal plugin new (.*)$", TUTORIAL, re.MULTILINE)
    done = CliRunner().invoke(new, [*shlex.split(command), "--into", str(folder)])
    assert done.exit_code == 0, done.output
    for path, where, text in blocks():
        put(folder / "lending" / path, where, text)
    return folder / "lending"


def run(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


def test_what_comes_out_passes_its_tests_and_the_contract(lending):
    """The generated tests, those of the tutorial, and the contract."""
    told = run("pytest", "-q", "-p", "no:cacheprovider", cwd=lending)
    assert " passed" in told


def test_the_linter_and_the_type_check_have_nothing_to_say(lending):
    run("ruff", "check", "--no-cache", ".", cwd=lending)
    run("ruff", "format", "--check", "--no-cache", ".", cwd=lending)
    run("mypy", "--cache-dir", str(lending / ".mypy_cache"), "portal_lending", cwd=lending)
