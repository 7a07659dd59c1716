"""Files that a program sends: they go straight into the book's folder of uploads, and leave it again where nothing came
of the request."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from carteira.web.loads.receiving import IntoTheBook
from carteira.web.loads.uploads import folder


class Upload(IntoTheBook):
    """Notes what it received, so that it can be removed again."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received: list[Path] = []

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        file = super().file_complete(file_size)
        self.received.append(path_of(file))
        return file


def path_of(file: Any) -> Path:
    """Where a received file lies."""
    return folder() / f"{file.token}.data"


def discard_uploads(request: HttpRequest) -> None:
    """Removes the files that the request brought, if it brought any."""
    for handler in request.upload_handlers:
        if isinstance(handler, Upload):
            for path in handler.received:
                path.unlink(missing_ok=True)
