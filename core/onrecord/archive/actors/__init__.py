"""The actors of the archive, across its articles."""
