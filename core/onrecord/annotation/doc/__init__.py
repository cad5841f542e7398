"""Access to spaCy's Doc: tokenization, extension attributes, and its tokens read in bulk."""
