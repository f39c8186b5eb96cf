"""Who wants which practice; what is wanted but not offered."""
