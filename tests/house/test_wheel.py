"""The wheel carries what is not committed: the front end and the compiled messages."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.repository import ROOT


@pytest.mark.long
def test_the_wheel_is_complete(tmp_path: Path) -> None:
    build = ["uv", "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([Path(sys.executable).parent / build[0], *build[1:], "--out-dir", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")

    names = zipfile.ZipFile(wheel).namelist()

    assert [name for name in names if "node_modules" in name or name.endswith(".po")] == []
    committed = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.sql")}
    assert committed - set(names) == set()
    assert "carteira/web/static/vendor/htmx.min.js" in names
    assert "carteira/locale/pt_BR/LC_MESSAGES/django.mo" in names
