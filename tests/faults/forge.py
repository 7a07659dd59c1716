"""Starts groups of processes quickly: all that they need is imported once, then each is forked.

`python -m tests.faults.forge` takes on each line of input a JSON document {"programs": [[name, argument ...] ...],
"environment": {...}, "output": path}. It answers with the id of the new process group, and with the exit statuses of
its processes once all have ended.
"""

import json
import os
import sys
import traceback
from importlib import import_module
from typing import Any

import carteira.cli.main

PRELOADED = (
    "carteira.book.book", "carteira.cli.background", "carteira.jobs.worker", "carteira.warehouse.files",
    "carteira.identify.standardise", "carteira.identify.resolve", "carteira.differentiate.lifetime",
    "carteira.differentiate.rfmt", "carteira.differentiate.categories", "tests.faults.client",
)  # fmt: skip


def run(name: str, *arguments: str) -> None:
    """`command` and the words of a command of `carteira`, `worker`, or the name of a module of `tests.faults`."""
    if name in ("worker", "command"):
        sys.argv = ["carteira", *([name] if name == "worker" else arguments)]
        carteira.cli.main.main()
    else:
        sys.argv = [name, *arguments]
        import_module(f"tests.faults.{name}").main()


def forked(words: list[str], group: int, environment: dict[str, str], output: str) -> int:
    """The id of a new process of that group (0: of a new one) that runs the program and never returns."""
    child = os.fork()
    if child:
        os.setpgid(child, group)
        return child
    status = 1
    try:
        os.setpgid(0, group)
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), 1)
        os.dup2(1, 2)
        os.environ.update(environment)
        run(*words)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def answer(order: dict[str, Any]) -> None:
    children: list[int] = []
    for words in order["programs"]:
        children.append(forked(words, children[0] if children else 0, order["environment"], order["output"]))
    say(children[0])
    say([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])


def say(what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    for name in PRELOADED:
        import_module(name)
    for line in sys.stdin:
        answer(json.loads(line))


if __name__ == "__main__":
    main()
