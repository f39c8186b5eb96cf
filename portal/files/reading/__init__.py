"""The text of files for the search: read once a content by the worker, kept in parts."""
