"""Runs a command on a PostgreSQL of its own: `python tests/database/postgresql.py COMMAND ...`.

The cluster lives in a temporary folder, listens on a Unix socket there, forgets safety for speed, and is gone at the
end, whatever the command did. The command finds it in CARTEIRA_DATABASE_URL. Where the machine has no PostgreSQL the
command is skipped with a message; with CI=true that is a failure.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}


def find_binaries() -> Path | None:
    """The folder of this machine's newest PostgreSQL server: Debian's, else the one on the PATH; None without any."""
    versions = [path.parent for path in DEBIAN.glob("*/bin/initdb") if path.parent.parent.name.isdigit()]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, which PostgreSQL refuses; None where we are not."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """A running server; gives its database URL. Its superuser bears the name of the present user."""
    user = unprivileged_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryDirectory(prefix="carteira-pg-") as name:
        folder = Path(name)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
            folder.chmod(0o755)
        data, log = str(folder / "data"), str(folder / "log")
        client = pwd.getpwuid(os.geteuid()).pw_name
        flags = ["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={client}"]
        options = " ".join(f"-c {key}='{value}'" for key, value in SETTINGS.items()) + f" -k '{folder}'"

        def run(program: str, *arguments: str) -> None:
            command = [str(binaries / program), *arguments]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **identity)

        run("initdb", "--pgdata", data, *flags)
        run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "--options", options)
        try:
            yield f"postgresql:///carteira?host={folder}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata", data)


def run_on_cluster(binaries: Path, command: Sequence[str]) -> int:
    """The exit status of `command`, for which CARTEIRA_DATABASE_URL names a new server that lives as long."""
    with cluster(binaries) as url:
        return subprocess.run(command, env=os.environ | {"CARTEIRA_DATABASE_URL": url}, check=False).returncode


def main(command: Sequence[str]) -> int:
    """Exit status: the command's; 2 without a command; without PostgreSQL 1 under CI, else 0."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed here, so nothing was run on it: apt-get install postgresql", file=sys.stderr)
        return int(os.environ.get("CI") == "true")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return run_on_cluster(binaries, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
