"""The local practice: draft sheet, status, actions, reviews."""
