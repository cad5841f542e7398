"""Questions for the reader about what the archive could not decide by itself, such as two names of one person."""
