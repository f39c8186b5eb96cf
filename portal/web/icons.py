"""The portal's icon sprite: the few Bootstrap Icons in use, out of the 2,000 there are.

The whole sprite weighs 1.1 MB, so a smaller one is kept in the tree. Add a name, on a line of its
own, to static/icons/names.txt and run

    python -m portal.web.icons

to rebuild it. One icon stands for one meaning; docs/look.md says which for what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons" / "icons.svg"
LIST = SPRITE.with_name("names.txt")


def names() -> list[str]:
    """The icons that templates may use."""
    return LIST.read_text(encoding="utf-8").split()


def bundled() -> Path:
    """The full sprite that Bootstrap-Flask brings along (Bootstrap Icons, MIT)."""
    import flask_bootstrap

    static = Path(flask_bootstrap.__file__).parent / "static"
    return static / "bootstrap5" / "icons" / "bootstrap-icons.svg"


def build(wanted: Iterable[str], full: str) -> str:
    """A sprite of `wanted` only, from the text of the full sprite."""
    symbols = {
        match["name"]: match["shape"]
        for match in re.finditer(
            r'<symbol[^>]*\bid="(?P<name>[^"]+)"[^>]*>(?P<shape>.*?)</symbol>', full, re.DOTALL
        )
    }
    chosen = sorted(set(wanted))
    unknown = [name for name in chosen if name not in symbols]
    if unknown:
        raise LookupError(f"Bootstrap Icons has no: {', '.join(unknown)}")
    lines = [f'<symbol id="{name}" viewBox="0 0 16 16">{symbols[name]}</symbol>' for name in chosen]
    head = "<!-- Bootstrap Icons, MIT, Copyright The Bootstrap Authors. Built: portal.web.icons -->"
    return "\n".join([head, '<svg xmlns="http://www.w3.org/2000/svg">', *lines, "</svg>", ""])


def main() -> None:
    SPRITE.write_text(build(names(), bundled().read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{len(names())} icons, {SPRITE.stat().st_size // 1024} KB: {SPRITE.name}")


if __name__ == "__main__":
    main()
