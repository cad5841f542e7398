"""The dossier of an actor: everything the archive knows of them, over time and by source."""
