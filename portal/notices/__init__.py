"""'What concerns me': notices, the daily digest, and following things."""
