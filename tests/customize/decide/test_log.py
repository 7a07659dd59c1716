"""The decision log: what was acknowledged is there, whatever happens to the process."""

import os
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from carteira.customize.decide import log as module
from carteira.customize.decide.log import Log
from carteira.customize.decide.segments import HEAD, framed, path_of, record_at, segments, split, whole_records


def kept(folder: Path) -> list[bytes]:
    return [
        content for number in segments(folder) for _, content in whole_records(path_of(folder, number).read_bytes())
    ]


def durable(log: Log, content: bytes) -> int:
    waiter: Future[None] = Future()
    place = log.append(content, waiter)
    waiter.result(10)
    return place


def test_what_is_acknowledged_is_there(tmp_path: Path) -> None:
    log = Log(tmp_path)
    places = [durable(log, b"%d" % number) for number in range(20)]
    assert kept(tmp_path) == [b"%d" % number for number in range(20)]
    assert [record_at(tmp_path, place) for place in places] == kept(tmp_path)
    assert [record_at(tmp_path, place) for place in (places[1] + 1, 7 << 32, 1 << 40)] == [None] * 3
    log.close()


def test_a_torn_tail_is_cut(tmp_path: Path) -> None:
    whole = framed(b"first") + framed(b"second")
    for cut in range(len(whole) + 1):
        found = [content for _, content in whole_records(whole[:cut])]
        assert found == [b"first", b"second"][: (cut >= HEAD.size + 5) + (cut == len(whole))]


def test_a_changed_byte_is_noticed() -> None:
    whole = framed(b"first") + framed(b"second")
    for place in range(len(framed(b"first"))):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1
        assert b"first" not in [content for _, content in whole_records(bytes(spoilt))]


def test_zeros_are_no_records() -> None:
    assert list(whole_records(bytes(100))) == []


def test_one_wait_for_the_disk_serves_all_who_came_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, go_on, synced = threading.Event(), threading.Event(), []

    def slow(descriptor: int) -> None:
        synced.append(descriptor)
        first.set()
        go_on.wait(10)

    monkeypatch.setattr(os, "fdatasync", slow)
    log = Log(tmp_path)
    waiters: list[Future[None]] = [Future() for _ in range(50)]
    log.append(b"0", waiters[0])
    assert first.wait(10)
    for waiter in waiters[1:]:
        log.append(b"x", waiter)
    assert not any(waiter.done() for waiter in waiters)
    go_on.set()
    for waiter in waiters:
        waiter.result(10)
    assert len(synced) == 2
    log.close()


def test_a_disk_that_fails_acknowledges_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(tmp_path)
    durable(log, b"before")
    sync = os.fdatasync

    def full(descriptor: int) -> None:
        monkeypatch.setattr(os, "fdatasync", sync)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", full)
    with pytest.raises(OSError, match="No space"):
        durable(log, b"lost")
    place = durable(log, b"after")
    assert record_at(tmp_path, place) == b"after"
    assert split(place)[0] == 2
    log.close()


def test_a_full_segment_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_SEGMENT", 100)
    log = Log(tmp_path, lambda: [b"terms"])
    places = [durable(log, b"%040d" % number) for number in range(7)]
    log.close()
    assert len(segments(tmp_path)) > 2
    assert {path_of(tmp_path, number).read_bytes()[HEAD.size :][:5] for number in segments(tmp_path)} == {b"terms"}
    assert [record_at(tmp_path, place) for place in places] == [b"%040d" % number for number in range(7)]


def test_two_processes_never_share_a_segment(tmp_path: Path) -> None:
    one, other = Log(tmp_path), Log(tmp_path)
    assert split(durable(one, b"1"))[0] == 1
    assert split(durable(other, b"2"))[0] == 2
    assert (one.owns(1), one.owns(2)) == (True, False)
    one.close()
    other.close()
    assert split(durable(Log(tmp_path), b"3"))[0] == 3
