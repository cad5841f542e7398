"""onrecord's showing: the command line and the reading desk."""
