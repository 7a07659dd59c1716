"""What would bring a customer who costs more than it brings to profit, and what would that cost in purchases?"""

from carteira.customize.remedies.assumptions import ASSUMPTIONS, LIMITS, complete
from carteira.customize.remedies.customer_remedy import REMEDIES, SCHEMA, customer_remedy
from carteira.customize.remedies.policy import TERMS, Effect, Terms, effect_of

__all__ = [
    "ASSUMPTIONS", "LIMITS", "REMEDIES", "SCHEMA", "TERMS", "Effect", "Terms", "complete", "customer_remedy",
    "effect_of",
]  # fmt: skip
