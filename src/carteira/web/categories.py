"""How a value category looks: the same label, icon and colour everywhere, never the colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Category:
    """`code` is also the name of its colour token in carteira.css and in the palette of the charts."""

    code: str
    label: str | Promise
    icon: str
    meaning: str | Promise


CATEGORIES = {
    category.code: category
    for category in (
        Category(
            "mvc",
            _("Most valuable"),
            "trophy",
            _("The fewest customers that together hold most of the value: keep them."),
        ),
        Category(
            "mgc", _("Most growable"), "plant-2", _("Customers with the most value still to be won: develop them.")
        ),
        Category(
            "intermediate",
            _("Intermediate"),
            "circle-minus",
            _("The customers in between: serve them well through channels that cost little."),
        ),
        Category(
            "below_zero",
            _("Below zero"),
            "trending-down",
            _("Customers who cost more than they bring: put them in order, or stop spending on them."),
        ),
    )
}
