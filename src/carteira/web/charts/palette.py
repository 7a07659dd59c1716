"""The colours of the charts: those of carteira.css in its light look, so that a chart is right outside a page too."""

from typing import Any

PALETTE = {
    "mvc": "#00614a",
    "mgc": "#2a6bd0",
    "intermediate": "#69727f",
    "below_zero": "#c8450c",
    "gain": "#00614a",
    "loss": "#c8450c",
    "ink": "#18222c",
    "muted": "#5c6670",
    "rule": "#dfe2e6",
    "faint": "#c3c9d0",
    "surface": "#ffffff",
}
# The first name of a colour wins: gain and loss are drawn by the tokens of the two categories that share their colour.
TOKENS = {colour: f"var(--ct-{name})" for name, colour in reversed(PALETTE.items())}


def themed(spec: Any) -> Any:
    """The specification with the page's colour tokens, which follow light, dark and print, in place of the palette."""
    if isinstance(spec, dict):
        return {key: themed(value) for key, value in spec.items()}
    if isinstance(spec, list):
        return [themed(value) for value in spec]
    return TOKENS.get(spec, spec) if isinstance(spec, str) else spec
