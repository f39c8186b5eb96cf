"""The colours of charts, taken from the portal's tokens: there is one place for them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"
#: Fonts of the portal; a picture has none of its own.
FONTS = (
    '"Segoe UI Variable Text","Segoe UI",-apple-system,BlinkMacSystemFont,Roboto,"Noto Sans",'
    "sans-serif"
)
_RULE = re.compile(r"--vb-([a-z-]+):\s*(#[0-9a-f]{3,8})\s*;")


@cache
def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """(light, dark): role -> colour."""
    light, _, dark = TOKENS.read_text(encoding="utf-8").partition("@media screen")
    found = dict(_RULE.findall(light))
    return found, {**found, **dict(_RULE.findall(dark))}


@cache
def style() -> str:
    """The stylesheet inside a picture. A browser that knows how the page around it looks takes
    light or dark from there; the picture has a ground of its own, so it can be read in any."""
    light, dark = tokens()
    shape = (
        f"text{{font-family:{FONTS};font-size:14px;font-variant-numeric:tabular-nums}}"
        ".b{font-weight:600}.e{text-anchor:end}.c{text-anchor:middle}.s{font-size:13px}"
        ".l{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}"
        ".g{fill:none;stroke-width:1}"
    )
    return f"{shape}{_colours(light)}@media (prefers-color-scheme:dark){{{_colours(dark)}}}"


def _colours(of: dict[str, str]) -> str:
    rules = [
        f".bg{{fill:{of['surface']}}}",
        f"text{{fill:{of['ink']}}}",
        f"text.m{{fill:{of['muted']}}}",
        f".g{{stroke:{of['line']}}}",
        f".join{{fill:{of['primary-soft']}}}",
    ]
    for tone in ("primary", "green", "amber", "plum", "blue", "red"):
        rules.append(f".{tone}{{fill:{of[tone]};stroke:{of[tone]}}}")
        rules.append(f".l.{tone}{{fill:none}}text.{tone}{{stroke:none}}")
    rules.append(f".soft{{fill:{of['primary-soft']};stroke:{of['primary']}}}")
    rules.append(f".faint{{fill:{of['surface']};stroke:{of['line-strong']}}}")
    return "".join(rules)
