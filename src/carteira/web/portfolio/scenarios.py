"""Scenarios of remedies: terms that somebody tries out, what they bring, and saved ones side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from carteira.accounts.access import Access
from carteira.book.settings import minor_factor
from carteira.customize.remedies import Effect, complete
from carteira.customize.remedies.queries import may_remove, scenarios
from carteira.customize.remedies.scenario import scenario_effect
from carteira.errors import CarteiraError
from carteira.web import formats
from carteira.web.charts.chart import Chart
from carteira.web.charts.waterfall import Step, waterfall
from carteira.web.portfolio.remedy_words import NAMES
from carteira.web.tables import Column, Table

TERMS: Mapping[str, str | Promise] = {
    "minimum_order": gettext_lazy("No orders below"),
    "delivery_below": gettext_lazy("Delivery charged on orders below"),
    "discount": gettext_lazy("Discounts of at most"),
    "visits": gettext_lazy("Visits a year at most"),
    "price": gettext_lazy("Prices higher by"),
}
SHORT = {
    "minimum_order": "minimum_order",
    "delivery_below": "charged_delivery",
    "discount": "discounts",
    "visits": "visits_to_calls",
    "price": "price",
}
"""The remedy whose name stands for a term in a chart."""
AMOUNTS = ("minimum_order", "delivery_below")
SHARES = ("discount", "price")
ASSUMED: Mapping[str, str | Promise] = {
    "elasticity": gettext_lazy("Purchases lost when prices rise by 1%, in %"),
    "merged_lost": gettext_lazy("Small orders lost rather than merged, in %"),
    "delivery_lost": gettext_lazy("Purchases lost when all delivery is charged, in %"),
    "visits_lost": gettext_lazy("Purchases lost when all visits become calls, in %"),
}
LEVELS = ("low", "likely", "high")
MOST_COMPARED = 3


@dataclass(frozen=True)
class Field:
    """A field of the form: its name, words, unit and value as it was given."""

    name: str
    label: str | Promise
    unit: str
    value: str


@dataclass(frozen=True)
class Saved:
    """A saved scenario: where it opens, whose it is, whether this person may remove it and it is being compared."""

    number: int
    name: str
    owner: str
    url: str
    removable: bool
    compared: bool


@dataclass(frozen=True)
class ScenarioPage:
    """All of the page; `effect` is None before any term is set, `comparison` where fewer than two are compared."""

    headline: str
    note: str
    fields: Sequence[Field]
    assumed: Sequence[tuple[str | Promise, Sequence[Field]]]
    effect: Effect | None
    chart: Chart | None
    saved: Sequence[Saved]
    comparison: Chart | None
    query: Mapping[str, str]


def scenario_page(tables: Any, access: Access, query: QueryDict) -> ScenarioPage:
    """Raises `no_remedies_yet` for a run of an earlier version, `bad_scenario`."""
    if "remedy_inputs" not in tables.names:
        raise CarteiraError("no_remedies_yet", hint="run_first")
    currency, usual = tables.run.currency, tables.run.settings.get("remedies", {})
    terms, changed = terms_of(query, currency), assumptions_of(query, usual)
    effect = scenario_effect(tables, usual, terms, changed) if terms else None
    found = scenarios(access)
    compared = [one for one in found if str(one.pk) in query.getlist("compare")][:MOST_COMPARED]
    effects = [(one.name, scenario_effect(tables, usual, one.terms, one.assumptions)) for one in compared]
    return ScenarioPage(
        headline=_headline(effect, currency),
        note=_note(effect, currency),
        fields=[_field(name, query, currency) for name in TERMS],
        assumed=[(label, _assumed_fields(name, query, usual)) for name, label in ASSUMED.items()],
        effect=effect,
        chart=_chart(effect, currency) if effect else None,
        saved=[_saved(access, one, currency, one in compared) for one in found],
        comparison=_comparison(effects, currency) if len(effects) > 1 else None,
        query={name: str(value) for name, value in query.items() if value and name != "compare"},
    )


def terms_of(query: Mapping[str, str], currency: str) -> dict[str, float]:
    """The terms that the form sets: amounts in minor units, rates as shares. Raises `bad_scenario`."""
    factor = {**dict.fromkeys(AMOUNTS, float(minor_factor(currency))), **dict.fromkeys(SHARES, 0.01)}
    return {name: _number(query[name]) * factor.get(name, 1.0) for name in TERMS if query.get(name, "").strip()}


def assumptions_of(query: Mapping[str, str], usual: Mapping[str, Any]) -> dict[str, list[float]]:
    """The assumptions that the form has other than the book. Raises `bad_scenario`."""
    whole, found = complete(usual), {}
    for name in ASSUMED:
        given = [query.get(f"{name}_{level}", "").strip() for level in LEVELS]
        if any(given):
            values = [
                _number(text) * _scale(name) if text else usually
                for text, usually in zip(given, whole[name], strict=True)
            ]
            if values != whole[name]:
                found[name] = values
    return found


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise CarteiraError("bad_scenario") from error


def _scale(name: str) -> float:
    return 1.0 if name == "elasticity" else 0.01


def _headline(effect: Effect | None, currency: str) -> str:
    if effect is None:
        return _("What would terms for all bring?")
    locale = formats.active_locale()
    words = {
        "gain": formats.money_short(effect.gain, currency, locale),
        "customers": formats.number(effect.customers, locale),
        "losing": formats.number(effect.losing, locale),
        "zero": formats.number(effect.at_zero, locale),
    }
    return (
        ngettext(
            "These terms bring %(gain)s a year; %(zero)s of %(losing)s customer comes to zero.",
            "These terms bring %(gain)s a year; %(zero)s of %(losing)s customers come to zero.",
            effect.losing,
        )
        % words
    )


def _note(effect: Effect | None, currency: str) -> str:
    if effect is None:
        return _("Set terms for all customers of the clean portfolio who made a loss, and see at once what they bring.")
    locale = formats.active_locale()
    words = {
        "low": formats.money_short(effect.gain_low, currency, locale),
        "high": formats.money_short(effect.gain_high, currency, locale),
        "customers": formats.number(effect.customers, locale),
        "lost": formats.money_short(effect.revenue_lost, currency, locale),
        "worse": formats.number(effect.worse, locale),
    }
    said = _("Between %(low)s and %(high)s. They touch %(customers)s customers and lose %(lost)s of purchases.") % words
    worse = ngettext("%(worse)s customer then costs more.", "%(worse)s customers then cost more.", effect.worse)
    return f"{said} {worse % words}" if effect.worse else said


def _chart(effect: Effect, currency: str) -> Chart:
    """From the losses of a year, term by term, to what is left of them."""
    locale = formats.active_locale()
    words = {
        "loss": formats.money_short(effect.loss, currency, locale),
        "left": formats.money_short(effect.loss - effect.gain, currency, locale),
    }
    title = _("Of losses of %(loss)s a year %(left)s are left") % words
    steps = [
        Step(_("Losses of a year"), -effect.loss, total=True),
        *(Step(str(NAMES[SHORT[part.term]]), part.gain) for part in effect.parts),
        Step(_("What is left"), effect.gain - effect.loss, total=True),
    ]
    columns = [Column(_("Term")), Column(_("Customers"), "number"), *_gain_columns()]
    rows = [(str(NAMES[SHORT[p.term]]), p.customers, p.gain, p.gain_low, p.gain_high) for p in effect.parts]
    return Chart(waterfall(steps, currency), title, title, Table(title, columns, rows), customers=effect.losing)


def _gain_columns() -> list[Column]:
    return [
        Column(_("Gain a year"), "money"),
        Column(pgettext("amount", "at least"), "money"),
        Column(pgettext("amount", "at most"), "money"),
    ]


def _comparison(effects: Sequence[tuple[str, Effect]], currency: str) -> Chart:
    """The gains of saved scenarios, and all that they do side by side."""
    best_name, best = max(effects, key=lambda pair: pair[1].gain)
    gain = formats.money_short(best.gain, currency, formats.active_locale())
    title = _("%(name)s brings the most: %(gain)s a year") % {"name": best_name, "gain": gain}
    steps = [Step(name, effect.gain, total=True) for name, effect in effects]
    columns = [
        Column(_("Scenario")),
        *_gain_columns(),
        Column(_("Customers touched"), "number"),
        Column(_("Come to zero"), "number"),
        Column(_("Cost more"), "number"),
        Column(_("Purchases lost"), "money"),
    ]
    rows = [
        (name, e.gain, e.gain_low, e.gain_high, e.customers, e.at_zero, e.worse, e.revenue_lost) for name, e in effects
    ]
    return Chart(waterfall(steps, currency), title, title, Table(title, columns, rows))


def _field(name: str, query: QueryDict, currency: str) -> Field:
    sign = formats.currency_sign(currency, formats.active_locale())
    unit = sign if name in AMOUNTS else "%" if name in SHARES else ""
    return Field(name, TERMS[name], unit, query.get(name, ""))


def _assumed_fields(name: str, query: QueryDict, usual: Mapping[str, Any]) -> list[Field]:
    labels = (_("low"), _("likely"), _("high"))
    values = [f"{value / _scale(name):g}" for value in complete(usual)[name]]
    return [
        Field(f"{name}_{level}", label, "", query.get(f"{name}_{level}", "") or value)
        for level, label, value in zip(LEVELS, labels, values, strict=True)
    ]


def _saved(access: Access, found: Any, currency: str, compared: bool) -> Saved:
    query = {**_written_terms(found.terms, currency), **_written_assumptions(found.assumptions)}
    url = f"{reverse('remedy_scenarios')}?{urlencode(query)}"
    owner = "" if found.owner_id == access.user_id else found.owner.get_full_name() or found.owner.get_username()
    return Saved(found.pk, found.name, owner, url, may_remove(access, found), compared)


def _written_terms(terms: Mapping[str, float], currency: str) -> dict[str, str]:
    factor = {**dict.fromkeys(AMOUNTS, 1 / minor_factor(currency)), **dict.fromkeys(SHARES, 100.0)}
    return {name: f"{value * factor.get(name, 1.0):.10g}" for name, value in terms.items()}


def _written_assumptions(assumptions: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{name}_{level}": f"{value / _scale(name):.10g}"
        for name in ASSUMED
        if name in assumptions
        for level, value in zip(LEVELS, assumptions[name], strict=True)
    }
