"""What is said of prices."""

from carteira.messages.marker import _

MESSAGES = {
    "product_not_sold": _("No product %(product)s was sold in the last 365 days."),
    "quote_invalid": _("A quote needs a quantity and a price above 0."),
}
