"""The rules about imports that the house adds to import-linter's own."""

import pytest
from grimp import ImportGraph
from importlinter import ContractCheck

from tools.import_contracts import CalculationsWithout, ModelsStayHome, is_calculation


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("carteira.differentiate.rfmt", True),
        ("carteira.differentiate.lifetime.beta_geo", True),
        ("carteira.warehouse.engine", True),
        ("carteira.warehouse.actions", True),
        ("carteira.differentiate.models", False),
        ("carteira.identify.actions.merge", False),
        ("carteira.identify.migrations.0001_initial", False),
        ("carteira.book.settings", False),
        ("carteira.web.views", False),
        ("numpy.linalg", False),
    ],
)
def test_what_a_calculation_is(module: str, expected: bool) -> None:
    assert is_calculation(module) is expected


def graph(*imports: tuple[str, str]) -> ImportGraph:
    made = ImportGraph()
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported)
    return made


def check(contract: type, made: ImportGraph, **options: str) -> ContractCheck:
    return contract("a rule", {}, {"name": "a rule", "type": "a type", **options}).check(made, verbose=False)


def test_a_calculation_that_reaches_django_through_another_module_breaks_the_rule() -> None:
    made = graph(("carteira.measure.uplift", "carteira.measure.helper"), ("carteira.measure.helper", "django"))

    found = check(CalculationsWithout, made, forbidden="django")

    assert not found.kept
    assert ("carteira.measure.uplift", "carteira.measure.helper", "django") in found.metadata["chains"]


def test_a_calculation_may_raise_an_error_whose_sentence_a_door_makes() -> None:
    made = graph(
        ("carteira.measure.uplift", "carteira.errors"),
        ("carteira.errors", "carteira.messages"),
        ("carteira.messages", "django"),
    )

    assert check(CalculationsWithout, made, forbidden="django").kept


def test_an_action_may_import_django() -> None:
    assert check(CalculationsWithout, graph(("carteira.measure.actions", "django")), forbidden="django").kept


def test_only_the_room_itself_imports_its_models() -> None:
    home = ("carteira.identify.queries", "carteira.identify.models.customer")
    stranger = ("carteira.measure.actions", "carteira.identify.models.customer")

    assert check(ModelsStayHome, graph(home)).kept
    assert check(ModelsStayHome, graph(home, stranger)).metadata == {"strangers": [stranger]}
