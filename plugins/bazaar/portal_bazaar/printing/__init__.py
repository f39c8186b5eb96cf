"""The fair in a box: PDFs."""
