"""Price and offer: what the same product may cost whom, which discounts are not needed, and what a quote is worth."""

from carteira.customize.pricing.corridors import price_corridors
from carteira.customize.pricing.elasticity import price_elasticity
from carteira.customize.pricing.unneeded import customer_price
from carteira.customize.pricing.winning import win_rates

__all__ = ["customer_price", "price_corridors", "price_elasticity", "win_rates"]
