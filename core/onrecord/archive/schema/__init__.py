"""The tables of the archive, and how records are stored in them."""
