"""Coreference: which actor a pronoun or a definite description refers to."""
