"""Reading what other processes append: each whole record once, none of one's own, none that was torn off."""

from pathlib import Path

from carteira.customize.decide.following import Follower
from carteira.customize.decide.segments import created, framed, path_of


def heard(follower: Follower) -> list[bytes]:
    return [content for _, content in follower.news()]


def append(descriptor: int, data: bytes) -> None:
    import os

    os.write(descriptor, data)


def test_each_record_once(tmp_path: Path) -> None:
    _, one = created(tmp_path)
    append(one, framed(b"before"))
    follower = Follower(tmp_path, lambda _: False)
    assert heard(follower) == [b"before"]
    append(one, framed(b"a") + framed(b"b")[:5])
    assert heard(follower) == [b"a"]
    append(one, framed(b"b")[5:])
    _, other = created(tmp_path)
    append(other, framed(b"c"))
    assert heard(follower) == [b"b", b"c"]
    assert heard(follower) == []
    follower.close()


def test_its_own_are_left_out(tmp_path: Path) -> None:
    number, one = created(tmp_path)
    append(one, framed(b"own"))
    assert heard(Follower(tmp_path, lambda found: found == number)) == []


def test_a_segment_whose_process_died_is_read_to_its_torn_end(tmp_path: Path) -> None:
    import os

    _, one = created(tmp_path)
    follower = Follower(tmp_path, lambda _: False)
    append(one, framed(b"a") + framed(b"torn")[:-1])
    os.close(one)
    assert heard(follower) == [b"a"]
    assert follower._open == {}


def test_old_segments_are_left_out(tmp_path: Path) -> None:
    number, one = created(tmp_path)
    append(one, framed(b"old"))
    moment = path_of(tmp_path, number).stat().st_mtime + 1
    follower = Follower(tmp_path, lambda _: False, since=moment)
    _, other = created(tmp_path)
    append(other, framed(b"new"))
    assert heard(follower) == [b"new"]
