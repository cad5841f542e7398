"""The parts that an ``Archive`` consists of: each a class that works, and can be tested, without the others."""
