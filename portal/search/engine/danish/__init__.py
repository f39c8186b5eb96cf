"""The analysis of Danish text, the same for indexing, querying and marking matches."""
