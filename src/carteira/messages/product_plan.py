"""What the product plan says: refusals, and the reason of each row."""

from carteira.messages.marker import _

MESSAGES = {
    "plan_horizon_invalid": _("A plan over %(horizon)s days cannot be made: give 1 or more."),
    "plan_size_invalid": _("A plan of %(size)s products of each kind cannot be made: give 1 or more."),
    "plan_rhythm": _("Bought %(times)s times, every %(every)s days on average, last %(ago)s days ago."),
    "plan_bought_once": _("Bought once, %(ago)s days ago."),
    "plan_bought_together": _("Buys %(because)s, and customers who buy that buy this too."),
    "plan_bought_together_two": _("Buys %(because)s and %(also)s, and customers who buy these buy this too."),
    "plan_popular": _("Popular: %(count)s of the %(of)s customers who bought in the last 60 days bought it."),
    "plan_similar_first": _("Of %(of)s similar customers, %(count)s bought it in their first purchase."),
    "plan_up_sell": _("Of the %(of)s customers who bought %(because)s, %(count)s later bought this dearer one."),
    "plan_basket_gap": _("Of %(of)s similar companies, %(count)s buy %(category)s, and this one does not."),
}
