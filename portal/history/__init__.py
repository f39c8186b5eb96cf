"""Who changed what and when, for every kind that declares its fields; and merging by field."""
