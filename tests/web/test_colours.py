"""The colours: readable, apart for colour-blind people too, and the same in charts and pages."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from carteira.web.charts.palette import PALETTE

CSS = (Path(__file__).parents[2] / "src/carteira/web/static/carteira/carteira.css").read_text(encoding="utf-8")
CATEGORIES = ("mvc", "mgc", "intermediate", "below_zero")
# Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "full": np.eye(3),
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
APART = 7.0
"""Hundredths of OKLab distance; about 2 is just noticeable."""


def tokens(look: str) -> dict[str, str]:
    block = re.search(rf'(?:^|, )\[data-bs-theme="{look}"\] \{{(.*?)\}}', CSS, re.S | re.M)
    assert block is not None
    return dict(re.findall(r"--ct-([\w-]+): (#[0-9a-f]{6});", block[1]))


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    lower, higher = sorted(float(light @ [0.2126, 0.7152, 0.0722]) for light in (one, other))
    return (higher + 0.05) / (lower + 0.05)


def oklab(light: np.ndarray) -> np.ndarray:
    cones = [
        [0.41222147, 0.53633254, 0.05144599],
        [0.21190350, 0.68069955, 0.10739696],
        [0.08830246, 0.28171884, 0.62997870],
    ]
    lab = [
        [0.21045426, 0.79361779, -0.00407205],
        [1.97799850, -2.42859221, 0.45059371],
        [0.02590404, 0.78277177, -0.80867577],
    ]
    return np.array(lab) @ np.cbrt(np.array(cones) @ np.clip(light, 0, 1))


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_categories_stay_apart(look: str, sight: str) -> None:
    seen = [100 * oklab(np.array(SIGHT[sight]) @ linear(tokens(look)[code])) for code in CATEGORIES]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > APART


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", CATEGORIES)
def test_the_words_of_a_chip_are_readable_on_its_tint(look: str, code: str) -> None:
    colours = tokens(look)
    share = {"light": 0.10, "dark": 0.14}[look]
    # In sRGB, as color-mix does, so before making it linear.
    tint, ground = (bytes.fromhex(colours[name][1:]) for name in (code, "surface"))
    mixed = bytes(round(share * one + (1 - share) * other) for one, other in zip(tint, ground, strict=True))
    assert contrast(linear(colours[f"{code}-text"]), linear(f"#{mixed.hex()}")) >= 4.5


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "surface"])
def test_text_is_readable(look: str, ground: str) -> None:
    colours = tokens(look)
    for text in ("ink", "muted", "below_zero-text", "mvc-text"):
        assert contrast(linear(colours[text]), linear(colours[ground])) >= 4.5


def test_charts_and_pages_share_their_colours() -> None:
    light = tokens("light")
    shared = {name: colour for name, colour in PALETTE.items() if name not in ("gain", "loss")}
    assert {name: light[name] for name in shared} == shared
