"""What happened, for ever? Facts as they came from the sources, and the tables computed from them (Delta Lake)."""
