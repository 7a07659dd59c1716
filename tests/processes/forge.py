"""Starts groups of processes quickly: all that they need is imported once, then each is forked.

`python -m tests.processes.forge` takes on each line of input a JSON document {"programs": [[name, argument ...] ...],
"environment": {...}, "folder": path, "output": path, "errors": path, "statuses": path of a pipe}. It answers with the
id of the new process group; once all of its processes have ended, their exit statuses come through the pipe.
"""

import ctypes
import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from typing import Any

import numpy as np
from django.db import connections

import carteira.cli.main
from carteira.jobs import actions

PR_SET_PDEATHSIG = 1
NEVER = timedelta(days=1)
PRELOADED = (
    "carteira.book.book", "carteira.book.handlers", "carteira.book.migrating", "carteira.book.doctor",
    "carteira.cli.background", "carteira.jobs.worker", "carteira.warehouse.files", "carteira.identify.standardise",
    "carteira.identify.resolve", "carteira.identify.clusters", "carteira.differentiate.lifetime",
    "carteira.differentiate.rfmt", "carteira.differentiate.categories", "django.db.models.sql.compiler",
    "pyarrow.dataset",
)  # fmt: skip


def run(name: str, *arguments: str) -> None:
    """`command` and the words of a command of `carteira`, `worker`, `code` and the text of a program with its
    arguments, or the name of a module below `tests` with its arguments."""
    if name in ("worker", "command"):
        sys.argv = ["carteira", *([name] if name == "worker" else arguments)]
        carteira.cli.main.main()
    elif name == "code":
        sys.argv = ["-c", *arguments[1:]]
        exec(compile(arguments[0], "<code>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [name, *arguments]
        import_module(f"tests.{name}").main()


def forked(words: list[str], group: int, order: dict[str, Any]) -> int:
    """The id of a new process of that group (0: of a new one) that runs the program and never returns."""
    child = os.fork()
    if child:
        os.setpgid(child, group)
        return child
    status = 1
    try:
        end_with_parent()
        os.setpgid(0, group)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, path in ((1, order["output"]), (2, order["errors"])):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), number)
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        run(*words)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        connections.close_all()  # as the end of an interpreter does
        sys.stdout.flush()
        os._exit(status)


def end_with_parent() -> None:
    """Makes the system kill this process when the one that forked it ends: a test that is killed leaves nobody."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def oversee(order: dict[str, Any]) -> None:
    """Starts the programs of one order from a process of its own, which waits for their end."""
    if os.fork():
        return
    end_with_parent()
    children: list[int] = []
    for words in order["programs"]:
        children.append(forked(words, children[0] if children else 0, order))
    sys.stdout.write(f"{children[0]}\n")
    sys.stdout.flush()
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    with suppress(OSError):  # nobody waits any more
        pipe = os.open(order["statuses"], os.O_WRONLY | os.O_NONBLOCK)
        os.write(pipe, json.dumps(statuses).encode())
    os._exit(0)


def reap() -> None:
    """Forgets the overseers that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def warm_up() -> None:
    """Loads what is otherwise compiled or read in each process anew."""
    from carteira.identify.clusters import cluster

    pair, none = np.array([0]), np.full(2, -1)
    cluster(pair, pair + 1, np.array([5.0]), none, none)


def main() -> None:
    actions.LEASE = NEVER  # no lease runs out because this machine is slow or was suspended
    for name in PRELOADED:
        import_module(name)
    warm_up()
    for line in sys.stdin:
        reap()
        oversee(json.loads(line))


if __name__ == "__main__":
    main()
