"""The component of every list: its table, its conditions in words, its pages, and what stays out of addresses."""
