"""The check that no committed text names a registry or a folder of somebody's machine."""

import pytest

from tools.check_addresses import addresses

HOST = ".".join(["files", "pythonhosted", "org"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing here", []),
        (f"one\ntwo {HOST}/packages", [(2, HOST)]),
        ("see " + "/root" + "/x", [(1, "/root" + "/")]),
        ("cd " + "/home" + "/alice/carteira", [(1, "/home" + "/alice/")]),
        ("docs/work/of/others and src/home/alice/", []),
        ("http://example.org is no registry", []),
    ],
)
def test_what_counts_as_an_address(text: str, expected: list[tuple[int, str]]) -> None:
    assert list(addresses(text)) == expected


def test_a_lock_holds_no_address_at_all() -> None:
    assert list(addresses("a==1\n# from http://example.org", any_address=True)) == [(2, "# from http://example.org")]
