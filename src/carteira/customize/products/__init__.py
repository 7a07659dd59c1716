"""The product plan: what each customer buys next, how likely, when, and why."""

from carteira.customize.products.plan import product_plan

__all__ = ["product_plan"]
