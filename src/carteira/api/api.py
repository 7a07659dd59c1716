"""The interface for programs, with every resource that it has."""

from carteira.api.document import Interface
from carteira.api.operations import declared
from carteira.api.resources import (
    answers,
    assignment,
    assignments,
    audit,
    book_settings,
    consents,
    customer,
    customers,
    decisions,
    exports,
    facts,
    jobs,
    loads,
    me,
    portfolio,
    remedy_scenarios,
    roles,
    runs,
    search,
    strategic_reasons,
    tables,
    target,
    teams,
    tokens,
    users,
    views,
)

RESOURCES = (
    me,
    customers,
    customer,
    assignment,
    assignments,
    strategic_reasons,
    answers,
    consents,
    decisions,
    views,
    exports,
    search,
    portfolio,
    target,
    remedy_scenarios,
    tables,
    facts,
    loads,
    runs,
    jobs,
    users,
    teams,
    roles,
    tokens,
    audit,
    book_settings,
)

api = Interface()
for resource in RESOURCES:
    api.add_router("", resource.router)

OPERATIONS = tuple(declared(api))
"""Every operation with its method, path and scope; where one declares no scope, the program does not start."""
