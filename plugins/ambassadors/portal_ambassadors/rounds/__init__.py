"""Keeping profiles true: rounds in which everybody is asked, reminded, and at last laid to rest."""
