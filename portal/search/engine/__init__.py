"""Full-text search: documents in, ranked and permission-filtered hits out.

A library without Flask or a database: the portal's indexer and pages are built
on :class:`~portal.search.engine.base.SearchEngine`.
"""
