"""What this area answers to the hooks."""
