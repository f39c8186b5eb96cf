"""The one error this package raises."""

from __future__ import annotations

from collections.abc import Mapping


class ImportProblem(Exception):
    """A document that cannot be imported, and why.

    Carries no sentence: callers look up a translated text by ``code`` and fill in ``params``.

    ======================  ====================================================================
    code                    params
    ======================  ====================================================================
    ``file_missing``        ``name``
    ``file_unreadable``     ``name``
    ``file_empty``          (none)
    ``file_too_large``      ``limit`` (bytes)
    ``file_binary``         ``kind`` (``pdf``, ``zip``, ``office``, ``image``, ``archive`` or
                            ``unknown``)
    ``encoding_unknown``    (none)
    ``too_many_lines``      ``limit`` (lines)
    ``too_many_sheets``     ``limit`` (sheets)
    ``no_sheets_found``     (none)
    ======================  ====================================================================
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, str | int] = params
