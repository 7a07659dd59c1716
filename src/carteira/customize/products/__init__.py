"""The product plan: what each customer buys next, how likely, when, and why."""

from carteira.customize.products.plan import plan_blocks, product_plan

__all__ = ["plan_blocks", "product_plan"]
