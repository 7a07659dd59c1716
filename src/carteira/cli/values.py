"""Words of a command as values."""

from datetime import date

from carteira.errors import CarteiraError


def a_date(text: str | None) -> date | None:
    """The date written as YYYY-MM-DD, None for none. Raises `bad_date`."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CarteiraError("bad_date", value=text) from error
