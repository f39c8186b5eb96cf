"""Who leaves, and what becomes of what was theirs; units that end."""
