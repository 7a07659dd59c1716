"""What is said about what people declare of customers and of the portfolio."""

from carteira.messages.marker import _

MESSAGES = {
    "bad_strategic_reason": _("This reason to keep a customer cannot be declared as given."),
    "strategic_kind": _("It is kept as reference, for influence, market_entry, learning or other."),
    "strategic_words": _("The reason is a text of 1 to %(longest)s characters on one line."),
    "strategic_until": _("Its last day is today or later."),
    "strategic_ceiling": _("What it may cost a year is an amount from 0."),
    "bad_answer": _("A question and its answer are texts of 1 to %(longest)s characters, each on one line."),
    "bad_target": _("The target portfolio cannot be set as given."),
    "target_share": _("Each share is from 0 to 100 %%, of a value that its dimension has."),
    "target_over_whole": _("The shares of one dimension are more than 100 %% together."),
    "target_words": _("Criteria are up to %(longest)s characters, and a view with up to 50 conditions."),
    "target_personal": _("Criteria cannot name single customers: choose by figures."),
}
