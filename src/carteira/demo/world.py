"""The numbers that shape the simulated company, read from one TOML file."""

import dataclasses
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args, get_origin

from carteira.errors import CarteiraError

DEFAULT_WORLD = Path(__file__).with_name("world.toml")
HINT = "start_from_world"
KINDS = ("person", "company")
SOURCES = ("erp", "shop", "call", "crm")


@dataclass(frozen=True)
class CompanyShape:
    as_of: date
    months: int
    company_share: float
    prospect_share: float
    prospect_conversion: float
    new_share: float
    customers_per_seller: int
    sellers_per_team: int
    branch_cities: tuple[str, ...]
    products_per_category: int
    price_rise: float
    cost_rise: float
    discount_rise: float
    season: tuple[float, ...]
    regular_share: float
    counter_sales: float
    cancelled_share: float
    unassigned_costs_per_month: int


@dataclass(frozen=True)
class Kind:
    rate_shape: float
    rate_mean: float
    dropout_a: float
    dropout_b: float
    lines: float
    size: float
    size_sigma: float
    discount: float
    returns: float
    delivered: float
    problems: float
    caller_share: float
    calls: float
    visits: float
    invoiced_share: float
    days_late: float
    default_share: float
    wallet_share: float


@dataclass(frozen=True)
class Need:
    weight_person: float
    weight_company: float
    rate: float
    size: float
    discount: float
    problems: float
    calls: float
    visits: float
    shop: float
    sensitivity: float
    contact: float
    natures: tuple[str, ...]
    categories: dict[str, float]


@dataclass(frozen=True)
class Category:
    name: str
    list: float
    spread: float
    cost: float
    tax: float
    size: float
    measured: bool


@dataclass(frozen=True)
class Rate:
    activity: str
    unit: str
    rate: float
    since: int | None = None


@dataclass(frozen=True)
class Service:
    delivery: float
    delivery_rise: float
    delivery_distance: float
    visit_minutes: float
    call_minutes: float
    return_minutes: float
    appetite_sigma: float
    spoiled_share: float
    spoiled_visits: float
    spoiled_discount: float
    overlooked_share: float
    overlooked_wallet: float
    middling_revenue: float
    shop_delivered: float
    effort_exponent: float
    prospect_visits: float
    emails_per_visit: float
    messages_per_order: float


@dataclass(frozen=True)
class Satisfaction:
    memory: float
    noise: float
    problem: float
    recovery: float
    dropout_effect: float
    rate_effect: float
    quick_days: float
    reported_share: float
    compensation: float


@dataclass(frozen=True)
class Campaign:
    name: str
    kind: str
    source: str
    month: int
    months: int
    reach: float
    holdout: float
    cost: float
    lift: dict[str, float]


@dataclass(frozen=True)
class Treatment:
    kinds: tuple[str, ...]
    crm: bool
    cost: float
    visits: float
    delivery: float
    late: float
    growth: bool
    rate: dict[str, float]
    basket: dict[str, float]
    discount: dict[str, float]
    dropout: dict[str, float]


@dataclass(frozen=True)
class Errors:
    typo: float
    tax_id_missing: float
    email_missing: float
    phone_missing: float
    birth_missing: float
    swapped: float
    generic_email: float
    shared_phone: float


@dataclass(frozen=True)
class Identity:
    duplicate_share: float
    moved: float
    married: float
    other_phone: float
    other_email: float
    other_branch: float
    household_share: float
    group_share: float
    father_and_son: float


@dataclass(frozen=True)
class World:
    """Everything that `world.toml` says; its comments explain each number."""

    company: CompanyShape
    kinds: dict[str, Kind]
    sources: dict[str, dict[str, float]]
    needs: dict[str, Need]
    categories: dict[str, Category]
    rates: tuple[Rate, ...]
    service: Service
    satisfaction: Satisfaction
    campaigns: tuple[Campaign, ...]
    treatments: dict[str, Treatment]
    errors: dict[str, Errors]
    identity: Identity

    def month_starts(self, as_of: date) -> tuple[date, ...]:
        """First days of the months of history, oldest first, closed by as_of itself."""
        return tuple(months_before(as_of, back) for back in range(self.company.months, -1, -1))


def months_before(day: date, months: int) -> date:
    """The same day of the month, so many months earlier (the month's last day where it is shorter)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def read_world(path: Path | None = None) -> World:
    """The world of a TOML file, by default Carteira's own. Refuses unknown, missing and impossible entries."""
    chosen = path or DEFAULT_WORLD
    try:
        values = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        raise CarteiraError("world_not_readable", hint=HINT, path=str(chosen), reason=str(reason)) from reason
    world: World = _built(World, values, "")
    _check_names(world)
    return world


def _built(type_: Any, value: Any, key: str) -> Any:
    """The TOML value as the type says: sections become dataclasses, lists tuples, and whole numbers floats where
    due."""
    if dataclasses.is_dataclass(type_):
        return _section(type_, value, key)
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is dict and isinstance(value, dict):
        return {name: _built(arguments[1], item, f"{key}.{name}") for name, item in value.items()}
    if origin is tuple and isinstance(value, list):
        return tuple(_built(arguments[0], item, key) for item in value)
    if type_ is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    plain = arguments[0] if arguments else type_
    if isinstance(plain, type) and type(value) is plain:
        return value
    raise CarteiraError("world_value_wrong", hint=HINT, key=key, value=str(value))


def _section(type_: Any, value: Any, key: str) -> Any:
    if not isinstance(value, dict):
        raise CarteiraError("world_value_wrong", hint=HINT, key=key, value=str(value))
    fields = {field.name: field for field in dataclasses.fields(type_)}
    prefix = f"{key}." if key else ""
    for name in value:
        if name not in fields:
            raise CarteiraError("world_key_unknown", hint=HINT, key=prefix + name)
    for name, field in fields.items():
        if name not in value and field.default is dataclasses.MISSING:
            raise CarteiraError("world_key_missing", hint=HINT, key=prefix + name)
    return type_(**{name: _built(fields[name].type, item, prefix + name) for name, item in value.items()})


def _check_names(world: World) -> None:
    """Sections that name one another must agree."""
    expected: list[tuple[str, Any, Any]] = [
        ("kinds", world.kinds, KINDS),
        ("sources", world.sources, KINDS),
        *((f"sources.{kind}", world.sources.get(kind, {}), ("erp", "shop", "erp_shop", "erp_crm")) for kind in KINDS),
        ("errors", world.errors, SOURCES),
        *((f"needs.{name}.categories", need.categories, world.categories) for name, need in world.needs.items()),
        *((f"campaigns.{campaign.name}.lift", campaign.lift, world.needs) for campaign in world.campaigns),
    ]
    for name, treatment in world.treatments.items():
        for field in ("rate", "basket", "discount", "dropout"):
            expected.append((f"treatments.{name}.{field}", getattr(treatment, field), world.needs))
    for key, given, wanted in expected:
        for name in wanted:
            if name not in given:
                raise CarteiraError("world_key_missing", hint=HINT, key=f"{key}.{name}")
    if world.company.months < 24:
        raise CarteiraError("world_value_wrong", hint=HINT, key="company.months", value=str(world.company.months))
    if len(world.company.season) != 12:
        raise CarteiraError("world_value_wrong", hint=HINT, key="company.season", value=str(len(world.company.season)))
