"""What an education takes home; collecting live; wishes for other plugins."""
