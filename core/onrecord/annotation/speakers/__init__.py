"""Who speaks in each attribution: actors, anonymous sources, and those who pass on the words of others."""
