"""Three months later: what became of it; the effect page, the report."""
