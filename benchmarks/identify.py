"""How well and how fast customers are identified, on data whose truth is known.

    python -m benchmarks.identify [RECORDS]      (default 1250000, made up; and the sets of CARTEIRA_SHARED_DATA)

CPU seconds and the peak memory of the process with its data. The made-up company is that of tests/identify/company.py;
FEBRL 2 and 3 (Christen 2008) are mapped with suburb as city and soc_sec_id as an unchecked tax id; historical_50k is
Splink's demo set, without its gender and occupation.
"""

import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from carteira.identify.resolve import resolve
from carteira.identify.standardise import standardise
from tests.identify.company import make_company
from tests.identify.measures import customer_of, pairwise

RECORDS_PER_CUSTOMER = 1.65
FEBRL = """SELECT 'febrl' AS source, rec_id AS source_id, given_name, surname AS family_name,
    trim(concat_ws(' ', street_number, address_1)) AS street, suburb AS city, postcode AS postal_code,
    try_cast(try_strptime(trim(date_of_birth), '%Y%m%d') AS DATE) AS birth_date, trim(soc_sec_id) AS tax_id,
    regexp_extract(rec_id, 'rec-(\\d+)-', 1) AS entity FROM read_csv('{path}', all_varchar = true, header = true)"""
HISTORICAL = """SELECT 'historical' AS source, unique_id AS source_id, full_name AS name, first_name AS given_name,
    surname AS family_name, try_cast(dob AS DATE) AS birth_date, birth_place AS city, postcode_fake AS postal_code,
    cluster AS entity FROM '{path}'"""
PUBLIC = (
    ("FEBRL 2", "dataset2.csv", FEBRL, "AU"),
    ("FEBRL 3", "dataset3.csv", FEBRL, "AU"),
    ("historical_50k", "historical_figures_with_errors_50k.parquet", HISTORICAL, "GB"),
)


def measure(name: str, records: pa.Table, truth: Sequence[object], country: str) -> None:
    """Prints accuracy, CPU seconds and memory of one set."""
    started = time.process_time()
    standard = standardise(records, country)
    standardised = time.process_time()
    links = resolve(standard, None, country).links
    resolved = time.process_time()
    customers = customer_of(links)
    keys = zip(records["source"].to_pylist(), records["source_id"].to_pylist(), strict=True)
    precision, recall, f1 = pairwise([customers[key] for key in keys], truth)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name}: {len(records)} records, precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f};", end=" ")
    print(f"standardise {standardised - started:.1f}, resolve {resolved - standardised:.1f} CPU s; {megabytes} MB")


def main(records: int) -> None:
    folder = Path(os.environ.get("CARTEIRA_SHARED_DATA", "../shared/data")) / "identity"
    for name, file, query, country in PUBLIC:
        if not (folder / file).exists():
            print(f"{name}: not found in {folder}")
            continue
        found = duckdb.sql(query.format(path=folder / file)).to_arrow_table()
        measure(name, found.drop_columns(["entity"]), found["entity"].to_pylist(), country)
    table, truth = make_company(round(records / RECORDS_PER_CUSTOMER), seed=1)
    measure("made-up company", table, truth, "BR")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_250_000)
