"""References by (kind, id) to objects the core knows nothing else of."""
