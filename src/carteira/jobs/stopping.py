"""Why work stops before its end. Handlers let these pass; the worker knows what to do with each."""

from datetime import timedelta


class Cancelled(Exception):  # noqa: N818
    """Somebody cancelled the job."""


class Interrupted(Exception):  # noqa: N818
    """The worker was told to stop: another takes the job up."""


class LeaseLost(Exception):  # noqa: N818
    """Another worker took the job over while this one seemed dead."""


class NotNow(Exception):  # noqa: N818
    """The job cannot be done yet: it goes back to the queue for a while, and nothing has changed."""

    def __init__(self, delay: timedelta) -> None:
        super().__init__(delay)
        self.delay = delay
