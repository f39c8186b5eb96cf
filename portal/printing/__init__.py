"""PDFs made by the portal itself: typst templates, the portal's fonts, data that stays data.

`asking.pdf` starts a process of its own; `python -m portal.printing` is what is started, and
imports nothing of the portal beyond this folder.
"""
