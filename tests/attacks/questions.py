"""Every question that a page or the API can be asked about customers without changing anything, by whatever figure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from carteira.book.pipeline import COMPUTED
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import FLAGS
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.world import World

API = "/api/v1"


@dataclass(frozen=True)
class Question:
    """A request: GET where there is no form and no JSON."""

    path: str
    form: Mapping[str, Any] | None = None
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path} {self.form or self.json or ''}".strip()

    def ask(self, client: Client) -> Any:
        if self.json is not None:
            return client.post(self.path, self.json, content_type="application/json", headers=self.headers)
        if self.form is not None:
            return client.post(self.path, self.form, headers=self.headers)
        return client.get(self.path, headers=self.headers)


def pages(world: World) -> Iterator[Question]:
    """The sample call of every row that only reads."""
    names = {"customers": world.customers, "users": world.users, "numbers": world.numbers}
    for row in ROWS:
        if row.method == "GET" and row.given is None and not _tells_time(row):
            yield Question(row.path.format(**names), headers=row.headers)


def _tells_time(row: Row) -> bool:
    """Whether the answer holds something that is new each time, such as a challenge."""
    return row.route.startswith(("/account/", "/sign-in/", "/choose-password/"))


def by_figure(name: str) -> Iterator[Question]:
    """The ways of asking by one figure: as column, order and condition, on pages and of the API."""
    yield Question(f"/customers/?sort=-{name}&columns=city,revenue")
    yield Question(f"{API}/customers?sort=-{name}&fields=customer_id")
    yield Question(f"/customers/?columns={name},revenue")
    yield Question(f"{API}/customers?fields=customer_id,{name}")
    for operator, value in conditions(FIGURES[name].kind):
        yield Question(f"/customers/?{name}__{operator}={value}")
        yield Question(f"{API}/customers?{name}__{operator}={value}&fields=customer_id")


def by_figures(names: Iterable[str]) -> Iterator[Question]:
    """The same by each of several figures: of the API all of these ways, of the pages one, in turn."""
    for place, name in enumerate(names):
        asked = list(by_figure(name))
        on_pages = [question for question in asked if not question.path.startswith(API)]
        yield on_pages[place % len(on_pages)]
        yield from (question for question in asked if question not in on_pages)


def thoroughly(name: str) -> Iterator[Question]:
    """The ways that are left."""
    yield Question(f"/customers/?sort={name}&columns=city,revenue")
    yield Question(f"{API}/customers?sort={name}&fields=customer_id")
    yield Question(f"/customers/filter/{name}/")
    for operator, value in conditions(FIGURES[name].kind):
        key = f"{name}__{operator}"
        yield Question(f"{API}/customers/totals?{key}={value}")
        yield Question(f"{API}/customers/query", json={"conditions": {key: value}, "fields": ["customer_id"]})
        yield Question("/customers/filter/", form={"figure": name, "operator": operator, "value": value, "query": ""})


def conditions(kind: str) -> list[tuple[str, str]]:
    """Conditions that hold for some customers and not for others, as (operator, value)."""
    some = {"money": "0", "number": "1", "percent": "0.5", "day": "2025-03-02", "flag": "true"}
    if kind in ("money", "number", "percent", "day"):
        return [("lt", some[kind]), ("filled", "true")]
    return [("is", some["flag"])] if kind == "flag" else [("filled", "true"), ("is", "below_cost")]


def by_flag() -> Iterator[Question]:
    for flag in FLAGS:
        yield Question(f"/customers/?flag={flag}")
        yield Question(f"{API}/customers?flags={flag}&fields=customer_id")
        yield Question(f"{API}/customers/totals?flags={flag}")
    for cause in FIGURES["loss_cause"].values:
        yield Question(f"/customers/?cause={cause}")


def by_table() -> Iterator[Question]:
    """Every computed table, as rows and as a stream."""
    for name in COMPUTED:
        yield Question(f"{API}/tables/{name}?limit=500")
        yield Question(f"{API}/tables/{name}", headers={"Accept": "application/vnd.apache.arrow.stream"})


def by_words(*words: str) -> Iterator[Question]:
    """Every way of searching for these words."""
    for text in words:
        yield Question("/search/", form={"q": text})
        yield Question("/customers/find/", form={"q": text, "query": ""}, headers={"HX-Request": "true"})
        yield Question(f"{API}/search", json={"text": text})
        yield Question(f"{API}/customers/query", json={"text": text, "fields": ["customer_id"]})
