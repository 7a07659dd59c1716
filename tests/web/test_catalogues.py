"""Every sentence is there in every language."""

from tools.messages import untranslated


def test_nothing_is_left_untranslated() -> None:
    assert list(untranslated()) == []
