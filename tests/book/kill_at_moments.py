"""A program: makes or restores a backup again and again, each time killed at another moment, and looks at what is left.

Its words are `backup|restore FOLDER SEED POINTS`, its book the one in CARTEIRA_HOME; the backup is
FOLDER/one.carteira. A moment is just before the process opens, makes, renames or removes its n-th file; that before the
file or the book gets its name, and the one after it, are always among them.
"""

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import carteira
from carteira.book.backup import making, restoring
from carteira.book.home import Home

EVENTS = {"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "sqlite3.connect", "fcntl.flock"}
HOME = Path(os.environ["CARTEIRA_HOME"])
FILE = Path(sys.argv[2]) / "one.carteira"
NAMES = {str(FILE), str(HOME / "book.toml")}


def done(work: Callable[[], object], at: int = 0) -> tuple[int, int] | None:
    """Does the work in a forked process, which is killed before its event number `at`: None. Else how many events it
    had, and which of them gave the result its name."""
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        _work(work, at, said)
    os.close(said)
    with os.fdopen(heard) as told:
        text = told.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return None
    assert status == 0, text
    events, naming = text.split()
    return int(events), int(naming)


def _work(work: Callable[[], object], at: int, said: int) -> None:
    seen = naming = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen, naming
        if event not in EVENTS:
            return
        seen += 1
        if event == "os.rename" and str(arguments[1]) in NAMES:
            naming = seen
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    try:
        work()
        os.write(said, f"{seen} {naming}".encode())
        os._exit(0)
    except BaseException as error:
        os.write(said, repr(error).encode())
        os._exit(1)


def moments(whole: tuple[int, int] | None) -> list[int]:
    assert whole
    events, naming = whole
    assert naming
    chosen = random.Random(int(sys.argv[3])).sample(range(1, events + 1), min(int(sys.argv[4]), events))
    return [naming, naming + 1, *chosen]


def back_up() -> None:
    making.back_up(carteira.open(HOME).home, FILE)


def restore() -> None:
    restoring.restore(FILE, HOME)


def look() -> None:
    assert [load.accepted for load in carteira.open(HOME).loads()] == [1]


def kill_backups() -> None:
    whole = done(back_up)
    FILE.unlink()
    for at in moments(whole):
        assert done(back_up, at) is None or FILE.exists()
        if FILE.exists():
            done(lambda: making.check(FILE))
            FILE.unlink()
    done(back_up)
    assert [path.name for path in FILE.parent.iterdir()] == [FILE.name]


def kill_restores() -> None:
    whole = done(restore)
    empty()
    for at in moments(whole):
        done(restore, at)
        if not Home(HOME).exists:
            done(restore)
        done(look)
        empty()
    done(restore)


def empty() -> None:
    """Neither folder nor tables are left."""
    shutil.rmtree(HOME)
    if address := os.environ.get("CARTEIRA_DATABASE_URL"):
        import psycopg

        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")


def main() -> None:
    {"backup": kill_backups, "restore": kill_restores}[sys.argv[1]]()
