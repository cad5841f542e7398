"""The index tables, kept in step with articles, annotations and corrections."""
