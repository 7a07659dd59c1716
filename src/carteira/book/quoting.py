"""What a price for a customer means: where it lies, who may grant it, and what it is worth."""

from typing import Any

import numpy as np

from carteira.accounts.access import FULL, Access
from carteira.accounts.choices import Permission
from carteira.accounts.queries import role_codes
from carteira.book import settings
from carteira.book.queries import tables
from carteira.customize import price_page
from carteira.customize.pricing.authority import approver, lowest_grantable, own_share
from carteira.customize.pricing.quote import Offer, best_price, margin, win_chance
from carteira.errors import CarteiraError

SHOWN = ("product_id", "product_name", "ceiling_price", "usual_low", "usual_price", "usual_high", "basis", "customers")
MARGINS = ("floor_price", "target_price", "best_price", "margin", "expected_margin", "approver")
"""What of a quote tells margins or costs."""


def quote(access: Access, customer_id: int, product_id: str, quantity: float, price: float) -> dict[str, Any]:
    """The quote of so many pieces at this price per piece (minor units, tax included), as this person sees it.

    discount_share: below the ceiling; lowest_grantable: the least price that this person may grant; granted: whether
    this one is; approver: the role with the least authority that may grant it ("" where nobody need be asked, None
    where nobody may). win_chance, with its least and greatest: a hypothesis from the elasticity, None where it is not
    known. margin: of the whole quote if won; expected_margin: times the chance. What tells margins is None for who may
    not see them. The rest is the row of `price_corridors`.

    Raises `not_found` for a customer out of reach, `product_not_sold`, `quote_invalid`.
    """
    if not (0 < quantity < 1e9 and 0 < price < 1e15):
        raise CarteiraError("quote_invalid")
    if price_page.paid(tables(access), customer_id) is None:
        raise CarteiraError("not_found")
    whole = tables(FULL)
    row = price_page.corridor(whole, customer_id, product_id, quantity)
    if row is None:
        raise CarteiraError("product_not_sold", product=product_id)
    offer = price_page.offer_in(whole, row)
    found = {
        **{name: row[name] for name in SHOWN},
        "quantity": quantity,
        "price": price,
        "discount_share": 1 - price / offer.ceiling,
        **_authority(access, offer, price),
        **_worth(offer, quantity, price),
        "floor_price": offer.floor,
        "target_price": row["target_price"],
        "best_price": best_price(offer),
    }
    seen = access.may(Permission.SEE_MARGINS)
    return {name: value if seen or name not in MARGINS else None for name, value in found.items()}


def _authority(access: Access, offer: Offer, price: float) -> dict[str, Any]:
    authority = settings.values()["discount_authority"]
    roles = role_codes(access.user_id)
    who = approver(price, offer.ceiling, offer.floor, authority)
    lowest = lowest_grantable(offer.ceiling, offer.floor, own_share(roles, authority))
    mine = who == "" or (who is not None and price >= lowest)
    return {"lowest_grantable": lowest, "granted": mine, "approver": who}


def _worth(offer: Offer, quantity: float, price: float) -> dict[str, Any]:
    at = np.array([price])
    chance, left = win_chance(offer, at), margin(offer, at)
    if chance is None or np.isnan(chance).any():
        low = middle = high = None
    else:
        low, middle, high = chance[0].tolist()
    whole = None if left is None else float(left[0]) * quantity
    return {
        "win_chance": middle,
        "win_chance_low": low,
        "win_chance_high": high,
        "margin": whole,
        "expected_margin": None if whole is None or middle is None else whole * middle,
    }
