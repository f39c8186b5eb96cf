"""Stands and keepers, hands-on material, floor plan, pitch rounds."""
