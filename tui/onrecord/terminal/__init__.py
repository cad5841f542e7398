"""Terminal output that the commands and the desk share: wrapping, control characters, progress and failures."""
