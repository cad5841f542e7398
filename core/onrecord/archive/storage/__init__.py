"""TinyDB over SQLite: documents as rows, tables, and the conditions that an index answers."""
