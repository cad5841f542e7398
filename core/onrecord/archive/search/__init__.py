"""Searching the archive: queries become SQL, and results become ids, snippets, facets and explanations."""
