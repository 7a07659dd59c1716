"""Dates and moments as people write them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.warehouse.files.dates import read_moments

ZONE = "America/Sao_Paulo"
DAY = datetime(2025, 5, 31)
TEXTS = {
    "31/05/2025": DAY,
    "31-5-25": DAY,
    "31.05.2025": DAY,
    "2025-05-31": DAY,
    "2025/5/31": DAY,
    "20250531": DAY,
    "31/05/2025 10:20": DAY.replace(hour=10, minute=20),
    "2025-05-31T10:20:30": DAY.replace(hour=10, minute=20, second=30),
    "2025-05-31 10:20:30.123456789": DAY.replace(hour=10, minute=20, second=30, microsecond=123456),
    "31 de maio de 2025": DAY,
    "31-mai-2025": DAY,
    "31 may 25": DAY,
    "May 31, 2025 3:45 PM": DAY.replace(hour=15, minute=45),
    "31/05/2025 12:00 AM": DAY,
    "31/05/70": datetime(1970, 5, 31),
}


@pytest.mark.parametrize(("text", "moment"), TEXTS.items())
def test_a_date_or_moment_is_read(text: str, moment: datetime) -> None:
    array, refused = read_moments(pa.array([text]), "dmy", ZONE)
    assert array[0].as_py() == moment
    assert not refused


@pytest.mark.parametrize("text", ["2025-05-31T13:20:30Z", "2025-05-31 10:20:30-03:00", "2025-05-31T18:50:30+0530"])
def test_a_moment_with_an_offset_is_converted_to_the_books_time_zone(text: str) -> None:
    assert read_moments(pa.array([text]), None, ZONE)[0][0].as_py() == DAY.replace(hour=10, minute=20, second=30)


@pytest.mark.parametrize(
    "text", ["31/02/2025", "29/02/2023", "00/01/2025", "2025-13-01", "45808", "31/05/2025 24:00", "31/05"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    array, refused = read_moments(pa.array([text, "01/12/2025"]), "dmy", ZONE)
    assert array.to_pylist() == [None, datetime(2025, 12, 1)]
    assert refused == {0: "not_a_date"}


def test_a_moment_that_its_offset_moves_out_of_the_years_is_refused() -> None:
    array, refused = read_moments(pa.array(["9999-12-31T23:59:59-12:00", "9999-12-31"]), None, ZONE)
    assert array.to_pylist() == [None, datetime(9999, 12, 31)]
    assert refused == {0: "not_a_date"}


def test_without_a_known_order_a_date_that_could_be_two_is_refused() -> None:
    array, refused = read_moments(pa.array(["2025-04-03", "03/04/2025", "05/05/2025"]), None, ZONE)
    assert refused == {1: "ambiguous_date"}
    assert array[2].as_py() == datetime(2025, 5, 5)


@given(st.datetimes(datetime(1800, 1, 1), datetime(9999, 12, 31)), st.sampled_from(["dmy", "mdy"]))
def test_every_moment_reads_back(moment: datetime, order: str) -> None:
    day = "%d/%m" if order == "dmy" else "%m/%d"
    texts = [moment.isoformat(" "), moment.strftime(f"{day}/{moment.year} %H:%M:%S.%f")]
    array, refused = read_moments(pa.array(texts), order, ZONE)
    assert array.to_pylist() == [moment, moment]
    assert not refused


@given(st.datetimes(datetime(1975, 1, 1), datetime(2030, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_every_offset_reads_as_the_zone_database_has_it(moment: datetime, minutes: int) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    expected = moment.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    assert read_moments(pa.array([moment.isoformat()]), None, ZONE)[0][0].as_py() == expected


def test_a_date_column_takes_the_day_of_a_moment(read_text: Callable) -> None:
    reading = read_text("invoice_id,customer,due_on,amount\n1,c,2025-06-01T01:00:00Z,5\n", "invoices")
    assert reading.column("due_on") == [date(2025, 5, 31)]
