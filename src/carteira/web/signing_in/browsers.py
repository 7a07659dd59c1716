"""What a browser calls itself, in words that people know."""

from collections.abc import Sequence

NAMES = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
"""What stands in the text, and what people call it; the first that is found counts."""
LONGEST = 80


def browser_words(text: str) -> str:
    """ "Firefox, Windows" of what a browser sends as its name; its beginning where we know neither part."""
    parts = [found for found in (_first(NAMES, text), _first(SYSTEMS, text)) if found]
    return ", ".join(parts) or text[:LONGEST]


def _first(names: Sequence[tuple[str, str]], text: str) -> str:
    return next((said for mark, said in names if mark in text), "")
