"""`carteira`: the commands, and how a refusal is told: one line, and a non-zero exit status."""

import os
import sys

import django
import typer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carteira.settings")
django.setup()

from carteira.cli import books, checks, demo, files, servers, show, users  # noqa: E402
from carteira.cli.output import errors  # noqa: E402
from carteira.errors import CarteiraError  # noqa: E402

app = typer.Typer(
    name="carteira",
    help="The one-to-one CRM: who your customers are, what each is worth, what to do for each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (demo, books, files, servers, checks):
    module.add_to(app)
app.add_typer(show.app, name="show")
app.add_typer(users.app, name="user")


def main() -> None:
    """Runs the command that the program was called with."""
    try:
        app()
    except CarteiraError as error:
        errors.print(f"carteira: {error}", markup=False)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("CARTEIRA_DEBUG"):
            raise
        errors.print(
            f"carteira: something went wrong inside the program ({type(error).__name__}); nothing half-done was kept. "
            "Set CARTEIRA_DEBUG=1 to see where.",
            markup=False,
        )
        sys.exit(3)
