"""The charts as documents: what they place where, and that the figures and links on them are those given."""

import json

import pytest
from django.utils import translation

from carteira.web.categories import CATEGORIES
from carteira.web.charts.category_bars import category_bars, segments
from carteira.web.charts.chart import Chart, ticks
from carteira.web.charts.movement import bars, movement
from carteira.web.charts.palette import PALETTE, themed
from carteira.web.charts.quadrant_scatter import Change, colour_of, quadrant_scatter
from carteira.web.charts.waterfall import Step, waterfall
from carteira.web.charts.waterfall import bars as waterfall_bars
from carteira.web.charts.whale_curve import whale_curve

COUNTS = {
    "revenue_up_profit_up": 1200,
    "revenue_up_profit_down": 3,
    "revenue_down_profit_up": 2,
    "revenue_down_profit_down": 1,
}
WHALE = [(0, 0), (1, 700_00), (2, 1_000_00), (3, 900_00), (4, 600_00)]
PAGES = ["", "/1/", "/2/", "/3/", "/4/"]
CATEGORY_URLS = {code: f"/{code}/" for code in CATEGORIES}
MOVED_URLS = {code: (f"/left/{code}/", f"/came/{code}/") for code in CATEGORIES}


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def texts(spec: dict) -> list[str]:
    """The words that the marks of a chart carry themselves."""
    return [layer["mark"]["text"] for layer in spec["layer"] if "text" in layer["mark"]]


def test_the_whale_curve_marks_its_peak_and_its_end() -> None:
    spec = whale_curve(WHALE, "BRL", PAGES)
    assert texts(spec) == ["Peak: R$1K\nwith 2 customers", "End: R$600\nwith all 4"]
    before, _line, beyond, *_ = (layer["data"]["values"] for layer in spec["layer"])
    assert [row["profit"] for row in before] == [0, 700_00, 1_000_00]
    assert [row["share"] for row in beyond] == [0.5, 0.75, 1.0]
    assert [row["url"] for row in spec["layer"][-1]["data"]["values"]] == PAGES


def test_a_curve_without_losses_has_no_part_beyond_its_peak() -> None:
    spec = whale_curve(WHALE[:3], "BRL", PAGES[:3])
    assert len(texts(spec)) == 1
    assert PALETTE["loss"] not in json.dumps(spec)


def test_category_segments_stand_side_by_side_and_losses_left_of_zero() -> None:
    rows = segments("Profit", {"mvc": 90, "mgc": 30, "intermediate": 20, "below_zero": -40}, CATEGORY_URLS)
    assert [(row["from"], row["to"]) for row in rows] == [(0, 0.9), (0.9, 1.2), (1.2, 1.4), (-0.4, 0)]
    assert [row["share"] for row in rows] == ["90%", "30%", "20%", "−40%"]
    assert [row["url"] for row in rows] == list(CATEGORY_URLS.values())


def test_a_measure_that_adds_up_to_nothing_has_no_shares() -> None:
    assert segments("Profit", {"mvc": 10, "below_zero": -10}, CATEGORY_URLS) == []
    assert category_bars([("Profit", {})], CATEGORY_URLS)["data"] == {"values": []}


def test_the_waterfall_goes_from_level_to_level() -> None:
    steps = [
        Step("Sales", 100_00, total=True),
        Step("Cost", -130_00, url="/cost/"),
        Step("Refund", 10_00),
        Step("Profit", -20_00, total=True),
    ]
    rows = waterfall_bars(steps, "BRL")
    assert [(row["from"], row["to"], row["kind"]) for row in rows] == [
        (0, 100_00, "total"),
        (100_00, -30_00, "loss"),
        (-30_00, -20_00, "gain"),
        (0, -20_00, "loss"),
    ]
    assert [row["url"] for row in rows] == ["", "/cost/", "", ""]
    assert waterfall(steps, "BRL")["data"]["values"] == rows


def test_growth_that_loses_money_stands_out() -> None:
    changes = [Change("a", 1, 1), Change("b", 1, -1), Change("c", -1, 1), Change("d", -1, -1)]
    assert [colour_of(change) for change in changes] == ["gain", "loss", "muted", "muted"]
    assert texts(quadrant_scatter(changes, COUNTS, "BRL")) == ["1,200", "3", "2", "1"]


@pytest.mark.parametrize("changes", [[], [Change("a", 0, 0)], [Change("a", 10**15, -(10**15)), Change("b", 0, 0)]])
def test_a_scatter_of_few_or_huge_changes_is_whole(changes: list[Change]) -> None:
    spec = quadrant_scatter(changes, COUNTS, "BRL")
    assert len(spec["data"]["values"]) == len(changes)
    json.dumps(spec, allow_nan=False)


def test_movement_counts_only_those_who_moved() -> None:
    moves = {("mvc", "mvc"): 300, ("mvc", "mgc"): 12, ("mgc", "mvc"): 31}
    rows = bars("mvc", moves, MOVED_URLS["mvc"])
    assert [row["customers"] for row in rows] == [-12, 31]
    assert [row["words"] for row in rows] == ["−12", "+31"]
    assert [row["url"] for row in rows] == ["/left/mvc/", "/came/mvc/"]
    assert [row["url"] for row in bars("below_zero", moves, MOVED_URLS["below_zero"])] == ["", ""]
    assert len(movement(moves, MOVED_URLS)["data"]["values"]) == 8


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 0, [0]), (0, 400, [0, 100, 200, 300, 400]), (-30, 130, [-50, 0, 50, 100, 150]), (2, 9, [0, 5, 10])],
)
def test_ticks_are_round_and_cover_the_values(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_labels_speak_the_readers_language() -> None:
    with translation.override("pt-br"):
        axis = whale_curve(WHALE, "BRL", PAGES)["encoding"]["y"]["axis"]
    assert "R$\N{NO-BREAK SPACE}500" in axis["labelExpr"]


def test_on_a_page_the_palette_gives_way_to_the_tokens() -> None:
    assert themed({"a": [PALETTE["ink"], 3], "b": "words"}) == {"a": ["var(--ct-ink)", 3], "b": "words"}
    assert themed(PALETTE["loss"]) == "var(--ct-below_zero)"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("60,5% dos clientes trazem 165% do lucro", "carteira-60-5-dos-clientes-trazem-165-do-lucro"),
        ("../../etc/passwd\r\n\0", "carteira-etc-passwd"),
        ("«…»", "carteira"),
        ("ab " * 60, "carteira" + "-ab" * 24),
    ],
)
def test_a_title_becomes_a_safe_name(title: str, name: str) -> None:
    assert Chart({}, title, "", None).name == name


def test_few_customers_are_few() -> None:
    assert [Chart({}, "", "", None, customers=count).few for count in (None, 0, 29, 30)] == [None, 0, 29, None]
