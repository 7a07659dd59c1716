"""The customers that were ever identified. What is known of each stands in its card."""

from django.db import models

from carteira.accounts.ownership import OwnedRecord


class Customer(OwnedRecord):
    """A customer's lasting number, and who looks after it. `merged_into`: the customer that it was found to be.

    Owner and team follow the loaded files until somebody assigns them here. `version` grows with every change of them,
    so that readers with a copy of their own take over only what changed.
    """

    kind = "customers"

    id = models.BigIntegerField(primary_key=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="absorbed")
    assigned = models.BooleanField(default=False)
    version = models.BigIntegerField(default=0, db_index=True)
