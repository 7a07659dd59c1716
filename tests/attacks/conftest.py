"""The book that these tests share."""

from tests.access.template import template, world

__all__ = ["template", "world"]
