"""What the pages of loads call tables, stages and file formats."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Texts = Mapping[str, str | Promise]

TABLES: Texts = {
    "customers": _("Customers"),
    "orders": _("Orders"),
    "products": _("Products"),
    "invoices": _("Invoices"),
    "interactions": _("Visits, calls and messages"),
    "costs": _("Costs"),
    "activity_rates": _("Cost rates of activities"),
    "cases": _("Cases and complaints"),
    "surveys": _("Surveys"),
    "contacts": _("Contact people"),
    "addresses": _("Addresses"),
    "consents": _("Consents"),
    "employees": _("Employees"),
    "answers": _("Answers to questions"),
    "opportunities": _("Opportunities"),
    "treatments": _("Campaign contacts"),
    "subscriptions": _("Subscriptions"),
    "wallet": _("Estimated spending elsewhere"),
}
"""The canonical tables in the order in which people load them."""

CONTENT: Texts = {
    "customers": _("One line per customer: who they are, how to reach them, who looks after them."),
    "orders": _("One line per product of an order; returns have a negative quantity."),
    "products": _("One line per product: its category and what it costs."),
    "invoices": _("One line per invoice: when it was due, when it was paid."),
    "interactions": _("One line per contact with a customer."),
    "costs": _("One line per cost that a customer caused: deliveries, commissions, fees."),
    "activity_rates": _("What a minute of a visit or the handling of an order costs."),
    "cases": _("One line per complaint or request."),
}

STAGES: Texts = {
    "reading": _("Reading the file"),
    "source_records": _("Collecting the records of every source"),
    "standard_records": _("Making records comparable"),
    "customer_links": _("Recognising who is the same customer"),
    "customer_golden": _("Making one record of each customer"),
    "periods": _("Setting the periods"),
    "rates": _("Looking up what each activity costs"),
    "bad_debt_ageing": _("Looking up what late invoices lose"),
    "order_lines": _("Adding up what was bought"),
    "order_totals": _("Adding up what was bought"),
    "purchase_days": _("Looking at how people buy"),
    "purchase_types": _("Looking at how people buy"),
    "charges": _("Charging each cost to the customer who caused it"),
    "invoice_balances": _("Looking at open invoices"),
    "customer_profit": _("Computing profit"),
    "profit_reconciliation": _("Checking that profit adds up to the files"),
    "purchase_history": _("Looking at how people buy"),
    "customer_lifetime": _("Computing lifetime value"),
    "rfmt_inputs": _("Scoring recency, frequency, value and type"),
    "category_inputs": _("Finding each customer's category"),
    "customer_rfmt": _("Scoring recency, frequency, value and type"),
    "customer_category": _("Finding each customer's category"),
    "timeline": _("Telling each customer's story"),
    "customer_card": _("Making the cards"),
    "reading_copy": _("Preparing the pages"),
    "publishing": _("Publishing"),
}

REASONS: Texts = {
    "exact": _("same name"),
    "synonym": _("known by this name"),
    "similar": _("similar name"),
}

KINDS: Texts = {"csv": "CSV", "xlsx": _("Excel workbook"), "parquet": "Parquet"}
ENCODINGS: Texts = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "latin-1": "Latin-1",
    "cp1252": "Windows-1252",
    "cp850": "CP850",
}
SEPARATORS: Texts = {
    ";": _("semicolons"),
    ",": _("commas"),
    "\t": _("tabs"),
    "|": _("vertical bars"),
}
DECIMALS: Texts = {",": _("decimal comma"), ".": _("decimal point")}
DATE_ORDERS: Texts = {"dmy": _("day/month/year"), "mdy": _("month/day/year"), "ymd": _("year-month-day")}


def stage_words(stage: str) -> str:
    """What the stage of a job is doing."""
    return str(STAGES.get(stage, _("Computing")))
