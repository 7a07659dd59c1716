"""What the rooms above are told, since they cannot be called from here."""

from django.dispatch import Signal

owners_changed = Signal()
"""Sent inside the transaction when the files' owners or teams may mean other people or teams than before."""
