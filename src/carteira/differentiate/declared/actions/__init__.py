"""Declaring, changing and taking back, one transaction each."""
