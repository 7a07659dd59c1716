"""Keeps the fuzzer from cutting off the branch that it sits on: its own person and its own key stay as they are."""

import os
import re
from typing import Any

import schemathesis

OWN = {"user_id": os.environ["FUZZING_USER"], "token_id": os.environ["FUZZING_TOKEN"]}
ABSENT = 10**15


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Turns away what is aimed at the own person and key, and lets a new request have a new Idempotency-Key."""
    for name, own in OWN.items():
        if case.path_parameters and str(case.path_parameters.get(name)) == own:
            case.path_parameters[name] = ABSENT
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and re.fullmatch("[!-~]{1,200}", key):
        case.headers["Idempotency-Key"] = f"{key}{case.id}"
