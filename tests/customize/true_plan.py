"""The plan of a simulated company against its truth: what each action really brings, and other ways of deciding."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from carteira.accounts.access import FULL
from carteira.book.book import Book
from carteira.book.queries import tables
from carteira.customize.options import Options
from carteira.customize.planning import planned
from carteira.demo.library import make_library
from carteira.demo.simulation import simulate

Matrix = npt.NDArray[np.float64]
RESPONSES = {
    "gerente": "named_manager", "remoto": "remote_service", "desconto": "discount_discipline",
    "entrega": "charged_delivery", "antecipado": "prepayment", "consultoria": "one_to_one",
    "abastecimento": "cross_sell", "frete": "loyalty", "reativacao": "winback", "prospeccao": "prospect",
}  # fmt: skip
"""What the truth calls the demo's actions."""
COSTED = {"consultoria", "abastecimento", "frete", "reativacao"}
"""Those whose response does not hold their cost yet."""


@dataclass(frozen=True)
class TruePlan:
    """The options of the run, and what each action really brings with each customer, (N, K) in centavos."""

    options: Options
    brings: Matrix
    revenue: Matrix

    def value(self, choice: npt.NDArray[np.int64]) -> float:
        rows = np.flatnonzero(choice >= 0)
        return float(self.brings[rows, choice[rows]].sum())

    @property
    def best(self) -> float:
        """What the plan would bring if the truth were known."""
        known = replace(self.options, value=self.brings.astype(np.float32))
        return self.value(np.asarray(planned(known)[0].choice, np.int64))

    def by_revenue(self) -> npt.NDArray[np.int64]:
        """Those with the highest revenue first, each gets the most lavish action that is left."""
        lavish = np.argsort(-self.options.use.sum(axis=1), kind="stable")
        eligible = np.asarray(self.options.eligible)
        return self._cascade(np.argsort(-self.revenue, kind="stable"), lambda row: lavish[eligible[row, lavish]])

    def greedy(self) -> npt.NDArray[np.int64]:
        """The next best action of each, the most valuable first, while means last."""
        value = np.where(self.options.eligible & (self.options.value > 0), self.options.value, -np.inf)
        order = np.argsort(-value.max(axis=1), kind="stable")
        return self._cascade(order, lambda row: [k for k in np.argsort(-value[row]) if np.isfinite(value[row, k])])

    def _cascade(self, order: Iterable[int], wanted: Callable[[int], Iterable[int]]) -> npt.NDArray[np.int64]:
        left, options = self.options.capacity.copy(), self.options
        choice, resources = np.full(len(options.customer), -1), np.arange(len(options.resources))
        for row in order:
            place = resources, options.pool[row]
            for action in wanted(row):
                need = options.use[action] * options.scale[row]
                if (left[place] >= need).all():
                    left[place] -= need
                    choice[row] = action
                    break
        return choice


def planned_company(book: Book, folder: Path, customers: int, seed: int) -> TruePlan:
    """A simulated company loaded and run with its library, and the truth of its plan."""
    company = simulate(folder / "company", customers=customers, seed=seed)
    for table, path, source in company.files:
        book.load(table, path, source)
    make_library(customers)
    book.run(as_of=company.as_of)
    return true_plan(book, company.truth)


def true_plan(book: Book, truth: Path) -> TruePlan:
    """What the actions of the published run really bring. An entity in several customers counts in each in part."""
    published = tables(FULL)
    options = published.options
    assert options is not None
    with duckdb.connect() as connection:
        connection.register("links", book.table("customer_links"))
        connection.register("cards", book.table("customer_card"))
        found = connection.execute(f"""
            WITH entities AS (
                SELECT customer_id, MODE(entity) AS entity
                FROM links INNER JOIN '{truth}/records.parquet' USING (source, source_id) GROUP BY ALL
            )
            SELECT
                c.customer_id, c.revenue, COUNT(*) OVER (PARTITION BY e.entity) AS parts,
                CASE WHEN f.prospect THEN f.potential ELSE 0 END AS response_prospect, f.*
            FROM cards AS c LEFT JOIN entities AS e USING (customer_id)
            LEFT JOIN '{truth}/future.parquet' AS f USING (entity) ORDER BY c.customer_id
        """).to_arrow_table()
    parts = found["parts"].to_numpy()
    columns = []
    for action in options.actions:
        gain = 100 * np.nan_to_num(found[f"response_{RESPONSES[action.code]}"].to_numpy(zero_copy_only=False)) / parts
        columns.append(gain - action.cost * (action.code in COSTED))
    return TruePlan(options, np.column_stack(columns), found["revenue"].to_numpy())
