"""The portal as a wheel: all of it is in there, and it works where there is no checkout."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from portal.config import CHECKOUT
from portal.database.migrations import CORE

pytestmark = pytest.mark.slow
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command printed; nothing of this portal's settings reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a copy, for building leaves things behind."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("portal", "migrations"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=LEFT_OUT)
    for name in ("setup.py", "setup.cfg", "pyproject.toml", "README.md"):
        shutil.copy(CHECKOUT / name, source / name)
    command = ("-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    run(sys.executable, *command, source, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_everything_of_the_portal_is_in_the_wheel(wheel: Path) -> None:
    folders = {"portal": CHECKOUT / "portal", "portal/migrations": CHECKOUT / "migrations"}
    wanted = {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in folders.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    with zipfile.ZipFile(wheel) as archive:
        missing = wanted - set(archive.namelist())

    assert missing == {"portal/migrations/README.md"}


def test_an_installed_portal_upgrades_and_writes_plugins(wheel: Path, tmp_path: Path) -> None:
    home, away = tmp_path / "clean", tmp_path / "away"
    away.mkdir()
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=away)
    packages = home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    shared = sysconfig.get_paths()["purelib"]
    (packages / "site-packages" / "shared.pth").write_text(
        f"import site; site.addsitedir({shared!r})\n"
    )
    install = ("-m", "pip", "--python", home / "bin" / "python", "install", "--no-deps")
    run(sys.executable, *install, "--no-index", wheel, cwd=away)
    portal = home / "bin" / "portal"
    where = {"PORTAL_INSTANCE": str(tmp_path / "instance")}

    code = "import portal; print(portal.__file__)"
    assert str(home) in run(home / "bin" / "python", "-c", code, cwd=away)
    run(portal, "upgrade", cwd=away, **where)
    run(portal, "plugin", "new", "lending", "--into", away, cwd=away, **where)

    with sqlite3.connect(tmp_path / "instance" / "portal.sqlite") as database:
        reached = database.execute(f"SELECT * FROM {CORE.version_table}").fetchall()
    database.close()
    assert reached == [(CORE.script().get_current_head(),)]
    made = away / "lending" / "portal_lending"
    assert {path.name for path in made.iterdir()} >= {"__init__.py", "models.py", "templates"}
    assert not list(made.rglob("*.in"))
