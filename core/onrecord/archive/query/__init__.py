"""The query language, and everything that an archive answers to it: articles, quotes, snippets, facets."""
