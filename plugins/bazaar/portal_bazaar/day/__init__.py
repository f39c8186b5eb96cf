"""Check-in, badges, walk-ins, substitutes, signing in for the day, the list on paper."""
