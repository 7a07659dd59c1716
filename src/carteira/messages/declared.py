"""What is said about what people declare of customers and of the portfolio."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_strategic_reason": _("This reason to keep a customer cannot be declared as given."),
    "strategic_kind": _("It is kept as reference, for influence, market_entry, learning or other."),
    "strategic_words": _("The reason is a text of 1 to %(longest)s characters on one line."),
    "strategic_until": _("Its last day is today or later."),
    "strategic_ceiling": _("What it may cost a year is an amount from 0."),
}
