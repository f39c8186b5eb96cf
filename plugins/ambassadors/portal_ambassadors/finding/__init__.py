"""Finding: the list, the organisation's picture, the overview of competences, files."""
