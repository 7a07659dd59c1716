"""What the lifetime value calculation says."""

from carteira.messages.marker import _

MESSAGES = {
    "lifetime_empty": _("There are no purchase histories to fit: give at least one customer."),
    "lifetime_no_buyers": _("No customer has a purchase to learn from: give at least one with a frequency above 0."),
    "lifetime_lengths_differ": _("The columns have different lengths (%(lengths)s): give one value per customer."),
    "lifetime_value_not_a_number": _("Column %(column)s holds something that is not a number: give numbers only."),
    "lifetime_value_missing": _("Row %(row)s of %(column)s is missing or infinite: give a number."),
    "lifetime_value_negative": _("Row %(row)s of %(column)s is negative: counts, times and values start at 0."),
    "lifetime_value_not_positive": _("A mean value is not positive, and the Gamma-Gamma model needs values above 0."),
    "lifetime_use_shrunken_margin": _("Leave those customers out, or use the shrunken mean margin."),
    "lifetime_frequency_not_whole": _("Row %(row)s: the frequency counts repeat purchases: give a whole number."),
    "lifetime_frequency_too_large": _("Row %(row)s: more than %(limit)s repeat purchases cannot be right."),
    "lifetime_recency_after_age": _("Row %(row)s: the last purchase is after the end: recency must not exceed age."),
    "lifetime_recency_contradicts_frequency": _(
        "Row %(row)s: recency must be 0 for a customer without repeat purchase, and above 0 for any other."
    ),
    "lifetime_horizon_invalid": _("A horizon of %(horizon)s cannot be computed: give a number of 0 or more."),
    "lifetime_discount_rate_invalid": _("A yearly discount rate of %(rate)s cannot be: give one above -1, like 0.12."),
    "lifetime_customer_twice": _("The purchase history holds a customer twice: give one row per customer."),
    "lifetime_few_customers": _(
        "Too few repeat customers for a model (30 are needed, and a fit): a plain rule is used, and nobody has left."
    ),
    "lifetime_not_converged": _("The purchase model found no best fit, so it is not used."),
    "lifetime_dropout_not_identifiable": _("Nobody can be seen to leave: a model without leaving is used."),
    "lifetime_no_repeat_purchases": _("Nobody has bought a second time yet, so no future purchase can be foretold."),
    "lifetime_rate_same_for_all": _("All customers seem to buy at one rate; how they differ cannot be measured."),
    "lifetime_dropout_same_for_all": _(
        "All customers seem equally likely to leave; the differences cannot be measured."
    ),
    "lifetime_dropout_certain": _("Customers seem to leave at the second purchase: merge purchases of one day."),
    "lifetime_dropout_all_or_nothing": _("Customers seem to leave at once or never; its chance cannot be measured."),
    "lifetime_value_mean_infinite": _("Values vary so widely between customers that this model has no mean."),
    "lifetime_value_same_for_all": _("All customers seem to spend alike; how they differ cannot be measured."),
    "lifetime_value_never_varies": _("Each customer seems always to spend the same; how it varies cannot be measured."),
    "lifetime_likelihood_flat": _("These purchases do not tell the parameters apart: the numbers are uncertain."),
}
