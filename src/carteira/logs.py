"""How the log is written: where a program failed and how, without what people wrote.

The message of an error often quotes the value that it stumbled over: a name, a tax id, an e-mail address. So the log
has the lines of the program and the kind of each error, and only messages that speak of the program or the machine.
"""

import logging
import traceback
from collections.abc import Iterator

TELLING = (OSError, TypeError, AttributeError, NameError, ImportError, NotImplementedError, MemoryError, RecursionError)
"""Errors whose messages speak of the program or the machine."""
DATABASE = frozenset({"OperationalError", "InterfaceError"})
"""The same, of the drivers of databases and of Django."""
LEFT_OUT = "(its message may quote what somebody wrote, and is left out)"


class PlainFormatter(logging.Formatter):
    """Writes records as `logging.Formatter`, and errors as `error_lines`, whatever another handler made of them."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = None

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        return "".join(error_lines(error)).rstrip("\n") if isinstance(error, BaseException) else ""


def error_lines(error: BaseException) -> Iterator[str]:
    """The traceback of the error and of those that it came from, the first one first."""
    chain = _chain(error)
    for place, one in enumerate(reversed(chain)):
        if place:
            yield "\nwhich led to:\n\n"
        yield from traceback.format_tb(one.__traceback__)
        kind = type(one)
        yield f"{kind.__module__}.{kind.__qualname__}: {_message(one)}\n"


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found:
        found.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return found


def _message(error: BaseException) -> str:
    if isinstance(error, TELLING) or type(error).__name__ in DATABASE:
        return " ".join(str(error).split())
    return str(getattr(error, "code", "") or LEFT_OUT)
