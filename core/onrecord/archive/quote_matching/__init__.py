"""Finding the same quote in other articles, and how its wording differs there."""
