"""The message catalogues: `extract` brings them up to date with the code, `check` says what is not translated."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation import to_locale

from carteira.settings import LANGUAGES

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "carteira"
COPIED = shutil.ignore_patterns("static", "__pycache__", "*.mo")


def extract(package: Path = PACKAGE) -> None:
    """Brings the .po file of every language of the settings up to date with the code under `package`.

    Django's makemessages does it, which needs GNU gettext. No line numbers, no wrapping: a diff shows what changed.
    """
    (package / "locale").mkdir(exist_ok=True)
    languages = [f"--locale={to_locale(code)}" for code, _ in LANGUAGES]
    options = ["--no-location", "--no-wrap", "--no-obsolete", "--ignore", "static/*", "--verbosity", "0"]
    command = [sys.executable, "-m", "django", "makemessages", *languages, *options]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "carteira.settings"}
    subprocess.run(command, cwd=package, env=environment, check=True)


def untranslated(package: Path = PACKAGE) -> Iterator[str]:
    """One line for each sentence of the code that a language lacks, or has as a guess only.

    English may lack any: the code speaks it.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(package, Path(folder) / "carteira", ignore=COPIED))
        extract(copy)
        for path in sorted(copy.rglob("*.po")):
            language = path.parent.parent.name
            with path.open("rb") as source:
                for message in read_po(source, locale=language):
                    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
                    lacking = language != "en" and not all(texts)
                    if message.id and (message.fuzzy or lacking):
                        yield f"{language}: {message.id}"


def main(arguments: list[str]) -> int:
    """The exit status: 1 where `check` finds a sentence without its translation."""
    if arguments == ["extract"]:
        extract()
        return 0
    if arguments == ["check"]:
        missing = list(untranslated())
        print("\n".join([*missing, f"{len(missing)} sentences without translation"]) if missing else "all translated")
        return bool(missing)
    print("usage: python -m tools.messages extract|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
