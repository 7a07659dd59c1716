"""The victim of a power cut with a database that is synced now and then only: it loses what it acknowledged."""

from pathlib import Path
from typing import Any

from carteira.book import opening
from tests.faults import victim

CAREFUL, CARELESS = "synchronous=FULL", "synchronous=NORMAL"


def careless(settings: dict[str, Any]) -> dict[str, Any]:
    options = settings["OPTIONS"]
    assert CAREFUL in options["init_command"]
    return {**settings, "OPTIONS": {**options, "init_command": options["init_command"].replace(CAREFUL, CARELESS)}}


def main() -> None:
    careful = opening.database_settings

    def database_settings(home: Path) -> dict[str, Any]:
        return careless(careful(home))

    opening.database_settings = database_settings
    victim.main()
