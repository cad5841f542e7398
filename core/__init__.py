"""onrecord's thinking: reading files, keeping articles, annotating them, writing them out. No interface."""
