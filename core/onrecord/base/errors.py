"""The one kind of error that is the user's to see."""


class OnRecordError(Exception):
    """Something that could not be done; ``str()`` is a sentence that names the thing and says what to do."""
