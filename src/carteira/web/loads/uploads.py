"""Files that were sent and wait to be loaded: each lies in the book's folder under a random name, the state of its
wizard beside it."""

import json
import re
import secrets
import time
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from carteira.book.home import Home
from carteira.warehouse.files import Mapping

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
FORGOTTEN_AFTER = 7 * 24 * 3600
"""Seconds after which an upload that nobody loaded is removed."""


@dataclass
class Upload:
    """One file on its way into the book. `columns` and `formats` are the mapping so far (None before the first guess),
    `report` what a dry run found, `job` the job that loads it."""

    token: str
    user: int
    file_name: str
    size: int
    source: str
    table: str = ""
    columns: dict[str, str] | None = None
    formats: dict[str, str] = field(default_factory=dict)
    report: dict[str, Any] | None = None
    job: int | None = None

    @property
    def path(self) -> Path:
        return folder() / f"{self.token}.data"

    @property
    def progress_path(self) -> Path:
        return folder() / f"{self.token}.progress"

    def mapping(self) -> Mapping:
        return Mapping(columns=self.columns or {}, format=self.formats)

    def save(self) -> None:
        write_json(folder() / f"{self.token}.json", asdict(self))

    def forget_report(self) -> None:
        """What a dry run found holds no longer."""
        self.report = None
        self.progress_path.unlink(missing_ok=True)


def folder() -> Path:
    """Where uploads lie; readable by this user only."""
    path = Home(Path(settings.CARTEIRA_HOME)).uploads
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_token() -> str:
    return secrets.token_urlsafe(16)


def find(token: str, user: int) -> Upload | None:
    """The upload of that token if this user sent it."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        upload = Upload(**json.loads((folder() / f"{token}.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    return upload if upload.user == user else None


def remove_forgotten() -> None:
    """Removes uploads that lie there for longer than anybody needs them."""
    for path in folder().iterdir():
        if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
            path.unlink(missing_ok=True)


def write_json(path: Path, content: AnyMapping[str, Any]) -> None:
    """Replaces the file as a whole, so that nobody reads half of it."""
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
    unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """The file's content; nothing where there is no file."""
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return content
