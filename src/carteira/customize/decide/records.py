"""Records of the decision log as bytes, and back: decisions and outcomes packed, what is rare as JSON."""

import json
from dataclasses import asdict
from struct import Struct

from carteira.customize.decide.decision import Candidate, Decision, Outcome, Prices, Response, Terms, Use

Record = Decision | Outcome | Terms | Prices
TERMS, PRICES, DECISION, OUTCOME = range(1, 5)
DECIDED = Struct("<BqqqqqBBB16s16s")
ANSWERED = Struct("<BqqqqqBB")
CANDIDATE = Struct("<hqqqbd")
USE = Struct("<BHd")


def encoded(record: Record) -> bytes:
    """The record as bytes, its kind first."""
    if isinstance(record, Decision):
        head = DECIDED.pack(
            DECISION,
            record.at,
            record.customer,
            record.run,
            record.prices,
            record.user,
            record.limit,
            len(record.candidates),
            len(record.uses),
            record.key,
            record.request,
        )
        return b"".join((head, *(CANDIDATE.pack(*each) for each in record.candidates), _packed(record.uses)))
    if isinstance(record, Outcome):
        head = ANSWERED.pack(
            OUTCOME,
            record.at,
            record.decision,
            record.customer,
            record.run,
            record.user,
            record.response,
            len(record.uses),
        )
        return head + _packed(record.uses)
    kind = TERMS if isinstance(record, Terms) else PRICES
    return bytes([kind]) + json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode()


def decoded(data: bytes, brief: bool = False) -> Record:
    """The record that the bytes are. `brief`: of a decision without a key only the chosen candidate, which is all that
    is counted. ValueError for a kind that this version does not know."""
    kind = data[0]
    if kind == DECISION:
        return _decision(data, brief)
    if kind == OUTCOME:
        _, at, decision, customer, run, user, response, uses = ANSWERED.unpack_from(data)
        return Outcome(at, decision, customer, run, user, Response(response), _uses(data, ANSWERED.size, uses))
    if kind == TERMS:
        found = json.loads(data[1:])
        return Terms(found["run"], tuple(found["actions"]), tuple(found["resources"]))
    if kind == PRICES:
        return Prices(**json.loads(data[1:]))
    raise ValueError(f"a record of kind {kind}")


def _decision(data: bytes, brief: bool) -> Decision:
    _, at, customer, run, prices, user, limit, candidates, uses, key, request = DECIDED.unpack_from(data)
    end = DECIDED.size + candidates * CANDIDATE.size
    keyed = key != bytes(16)
    if not keyed:
        key = request = b""
    shown = data[DECIDED.size : DECIDED.size + CANDIDATE.size if brief and not keyed else end]
    found = tuple(Candidate(*each) for each in CANDIDATE.iter_unpack(shown))
    return Decision(at, customer, run, prices, user, limit, key, request, found, _uses(data, end, uses))


def _packed(uses: tuple[Use, ...]) -> bytes:
    return b"".join(USE.pack(*each) for each in uses)


def _uses(data: bytes, start: int, count: int) -> tuple[Use, ...]:
    return tuple(Use(*each) for each in USE.iter_unpack(data[start : start + count * USE.size]))
