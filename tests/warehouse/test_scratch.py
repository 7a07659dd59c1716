"""Scratch folders: gone with their process, however it ends, and never taken from one that lives."""

import subprocess
import sys
from pathlib import Path

from carteira.warehouse.engine import Engine
from carteira.warehouse.scratch import Scratch, remove_left

SPILLING = """
import sys
from pathlib import Path
from carteira.warehouse.engine import Engine
engine = Engine(memory_limit="20MB", threads=1, scratch=Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
"""


def test_it_is_gone_at_its_end(tmp_path: Path) -> None:
    with Scratch(tmp_path / "scratch") as name:
        folder = Path(name)
        (folder / "file").write_text("x")
        assert folder.stat().st_mode & 0o777 == 0o700
        remove_left(tmp_path / "scratch")
        assert (folder / "file").exists()
    assert list((tmp_path / "scratch").iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_engine_and_no_sooner(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SPILLING, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        (left,) = (path for path in tmp_path.iterdir() if path.is_dir())
        (left / "spilled").write_text("somebody's name")
        Engine(scratch=tmp_path).close()
        assert (left / "spilled").exists()
        process.kill()
        process.wait()
    Engine(scratch=tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_an_engine_spills_there(tmp_path: Path) -> None:
    folder = tmp_path / "a?b"
    with Engine(memory_limit="30MB", threads=1, scratch=folder) as engine:
        engine.execute("CREATE TABLE large AS SELECT md5(range::VARCHAR) AS text FROM range(1500000)")
        files = engine.query("SELECT path FROM duckdb_temporary_files()")["path"].to_pylist()
        assert files
        assert all(Path(path).is_file() and Path(path).is_relative_to(folder) for path in files)
    assert list(folder.iterdir()) == []
