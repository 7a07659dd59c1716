"""How commands look: the version, one JSON document from each, tables that a narrow terminal does not cut."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer
from rich.console import Console

import carteira
from carteira.cli import output
from carteira.cli.main import app

GROUPS = {"show", "user"}


def commands(group: typer.core.TyperGroup, name: str = "") -> Iterator[tuple[str, typer.core.TyperCommand]]:
    for word, command in group.commands.items():
        full = f"{name} {word}".strip()
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, full)
        else:
            yield full, command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_prints_json_and_helps(name: str) -> None:
    command = COMMANDS[name]

    assert "--json" in {word for parameter in command.params for word in parameter.opts}
    assert all(parameter.help for parameter in command.params)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_each_whole(name: str) -> None:
    assert not COMMANDS[name].get_short_help_str(limit=60).endswith("...")


def test_the_version() -> None:
    command = [sys.executable, "-m", "carteira", "--version"]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=True)

    assert done.stdout == f"carteira {carteira.__version__}\n"


def test_a_narrow_terminal_folds_texts_and_keeps_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = Console(width=40, file=io.StringIO(), soft_wrap=True)
    monkeypatch.setattr(output, "console", narrow)

    output.table("T", ["File", "Revenue", "Profit"], [["a" * 30, "9,876,543,210.12", "-1,234,567.89"]])

    text = narrow.file.getvalue()
    assert "9,876,543,210.12 -1,234,567.89" in text
    assert text.count("a") == 30
    assert "…" not in text
