"""Attacks on what onrecord promises. Each counts how often it was tried, and how often the promise held."""
