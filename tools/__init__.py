"""Checks and builders of the repository. None of this is part of the installed package."""
