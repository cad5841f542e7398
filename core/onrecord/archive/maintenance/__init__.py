"""That nothing is lost: checks, damage and repair, backups, copies as JSON, and what was removed."""
