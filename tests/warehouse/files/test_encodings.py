"""Whatever the encoding, the same text comes out."""

from collections.abc import Callable

import pytest

from carteira.warehouse.files import FileFormat

TEXT = "source_id;name;city\n1;José Conceição;São Paulo\n2;MARIA ÂNGELA;Goiânia\n3;Ação & Emoção Ltda;Três Corações\n"
NAMES = ["José Conceição", "MARIA ÂNGELA", "Ação & Emoção Ltda"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "latin-1", "cp1252", "cp850"]
)
def test_the_encoding_is_told_and_the_text_read(read_text: Callable, inspected: Callable, encoding: str) -> None:
    data = TEXT.encode(encoding)
    expected = {"utf-16": "utf-16-le", "cp1252": "latin-1"}.get(encoding, encoding)  # the same bytes, for this text
    assert inspected(data).encoding == expected
    assert read_text(data, "customers").column("name") == NAMES


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(inspected: Callable, encoding: str) -> None:
    found: FileFormat = inspected("\ufeff".encode(encoding) + TEXT.encode(encoding))
    assert (found.encoding, found.header[0]) == (encoding, "source_id")


def test_windows_signs_tell_cp1252(inspected: Callable, read_text: Callable) -> None:
    data = "source_id;name\n1;“Café” – 5 €\n".encode("cp1252")
    assert inspected(data).encoding == "cp1252"
    assert read_text(data, "customers").column("name") == ["“Café” – 5 €"]


def test_a_line_with_bytes_of_another_encoding_is_rejected_alone(read_text: Callable) -> None:
    lines = [f"{number};José\n".encode() for number in range(20)]
    reading = read_text(b"source_id;name\n" + b"".join(lines) + "99;José\n".encode("latin-1"), "customers")
    assert len(reading.accepted) == 20
    assert [(line, code) for line, code, _, _ in reading.rejected] == [(22, "bad_encoding")]


def test_text_is_trimmed_and_composed(read_text: Callable) -> None:
    data = "source_id,name,city\n 1 ,\u00a0Conceic\u0327a\u0303o \u2003, \n"
    reading = read_text(data, "customers")
    assert (reading.column("source_id"), reading.column("name"), reading.column("city")) == (
        ["1"],
        ["Conceição"],
        [None],
    )


def test_emoji_and_right_to_left_text_stay(read_text: Callable) -> None:
    assert read_text("source_id,name\n1,😀 שלום\n", "customers").column("name") == ["😀 שלום"]


def test_the_mapping_may_say_the_encoding(read_text: Callable) -> None:
    reading = read_text("source_id;name\n1;Ý\n".encode("cp850"), "customers", '[format]\nencoding = "CP850"')
    assert reading.column("name") == ["Ý"]
