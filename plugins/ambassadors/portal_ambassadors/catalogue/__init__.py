"""The list of competences, which an editor maintains."""
