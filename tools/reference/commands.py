"""The page of commands: every command with its arguments, options and exit statuses."""

import inspect
from collections.abc import Iterator

import typer

from carteira.cli.exits import MEANINGS
from carteira.cli.main import app
from tools.reference.markdown import GENERATED, cell, page, plain, table

Group = typer.core.TyperGroup
Parameter = typer.core.TyperArgument | typer.core.TyperOption


def commands_page() -> str:
    group = typer.main.get_command(app)
    assert isinstance(group, Group)
    commands = dict(_commands(group, "carteira"))
    return page(
        "Commands",
        GENERATED,
        _text(group.help),
        "All take `--help`; `carteira --version` says which version it is. With `--json` a command prints one JSON "
        "document on its output and nothing else; money in it is in minor units.",
        table(
            ("command", ""),
            ([f"[`{name}`](#{_anchor(name)})", cell(_first(text.help))] for name, text in commands.items()),
        ),
        "## Exit status",
        table(("status", "meaning"), ([str(status), cell(meaning)] for status, meaning in MEANINGS.items())),
        *(_section(name, command) for name, command in commands.items()),
    )


def _commands(group: Group, name: str) -> Iterator[tuple[str, typer.core.TyperCommand]]:
    for word, command in group.commands.items():
        if isinstance(command, Group):
            yield from _commands(command, f"{name} {word}")
        elif isinstance(command, typer.core.TyperCommand):
            yield f"{name} {word}", command


def _section(name: str, command: typer.core.TyperCommand) -> str:
    arguments = [parameter for parameter in command.params if isinstance(parameter, typer.core.TyperArgument)]
    options = [parameter for parameter in command.params if isinstance(parameter, typer.core.TyperOption)]
    call = " ".join((name, *(str(argument.metavar) for argument in arguments), "[OPTIONS]"))
    rows = [[f"`{argument.metavar}`", cell(argument.help or ""), ""] for argument in arguments]
    rows += [[f"`{_spelt(option)}`", cell(option.help or ""), _default(option)] for option in options]
    return "\n\n".join((f"## {name}", f"    {call}", _text(command.help), table(("", "meaning", "default"), rows)))


def _spelt(option: typer.core.TyperOption) -> str:
    return f"{option.opts[0]} {option.metavar or ''}".strip()


def _default(option: typer.core.TyperOption) -> str:
    return "" if option.default in (None, "", False) else f"`{option.default}`"


def _text(help_text: str | None) -> str:
    return plain(inspect.cleandoc(help_text or ""))


def _first(help_text: str | None) -> str:
    return inspect.cleandoc(help_text or "").split("\n\n")[0]


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
