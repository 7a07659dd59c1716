"""The answers that are kept for programs which repeat a request."""

from django.db import models


class KeptAnswer(models.Model):
    """The first answer to the requests that a caller sent with one Idempotency-Key.

    `caller` is a token or a person, `key` a digest of the key, `request` one of what was asked. `status` is null while
    the first request is at work, until `working_until` at the latest. `body` is compressed.
    """

    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    request = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    working_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("caller", "key"), name="one_answer_for_a_key"),)
