"""Rows out of csv and Excel files, whatever made them."""
