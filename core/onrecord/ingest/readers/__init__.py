"""Readers: a module for each kind of file, found by the table in ``onrecord.ingest.kinds.kind_table``."""
