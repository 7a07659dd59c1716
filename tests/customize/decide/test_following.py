"""Reading what other processes append: each whole record once, none of one's own, none that was torn off."""

import os
import resource
from pathlib import Path

from carteira.customize.decide.following import Follower
from carteira.customize.decide.segments import created, framed, path_of


def heard(follower: Follower) -> list[bytes]:
    return [content for _, content in follower.news()]


def append(descriptor: int, data: bytes) -> None:
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


def test_more_segments_than_a_process_may_have_open(tmp_path: Path) -> None:
    for number in range(40):
        _, descriptor = created(tmp_path)
        append(descriptor, framed(b"%d" % number))
        os.close(descriptor)
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len(list(Path("/proc/self/fd").iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 10, usual[1]))
    try:
        found = heard(Follower(tmp_path, lambda _: False))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)
    assert found == [b"%d" % number for number in range(40)]
