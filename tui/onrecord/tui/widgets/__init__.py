"""The panes of the desk, a module each."""
