"""The customers that were ever identified, and what they agreed to. What is known of each stands in its card."""

from django.conf import settings
from django.db import models

from carteira.accounts.ownership import OwnedRecord
from carteira.identify.choices import ConsentStatus


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


class Consent(models.Model):
    """What a customer said of being addressed for a purpose over a channel: the latest by `at` counts, all are kept."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=ConsentStatus)
    at = models.DateTimeField()
    source = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True, db_index=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.status
