"""Makes a simulated company: source files, and beside them the truth."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from carteira.demo.calendar import make_calendar
from carteira.demo.catalogue import make_employees, make_products, rates_table
from carteira.demo.chunks import CHUNK, Chunk, Setting, make_chunk
from carteira.demo.records import CALL, CRM, ERP, SHOP
from carteira.demo.text import Floats, Ints
from carteira.demo.truth import totals_table, with_categories
from carteira.demo.world import SOURCES, read_world
from carteira.demo.writing import CALL_DIALECT, ERP_DIALECT, SHOP_DIALECT, File, ParquetFile, TextFile, Workbook
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent

WORKERS = 2
LEAST_CUSTOMERS = 100
WORKBOOK_CUSTOMERS = 20_000
"""Up to so many customers the CRM's tables for people to open are Excel workbooks; above, Parquet."""


@dataclass(frozen=True)
class Company:
    """A simulated company on disk. `files`: (canonical table, path, source name) in the order to load them; `truth`:
    folder of the truth's Parquet tables; `as_of`: the day that the truth speaks of."""

    folder: Path
    files: list[tuple[str, Path, str]]
    truth: Path
    as_of: date


LOADED = (
    (ERP, "employees"), (ERP, "products"), (ERP, "activity_rates"), (ERP, "customers"), (CRM, "customers"),
    (SHOP, "customers"), (CALL, "customers"), (CRM, "contacts"), (CRM, "addresses"), (CRM, "consents"),
    (SHOP, "consents"), (ERP, "orders"), (SHOP, "orders"), (ERP, "invoices"), (ERP, "costs"), (SHOP, "costs"),
    (CRM, "interactions"), (CALL, "interactions"), (CALL, "cases"), (CRM, "treatments"), (SHOP, "treatments"),
    (CRM, "surveys"), (SHOP, "surveys"), (CRM, "answers"), (CRM, "opportunities"), (CRM, "wallet"),
)  # fmt: skip
"""Every source file, in the order to load."""
WORKBOOKS = ("customers", "contacts", "opportunities", "answers", "wallet")


def simulate(
    folder: Path,
    customers: int = 5000,
    seed: int = 1,
    world: Path | None = None,
    as_of: date | None = None,
    progress: Progress = silent,
) -> Company:
    """Writes the source files of a simulated company to `<folder>/sources` and the truth to `<folder>/truth`.

    `customers`: true customers, prospects included; the same seed and numbers give the same bytes. `world`: a copy of
    world.toml with other numbers; `as_of`: the day after the newest fact, by default the world's own. Refuses fewer
    than 100 customers, a world that cannot be read, and a folder that holds anything else.
    """
    if customers < LEAST_CUSTOMERS:
        raise CarteiraError(
            "too_few_customers", hint="ask_for_more_customers", customers=customers, least=LEAST_CUSTOMERS
        )
    numbers = read_world(world)
    setting = Setting(
        world=numbers,
        seed=seed,
        customers=customers,
        calendar=make_calendar(numbers, as_of or numbers.company.as_of),
        products=make_products(numbers, seed),
        employees=make_employees(numbers, seed, customers),
    )
    truth = _emptied(folder)
    files = {key: _file(folder, key, customers) for key in LOADED}
    _write_shared(setting, files)
    _write_chunks(setting, files, truth, progress)
    loaded = [(table, files[source, table].path, SOURCES[source]) for source, table in LOADED]
    return Company(folder, loaded, truth, setting.calendar.as_of)


def _write_chunks(setting: Setting, files: dict[tuple[int, str], File], truth: Path, progress: Progress) -> None:
    truths = {name: ParquetFile(truth / f"{name}.parquet") for name in ("records", "profit", "future_parts")}
    totals = np.zeros(1, np.int64)
    values, potentials = [], []
    for chunk in _chunks(setting):
        for key, table in chunk.tables.items():
            files[key].append(table)
        for name, table in chunk.truth.items():
            truths[name].append(table)
        totals = totals + chunk.totals
        values.append(chunk.value)
        potentials.append(chunk.potential)
        progress("simulate", sum(map(len, values)), setting.customers)
    for file in (*files.values(), *truths.values()):
        file.close()
    _write_whole(truth, totals, np.concatenate(values), np.concatenate(potentials))


def _chunks(setting: Setting) -> Iterator[Chunk]:
    """The chunks in order, made while those before are written: NumPy and Arrow leave Python free most of the time."""
    firsts = list(enumerate(range(0, setting.customers, CHUNK)))
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = deque(pool.submit(make_chunk, setting, *at) for at in firsts[:WORKERS])
        for at in firsts[WORKERS:] + [None] * WORKERS:
            if waiting:
                yield waiting.popleft().result()
            if at is not None:
                waiting.append(pool.submit(make_chunk, setting, *at))


def _emptied(folder: Path) -> Path:
    """Makes the folders anew; returns that of the truth."""
    if folder.exists() and any(path.name not in ("sources", "truth") for path in folder.iterdir()):
        raise CarteiraError("folder_has_other_files", hint="choose_empty_folder", folder=str(folder))
    for name in ("truth", *(f"sources/{source}" for source in SOURCES)):
        path = folder / name
        path.mkdir(parents=True, exist_ok=True)
        for old in path.iterdir():
            old.unlink()
    return folder / "truth"


def _file(folder: Path, key: tuple[int, str], customers: int) -> File:
    source, table = key
    place = folder / "sources" / SOURCES[source] / table
    if source == CRM and table in WORKBOOKS and customers <= WORKBOOK_CUSTOMERS:
        return Workbook(place.with_suffix(".xlsx"))
    if source == CRM:
        return ParquetFile(place.with_suffix(".parquet"))
    dialect = {ERP: ERP_DIALECT, SHOP: SHOP_DIALECT, CALL: CALL_DIALECT}[source]
    return TextFile(place.with_suffix(".tsv" if source == CALL else ".csv"), dialect)


def _write_shared(setting: Setting, files: dict[tuple[int, str], File]) -> None:
    files[ERP, "employees"].append(setting.employees.table)
    files[ERP, "products"].append(setting.products.table())
    files[ERP, "activity_rates"].append(rates_table(setting.world, setting.calendar.as_of))


def _write_whole(truth: Path, totals: Ints, value: Floats, potential: Floats) -> None:
    file = ParquetFile(truth / "totals.parquet")
    file.append(totals_table(totals))
    file.close()
    parts = truth / "future_parts.parquet"
    with_categories(str(parts), str(truth / "future.parquet"), value, potential)
    parts.unlink()
