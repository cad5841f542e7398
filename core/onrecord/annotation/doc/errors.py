"""What can go wrong in annotation that a user can put right."""

from onrecord.base.errors import OnRecordError


class AnnotateError(OnRecordError):
    """A text could not be annotated; ``str()`` says why and what to do."""
