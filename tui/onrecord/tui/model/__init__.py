"""The state that the desk shows and changes, independent of any widget."""
