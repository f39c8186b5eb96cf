"""Demo content: one series held, one under way, one open; wishes; what became of practices."""
