"""The reference pages of the documentation, made from the code: `python -m tools.reference [check]`."""
