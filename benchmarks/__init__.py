"""Programs that measure: each answers one question and prints a table."""
