"""What would bring a customer who costs more than it brings to profit, and what would that cost in purchases?"""

from carteira.customize.remedies.assumptions import ASSUMPTIONS, LIMITS, complete
from carteira.customize.remedies.customer_remedy import customer_remedy

__all__ = ["ASSUMPTIONS", "LIMITS", "complete", "customer_remedy"]
