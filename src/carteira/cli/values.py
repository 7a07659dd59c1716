"""Words of a command as values."""

from datetime import date

from carteira.book.period import day_of


def a_date(text: str | None) -> date | None:
    """The date written as YYYY-MM-DD, None for none. Raises `bad_date`."""
    return None if text is None else day_of(text)
