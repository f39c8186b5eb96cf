"""Markdown to clean HTML, and to plain text for search and excerpts."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_parser = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable(["table"])
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SPACE = re.compile(r"\s+")


def render_markdown(text: str | None, heading_level: int = 3) -> Markup:
    """Clean HTML; the text's largest headings become those of `heading_level`, whichever they are:
    no page then jumps over a level because somebody began with two marks.

    Raw HTML is shown as it was typed, links open with rel=noopener and only to http(s), mailto
    and the portal itself.
    """
    tokens = _parser.parse(text or "")
    headings = [one for one in tokens if one.type in ("heading_open", "heading_close")]
    largest = min((int(one.tag[1]) for one in headings), default=1)
    for one in headings:
        one.tag = f"h{min(int(one.tag[1]) - largest + heading_level, 5)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def plain_text(text: str | None) -> str:
    """The words of a Markdown text, a block a line, without its marks."""
    lines: list[str] = []
    for token in _parser.parse(text or ""):
        if token.type == "inline":
            words = "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
            )
            lines.append(_SPACE.sub(" ", words).strip())
        elif token.type in ("code_block", "fence"):
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)
