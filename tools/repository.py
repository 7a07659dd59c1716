"""What the checks look at: the files of this repository that are, or may be, committed."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def committed_files(root: Path = ROOT) -> list[Path]:
    """The files that git keeps, and new ones that it does not ignore, sorted."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(path for name in names if name and (path := root / name).is_file())
