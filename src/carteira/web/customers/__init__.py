"""The pages about customers: the list of them, and everything about one."""
