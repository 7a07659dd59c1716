"""Whom customers belonged to before somebody gave them away: kept in files of their own, so that it can be undone."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone

from carteira.errors import CarteiraError
from carteira.identify.actions import Target
from carteira.identify.queries import held

KEPT = timedelta(days=30)
"""How long an assignment can be undone."""
MEANT = b"carteira"


@dataclass(frozen=True)
class Former:
    """`customers`: who held them (identify's HELD), or their numbers alone before that was read. `user`: by whom they
    were given to `target`."""

    user: int
    target: Target
    customers: pa.Table


def remember(former: Former) -> str:
    """Keeps it, and gives the token that finds it again."""
    remove_old()
    token = secrets.token_urlsafe(16)
    _write(token, former)
    return token


def recall(user: Any, token: str) -> Former:
    """What was kept under the token. Raises `nothing_to_undo` where that is gone, or was another person's."""
    path = _path(token)
    if not path.is_file():
        raise CarteiraError("nothing_to_undo")
    table = pq.read_table(path)
    meant = json.loads(table.schema.metadata[MEANT])
    if meant["user"] != user.pk:
        raise CarteiraError("nothing_to_undo")
    return Former(meant["user"], Target(**meant["target"]), table)


def recall_held(user: Any, token: str) -> Former:
    """The same with who holds each customer, read now where that was not done before."""
    former = recall(user, token)
    if "version" in former.customers.column_names:
        return former
    whole = Former(former.user, former.target, held(former.customers["customer_id"].to_pylist()))
    _write(token, whole)
    return whole


def remove_old() -> None:
    """Removes what can no longer be undone."""
    oldest = (timezone.now() - KEPT).timestamp()
    for path in _folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _write(token: str, former: Former) -> None:
    meant = json.dumps({"user": former.user, "target": asdict(former.target)}).encode()
    unfinished = _path(token).with_suffix(".part")
    pq.write_table(former.customers.replace_schema_metadata({MEANT: meant}), unfinished, compression="zstd")
    unfinished.replace(_path(token))


def _path(token: str) -> Path:
    return _folder() / f"{Path(token).name}.parquet"


def _folder() -> Path:
    """Readable by the system's user only."""
    path = Path(settings.CARTEIRA_HOME) / "assignments"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
