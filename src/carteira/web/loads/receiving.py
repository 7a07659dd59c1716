"""Receiving a file: straight into the book's folder, as it arrives, up to the limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from carteira.web.loads.uploads import folder, new_token


class ReceivedFile(UploadedFile):  # type: ignore[type-arg]
    """A file that lies complete in the folder of uploads under its token."""

    def __init__(self, file: BinaryIO, name: str, size: int, token: str) -> None:
        super().__init__(file, name, None, size)
        self.token = token


class IntoTheBook(FileUploadHandler):
    """Writes the one file of a form to the folder of uploads. `too_large` tells that it was more than allowed; then
    nothing of it is kept."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_large = False
        self._file: BinaryIO | None = None
        self._received = 0
        self._token = ""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.abandon()
        self._token, self._received = new_token(), 0
        self._file = open(self._path, "xb")  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._file is not None
        self._received += len(raw_data)
        if self._received > settings.MAX_UPLOAD_BYTES:
            self.too_large = True
            self.abandon()
            raise StopUpload(connection_reset=False)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        assert self._file is not None
        self._file.close()
        received = ReceivedFile(self._file, self.file_name or "", self._received, self._token)
        self._file = None
        return received

    def upload_interrupted(self) -> None:
        self.abandon()

    def abandon(self) -> None:
        """Removes what an unfinished file left."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)
            self._file = None

    @property
    def _path(self) -> Path:
        return folder() / f"{self._token}.data"


@contextmanager
def receiving(request: HttpRequest) -> Iterator[IntoTheBook]:
    """Makes the request's file arrive in the folder of uploads."""
    handler = IntoTheBook(request)
    request.upload_handlers = [handler]
    try:
        yield handler
    except BaseException:
        handler.abandon()
        raise
