"""Every address of the program with the methods that it accepts, read from the table of addresses."""

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from carteira.api.api import api

PAGES = ("GET", "POST")
"""What a view of pages may accept; other methods are refused all alike, see test_other_methods."""


def views() -> Iterator[tuple[str, Any]]:
    """Every address as (route, view), in the order of the table."""
    yield from _below(get_resolver(), "/")


def endpoints() -> set[tuple[str, str]]:
    """Every endpoint as (method, route)."""
    return {(method, route) for route, view in views() for method in accepted(view)}


def documented() -> set[tuple[str, str]]:
    """Every operation that the API's document tells of, as (method, path)."""
    paths = api.document()["paths"]
    return {(method.upper(), path) for path, operations in paths.items() for method in operations}


def _operations(view: Any) -> PathView | None:
    """What ninja has behind a view of its own."""
    inside = (cell.cell_contents for cell in getattr(view, "__closure__", None) or ())
    return next((each for each in inside if isinstance(each, PathView)), None)


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield route, pattern.callback


def accepted(view: Any) -> tuple[str, ...]:
    """The methods of an operation of the API; of a page GET or POST or both, as far as it does something for them.

    A function that says nothing of methods answers a POST as it answers a GET, unless it, or a function of its module
    that it uses, reads what was posted.
    """
    if (operations := _operations(view)) is not None:
        return tuple(method for each in operations.operations for method in each.methods)
    named = _named_methods(view)
    if named is not None:
        return tuple(method for method in PAGES if method in named)
    return PAGES if _reads_posted(inspect.unwrap(view)) else ("GET",)


def _named_methods(view: Any) -> set[str] | None:
    if (view_class := getattr(view, "view_class", None)) is not None:
        return {name.upper() for name in view_class.http_method_names if hasattr(view_class, name)}
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            if isinstance(cell.cell_contents, list | tuple) and {*cell.cell_contents} & {*PAGES, "HEAD"}:
                return {*cell.cell_contents}
        view = getattr(view, "__wrapped__", None)
    return None


def _reads_posted(function: Callable[..., Any], seen: set[Any] | None = None) -> bool:
    seen = set() if seen is None else seen
    if function in seen or not isinstance(inspect.unwrap(function), FunctionType):
        return False
    seen.add(function)
    plain = inspect.unwrap(function)
    names = set(_names(plain.__code__))
    if names & {"POST", "method", "FILES", "body"}:
        return True
    used = (plain.__globals__.get(name) for name in names)
    return any(
        _reads_posted(each, seen)
        for each in used
        if callable(each) and getattr(each, "__module__", "") == plain.__module__
    )


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
