"""The plugin's tables, of all its areas: one migration history."""
