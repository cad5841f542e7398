"""The components that onrecord adds to a spaCy pipeline; importing a module registers its factory."""
