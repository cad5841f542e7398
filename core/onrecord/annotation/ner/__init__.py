"""Named entities: spans and labels from spaCy, the lexicon and the lines of the text, made consistent."""
