"""Every sentence is there in every language."""

import shutil

import pytest

from tools.messages import untranslated


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
def test_nothing_is_left_untranslated() -> None:
    assert list(untranslated()) == []
