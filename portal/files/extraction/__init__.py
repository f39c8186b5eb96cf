"""The text in a file, read by a process of its own that may fail in any way it likes.

`asking.extract_text` starts it; `python -m portal.files.extraction` is what is started, and
imports nothing of the portal beyond this folder.
"""
