"""What a browser would send of a page's form: for tests that fill in only what they are about."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Values = dict[str, Any]


def form_values(page: str, having: str) -> Values:
    """The fields of the first form with a field named `having`, as the page fills them; a list
    where a name comes more than once. Buttons and the CSRF token are left out.

    Raises LookupError when there is no such form.
    """
    reader = _FormReader()
    reader.feed(page)
    for fields in reader.forms:
        if any(name == having for name, _value in fields):
            values: dict[str, list[str]] = {}
            for name, value in fields:
                if value is not None and name != "csrf_token":
                    values.setdefault(name, []).append(value)
            return {name: held[0] if len(held) == 1 else held for name, held in values.items()}
    raise LookupError(f"no form on the page has a field {having}")


class _FormReader(HTMLParser):
    """Collects (name, value) of every form; None for what a browser leaves out."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str | None]]] = []
        self._text: str | None = None  # the name of the text area we are in
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value")
        if tag == "form":
            self.forms.append([])
        elif not self.forms:
            return
        elif tag == "input" and name:
            kind = found.get("type") or "text"
            left_out = kind in ("radio", "checkbox") and "checked" not in found
            if kind not in ("submit", "button", "file"):
                self.forms[-1].append((name, None if left_out else value or ""))
        elif tag == "textarea":
            self._text = name
            self.forms[-1].append((name, ""))
        elif tag == "select":
            self._select = name
            self.forms[-1].append((name, None))
        elif tag == "option" and self._select is not None:
            # Without a chosen option a browser sends the first one.
            first = self.forms[-1][-1] == (self._select, None)
            if first or "selected" in found:
                self.forms[-1][-1] = (self._select, value or "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            name, before = self.forms[-1][-1]
            self.forms[-1][-1] = (name, (before or "") + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            name, text = self.forms[-1][-1]
            # The line break right after the tag is not part of the text.
            self.forms[-1][-1] = (name, (text or "").replace("\r\n", "\n").removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = None
