"""The plan: who gets what this week, what the scarce resources are worth, and what would change with more of them."""
