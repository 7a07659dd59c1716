"""What a quote is worth: the chance to win it and the margin to expect, by price."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from carteira.differentiate.peers import Floats

STEPS = 200
SEEN = 1.25


@dataclass(frozen=True)
class Offer:
    """A product for a customer, as far as it is known; prices per piece in minor units, tax included.

    `elasticity`: of the customer's segment, with the ends of its interval (low, value, high); `win_rate`: the chance of
    an opportunity of the segment at the usual price.
    """

    floor: float | None
    usual_low: float | None
    usual: float | None
    usual_high: float | None
    ceiling: float
    unit_cost: float | None
    tax_share: float
    service_share: float
    elasticity: tuple[float, float, float] | None
    win_rate: float | None


def win_chance(offer: Offer, price: Floats) -> Floats | None:
    """The chance to win at each price (N,) by the elasticity, with the least and the greatest within its interval:
    (N, 3), least, middle, greatest. None where it is not known: without a usual price, a win rate, or an elasticity.
    NaN for prices more than a quarter beyond the quartiles of what is paid: nothing like them was seen.

    log-odds(price) = log-odds(win rate) + elasticity / (1 - win rate) x log(price / usual): at the usual price it is
    the win rate, and falls by as many percent for 1 % as orders do. That quotes are answered to as the prices of orders
    are is a hypothesis: opportunities tell no price. An elasticity above 0 counts as 0.
    """
    if offer.usual is None or offer.usual_low is None or offer.usual_high is None:
        return None
    if offer.win_rate is None or offer.elasticity is None:
        return None
    seen = (price >= offer.usual_low / SEEN) & (price <= offer.usual_high * SEEN)
    slope = np.minimum(np.array(offer.elasticity), 0.0) / (1 - offer.win_rate)
    relative = np.log(np.maximum(price, 1e-9) / offer.usual)
    chance = expit(logit(offer.win_rate) + relative[:, None] * slope)
    ordered = np.column_stack([chance.min(axis=1), chance[:, 1], chance.max(axis=1)])
    return np.asarray(np.where(seen[:, None], ordered, np.nan))


def margin(offer: Offer, price: Floats) -> Floats | None:
    """What a piece leaves at each price after tax, cost to serve and product cost; None where no cost is known."""
    if offer.unit_cost is None:
        return None
    return np.asarray(price * (1 - offer.tax_share) * (1 - offer.service_share) - offer.unit_cost)


def best_price(offer: Offer) -> float | None:
    """The price with the greatest expected margin (chance x margin) among those from the floor that comparable
    customers pay: between their quartiles, for beyond them little was seen. None where it is not known or all lie below
    the floor."""
    if offer.usual_low is None or offer.usual_high is None or offer.floor is None or offer.floor > offer.usual_high:
        return None
    prices = np.linspace(max(offer.floor, offer.usual_low), offer.usual_high, STEPS)
    chance, left = win_chance(offer, prices), margin(offer, prices)
    if chance is None or left is None:
        return None
    return float(prices[np.argmax(chance[:, 1] * left)])
