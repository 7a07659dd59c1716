"""Two rules of the house that import-linter has no contract for."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

PACKAGE = "carteira"
ROOMS = ("identify", "differentiate", "customize", "interact", "measure")
"""The rooms that hold calculations."""
WITHOUT_DJANGO = ("warehouse",)
"""The rooms where nothing may import Django."""
DJANGO_DRAWERS = {"actions", "admin", "apps", "choices", "handlers", "management", "migrations", "models", "queries"}
"""The drawers of a room that may import Django; all else in a room of calculations is a calculation."""
SENTENCE = ("carteira.errors", "carteira.messages")
"""An error makes its sentence late, at a door, through this import: a calculation that refuses carries no Django."""


def is_calculation(module: str) -> bool:
    """Whether `module` must stay free of Django: a calculation of a room, or anything of the warehouse."""
    package, _, rest = module.partition(".")
    drawers = rest.split(".")
    if package != PACKAGE or drawers[0] not in ROOMS + WITHOUT_DJANGO:
        return False
    return drawers[0] in WITHOUT_DJANGO or not DJANGO_DRAWERS.intersection(drawers[1:])


def owner_of_models(module: str) -> str | None:
    """The room whose models `module` is (`carteira.identify` for `carteira.identify.models.customer`), or None."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 and parts[0] == PACKAGE and parts[2] == "models" else None


class CalculationsWithout(Contract):
    """No calculation reaches the package `forbidden`, directly or through others."""

    forbidden = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        if graph.modules.issuperset(SENTENCE):
            graph.remove_import(importer=SENTENCE[0], imported=SENTENCE[1])
        forbidden = str(self.forbidden)
        if forbidden not in graph.modules:
            return ContractCheck(kept=True)
        calculations = sorted(filter(is_calculation, graph.modules))
        chains = [graph.find_shortest_chain(importer=name, imported=forbidden) for name in calculations]
        return ContractCheck(kept=not any(chains), metadata={"chains": [chain for chain in chains if chain]})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for chain in check.metadata["chains"]:
            output.print_error(" -> ".join(chain))


class ModelsStayHome(Contract):
    """No module imports the models of a room other than its own: it uses that room's queries and actions."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        strangers = [
            (importer, models)
            for models in sorted(graph.modules)
            if (owner := owner_of_models(models))
            for importer in sorted(graph.find_modules_that_directly_import(models))
            if not importer.startswith(owner + ".")
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, models in check.metadata["strangers"]:
            output.print_error(f"{importer} imports {models}")
