"""Making a book and opening it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carteira.book.home import (
    DATABASE_NAME,
    MARKER,
    MIGRATION_LOCK,
    Home,
    database_settings,
    secret_key,
    write_secret_key,
)
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.book.book import Book

UNUSABLE = "%[]\\^|"
"""Characters of a path that the store of the tables cannot write as an address."""
REMAINS = {"secret_key", DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", MIGRATION_LOCK}
"""What a creation that was killed leaves: without its marker there is no book in the folder."""


def open_book(path: Path, **settings: Any) -> "Book":
    """The book in `path`, made with `settings` where there is none. See `carteira.open`."""
    home = Home(path.absolute())
    with usable(home):
        exists = home.exists
    check_path(home)
    if not exists:
        return create_book(path, **settings)
    if settings:
        raise CarteiraError("book_exists", hint="change_settings_with_set", home=home.path)
    _set_up(home)
    from carteira.book.book import Book

    return Book(home)


def create_book(path: Path, **settings: Any) -> "Book":
    """Makes a new book in `path`.

    Raises `book_exists`, `folder_not_empty` for a folder of other things, `bad_home` or `folder_unusable` where no book
    can be, and `database_taken` where the database has another book.
    """
    home = Home(path.absolute())
    with usable(home):
        _make_folder(home)
    try:
        with usable(home):
            _fill(home, settings)
    except BaseException:
        _empty(home)
        raise
    from carteira.book.book import Book

    return Book(home)


def _make_folder(home: Home) -> None:
    if home.exists:
        raise CarteiraError("book_exists", hint="change_settings_with_set", home=home.path)
    check_path(home)
    if home.path.exists() and (not home.path.is_dir() or {entry.name for entry in home.path.iterdir()} - REMAINS):
        raise CarteiraError("folder_not_empty", hint="choose_an_empty_folder", home=home.path)
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for entry in home.path.iterdir():
        entry.unlink()


def check_path(home: Home) -> None:
    """Raises `bad_home` for a path with any of `UNUSABLE` or with a line break."""
    if any(character in UNUSABLE or not character.isprintable() for character in str(home.path)):
        raise CarteiraError("bad_home", hint="choose_an_empty_folder", home=home.path, unusable=" ".join(UNUSABLE))


@contextmanager
def usable(home: Home) -> Iterator[None]:
    """Makes what the operating system refuses one CarteiraError."""
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise CarteiraError("folder_unusable", hint="choose_an_empty_folder", home=home.path, detail=detail) from error


def _fill(home: Home, settings: dict[str, Any]) -> None:
    write_secret_key(home.path)
    _set_up(home)
    from django.db import transaction

    from carteira.book import settings as book_settings
    from carteira.book.models import Load, Run, Setting

    valid = {key: book_settings.checked(key, value) for key, value in settings.items()}
    with transaction.atomic():
        if any(model.objects.exists() for model in (Load, Run, Setting)):
            raise CarteiraError("database_taken", hint="use_another_database")
        Setting.objects.bulk_create(Setting(key=key, value=value) for key, value in valid.items())
        (home.path / MARKER).write_text("format = 1\n", encoding="utf-8")


def _empty(home: Home) -> None:
    """Leaves the folder as it was before a refused creation: empty."""
    _close_connections()
    for entry in home.path.iterdir():
        entry.unlink()


def _set_up(home: Home) -> None:
    """Points Django at the book's database, and brings the database up to date."""
    point_at(home)
    from carteira.book.migrating import bring_up_to_date

    bring_up_to_date(home)


def point_at(home: Home) -> None:
    """Makes Django this process's door to the book: its database, and its key."""
    os.environ["CARTEIRA_HOME"] = str(home.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carteira.settings")
    import django
    from django.apps import apps
    from django.conf import settings

    if not apps.ready:
        django.setup()
    if home.path != settings.CARTEIRA_HOME:
        _change_database(home)
    settings.SECRET_KEY = secret_key(home.path)


def _change_database(home: Home) -> None:
    from django.conf import settings
    from django.db import connections

    _close_connections()
    settings.CARTEIRA_HOME = home.path
    settings.DATABASES["default"] = connections.settings["default"] = connections.configure_settings(
        {"default": database_settings(home.path)}
    )["default"]
    del connections["default"]


def _close_connections() -> None:
    """Leaves nothing open to the database, so that another may be named."""
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
