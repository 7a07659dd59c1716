"""The customers that were ever identified. What is known of each stands in its card."""

from django.db import models


class Customer(models.Model):
    """A customer's lasting number. `merged_into` is set when the customer was found to be another one."""

    id = models.BigIntegerField(primary_key=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="absorbed")
