"""A file that a job writes is whole or not there."""

from pathlib import Path

import pytest

from carteira.jobs.files import whole_file


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "7.csv"
    with whole_file(path) as unfinished:
        unfinished.write_text("a,b\n", encoding="utf-8")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "a,b\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "7.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), whole_file(path) as unfinished:
        unfinished.write_text("ação", encoding="ascii")
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [("7.csv", "old")]


def test_the_same_work_again_makes_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "7.csv"
    path.with_name("7.csv.part").write_text("left by a killed process", encoding="utf-8")
    for _ in range(2):
        with whole_file(path) as unfinished:
            unfinished.write_text("a,b\n", encoding="utf-8")
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [("7.csv", "a,b\n")]
