"""What cannot be read as a table at all is one clear error, never another exception."""

import errno
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carteira.errors import CarteiraError
from carteira.messages import messages
from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import Mapping, inspect, read
from tests.warehouse.files.reading import read_file

GOOD = "source_id;name\n" + "".join(f"{number};Ana {number * 7919 % 10007}\n" for number in range(5_000))


def test_a_folder_a_missing_file_and_a_device_are_refused(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path, "file_is_folder"),
        (tmp_path / "no", "file_not_found"),
        (Path("/dev/zero"), "not_a_table"),
    ):
        with pytest.raises(CarteiraError) as caught:
            inspect(path)
        assert caught.value.code == code


def test_an_unreadable_file_is_refused(write: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for anybody but root after chmod 0."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = write(GOOD)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CarteiraError, match="cannot be read"):
        inspect(path)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b";;;\n", "empty_file"),
        (bytes(range(256)) * 20, "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unreadable_kind"),
        (b"%PDF-1.7", "unreadable_kind"),
        (b"<html><table>", "unreadable_kind"),
        (",".join(f"c{number}" for number in range(20_000)).encode(), "too_many_columns_in_file"),
        (b'"source_id,name\n1,a\n', "unreadable_header"),
        (gzip.compress(GOOD.encode())[:-2_000], "damaged_file"),
        (gzip.compress(b"source_id\n" + (b"x" * 900_000 + b"\n") * 100, 1), "decompression_bomb"),
        (b"\x1f\x8bnothing", "damaged_file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_is_refused_with_its_reason(write: Callable, data: bytes, code: str) -> None:
    with pytest.raises(CarteiraError) as caught:
        read_file(write(data), "customers")
    assert caught.value.code == code
    assert {caught.value.code, caught.value.hint} - {""} <= set(messages())


def test_a_header_alone_gives_no_lines(read_text: Callable) -> None:
    assert read_text("source_id,name\n", "customers").lines == 0
    assert read_text("source_id,name", "customers").lines == 0


def test_a_compressed_file_is_read(write: Callable) -> None:
    assert read_file(write(gzip.compress(GOOD.encode()), "file.csv.gz"), "customers").lines == 5_000


def test_a_thousand_columns_are_read(read_text: Callable) -> None:
    header = "source_id," + ",".join(f"c{number}" for number in range(1_000))
    reading = read_text(header + "\n1" + ",x" * 1_000 + "\n", "customers")
    assert reading.column("source_id") == ["1"]
    assert '"c999":"x"' in reading.accepted[0]["attributes"]


PIECES = st.sampled_from(
    b'source_id|name|;|,|\n|\r|"|\0|\xff\xfe|\xef\xbb\xbf|PK\x03\x04|PAR1|\x1f\x8b\x08\0|sep=;|1,5|03/04/2025|\xe7\xe3o|+'.split(
        b"|"
    )
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(b"".join)))
def test_any_bytes_give_rows_rejections_or_one_error(write: Callable, data: bytes) -> None:
    error = refusal(write(data))
    if error:
        assert error.code in messages()
        assert "%(" not in str(error)


def refusal(path: Path) -> CarteiraError | None:
    """Reads the file into customers by its first column; the error if it is refused."""
    try:
        found = inspect(path)
        mapping = Mapping(columns={"source_id": next(name for name in found.header if name)})
        for batch in read(path, FACTS["customers"], mapping, found, time_zone="America/Sao_Paulo", batch_rows=7):
            batch.accepted.validate(full=True)
            assert batch.accepted.num_rows + batch.rejected.num_rows == batch.lines_read
    except CarteiraError as error:
        return error
    return None
