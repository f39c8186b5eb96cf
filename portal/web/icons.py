"""The portal's icon sprite: the few Bootstrap Icons in use, out of the 2,000 there are.

The whole sprite weighs 1.1 MB, so a smaller one is kept in the tree. Add a name to NAMES and run

    python -m portal.web.icons

to rebuild it. One icon stands for one meaning; docs/look.md says which for what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "icons" / "icons.svg"

NAMES = """
    activity archive arrow-clockwise arrow-counterclockwise arrow-down arrow-down-up
    arrow-left arrow-repeat arrow-right arrow-up award backpack bar-chart bell book bookmark
    bookmark-check box-arrow-in-right box-arrow-right box-arrow-up-right boxes briefcase bug
    building calendar-check calendar-event chat-square-text check-circle-fill check-lg check2
    chevron-down chevron-left chevron-right chevron-up circle circle-half clipboard-check
    clock-history cloud-arrow-up collection columns-gap cup-hot dash-circle database diagram-3
    door-open download envelope envelope-open exclamation-circle exclamation-triangle-fill eye
    eye-slash file-earmark-arrow-down file-earmark-arrow-up file-earmark-pdf
    file-earmark-spreadsheet file-earmark-text filter flag folder funnel gear geo-alt globe grid
    grip-vertical hand-thumbs-up heart hourglass-split house image inbox info-circle journal-text
    key layers life-preserver lightbulb link-45deg list list-check list-ol list-ul lock mailbox
    map megaphone mic moon-stars palette paperclip pencil-square people people-fill person
    person-badge person-check person-fill person-plus person-x phone pie-chart pin-angle plug
    plus-lg power printer puzzle qr-code question-circle quote reply save search send share
    shield-check shield-exclamation shield-lock shop shuffle signpost-split sliders sort-down
    sort-up speedometer2 star star-fill stars sun tag tags telephone three-dots
    three-dots-vertical toggle-off toggle-on tools translate trash tree trophy type-bold type-h2
    type-italic universal-access unlock upload wifi-off x-circle x-lg
""".split()


def bundled() -> Path:
    """The full sprite that Bootstrap-Flask brings along (Bootstrap Icons, MIT)."""
    import flask_bootstrap

    static = Path(flask_bootstrap.__file__).parent / "static"
    return static / "bootstrap5" / "icons" / "bootstrap-icons.svg"


def build(names: Iterable[str], full: str) -> str:
    """A sprite of `names` only, from the text of the full sprite."""
    symbols = {
        match["name"]: match["shape"]
        for match in re.finditer(
            r'<symbol[^>]*\bid="(?P<name>[^"]+)"[^>]*>(?P<shape>.*?)</symbol>', full, re.DOTALL
        )
    }
    wanted = sorted(set(names))
    unknown = [name for name in wanted if name not in symbols]
    if unknown:
        raise LookupError(f"Bootstrap Icons has no: {', '.join(unknown)}")
    lines = [
        f'<symbol id="{name}" viewBox="0 0 16 16">{symbols[name]}</symbol>' for name in wanted
    ]
    head = "<!-- Bootstrap Icons, MIT, Copyright The Bootstrap Authors. Built: portal.web.icons -->"
    return "\n".join([head, '<svg xmlns="http://www.w3.org/2000/svg">', *lines, "</svg>", ""])


def main() -> None:
    SPRITE.write_text(build(NAMES, bundled().read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{len(NAMES)} icons, {SPRITE.stat().st_size // 1024} KB: {SPRITE.name}")


if __name__ == "__main__":
    main()
