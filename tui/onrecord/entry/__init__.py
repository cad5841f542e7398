"""The entry point of the command, which knows both the commands and the desk."""
