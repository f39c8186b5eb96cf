"""The map of how practices spread."""
