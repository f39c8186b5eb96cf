"""Importing on pages: documents become sheets that one person looks through and takes.

- ``runs``: an import is begun, read again with other headings, and forgotten
- ``choosing``: what is chosen once for all of its sheets
- ``corrections``: what somebody changed in a found sheet, as data
- ``matching``: what is there already, what is new, what differs
- ``taking``: found sheets become fact sheets, and that is undone

All is the business of the person who began the import, and of nobody else.
"""
