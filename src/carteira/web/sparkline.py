"""A sparkline is drawn by the server: one path in a box of 100 x 24."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 100, 24, 2


def sparkline_path(values: Sequence[float]) -> str:
    """The `d` of an SVG path through the values, oldest first, lowest at the bottom; a constant one runs in the middle.

    Fewer than two values draw nothing.
    """
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = high - low
    step = WIDTH / (len(values) - 1)
    points = [
        (position * step, HEIGHT / 2 if not span else HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN))
        for position, value in enumerate(values)
    ]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
