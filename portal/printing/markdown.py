"""Markdown taken apart for a template: the same Markdown as on screen, as data instead of HTML."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_parser = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable(["table"])
_SCHEMES = ("http://", "https://", "mailto:")

Part = str | dict[str, Any]


def markdown_parts(text: str | None) -> list[Part]:
    """What `#markdown(...)` of the package shows: strings, and dictionaries with `kind`.

    Raw HTML and typst's own marks are text. Links lead to http(s) and mailto only; to pages of
    the portal they are words, for a print has no portal around it. Pictures are their words.
    """
    return _parts(SyntaxTreeNode(_parser.parse(text or "")).children)


def _parts(nodes: list[SyntaxTreeNode]) -> list[Part]:
    return [part for node in nodes for part in _part(node)]


def _part(node: SyntaxTreeNode) -> list[Part]:
    kind = node.type
    if kind in ("text", "html_inline", "html_block"):
        return [node.content]
    if kind == "softbreak":
        return [" "]
    if kind == "inline":
        return _parts(node.children)
    if kind == "paragraph":
        # A paragraph of a tight list is the line itself.
        return [{"kind": "tight" if node.hidden else "p", "parts": _parts(node.children)}]
    if kind == "heading":
        return [{"kind": "heading", "level": int(node.tag[1]), "parts": _parts(node.children)}]
    if kind in ("strong", "em", "blockquote"):
        return [{"kind": {"blockquote": "quote"}.get(kind, kind), "parts": _parts(node.children)}]
    if kind == "code_inline":
        return [{"kind": "code", "text": node.content}]
    if kind in ("code_block", "fence"):
        return [{"kind": "block", "text": node.content.rstrip("\n")}]
    if kind == "hardbreak":
        return [{"kind": "br"}]
    if kind == "hr":
        return [{"kind": "hr"}]
    if kind == "link":
        to = str(node.attrs.get("href", ""))
        inner = _parts(node.children)
        return [{"kind": "link", "to": to, "parts": inner}] if to.startswith(_SCHEMES) else inner
    if kind in ("bullet_list", "ordered_list"):
        return [_list(node)]
    if kind == "table":
        return [_table(node)]
    if kind == "image":
        return [node.content]
    return _parts(node.children)


def _list(node: SyntaxTreeNode) -> dict[str, Any]:
    items = [_parts(item.children) for item in node.children]
    if node.type == "bullet_list":
        return {"kind": "ul", "items": items}
    return {"kind": "ol", "items": items, "start": int(node.attrs.get("start", 1))}


def _table(node: SyntaxTreeNode) -> dict[str, Any]:
    rows = [row for part in node.children for row in part.children]
    cells = [[_parts(cell.children) for cell in row.children] for row in rows]
    return {
        "kind": "table",
        "columns": len(cells[0]),
        "head": cells[0],
        "cells": [cell for row in cells[1:] for cell in row],
    }
