"""Words that somebody searches for, kept with the session: they may be personal data, which no address carries.

An address has an opaque key instead. It means something to whoever typed the words, for as long as KEPT; anybody else
sees the list without them, and is told so.
"""

import secrets
import time
from collections.abc import MutableMapping
from typing import Any

from carteira.differentiate.selection_parts import Parts

SLOT = "searches"
KEPT = 12 * 3600
"""Seconds."""
MOST = 30
"""Searches that are kept for one person, the newest."""


def keep(session: MutableMapping[str, Any], parts: Parts) -> str:
    """The key under which the parts are kept; "" where there are none."""
    if not parts:
        return ""
    now = time.time()
    wanted = [list(part) for part in parts]
    known = {key: found for key, found in session.get(SLOT, {}).items() if found["at"] > now - KEPT}
    for key, found in known.items():
        if found["parts"] == wanted:
            return key
    key = secrets.token_urlsafe(6)
    newest = sorted(known.items(), key=lambda item: item[1]["at"])[-(MOST - 1) :]
    session[SLOT] = {**dict(newest), key: {"at": now, "parts": wanted}}
    return key


def kept(session: MutableMapping[str, Any], key: str) -> Parts | None:
    """The parts of that key; None where it is unknown here, or too old."""
    found = session.get(SLOT, {}).get(key)
    if found is None or found["at"] <= time.time() - KEPT:
        return None
    return [(name, value) for name, value in found["parts"]]
