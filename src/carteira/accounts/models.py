"""People, the teams they belong to, their roles and tokens, and the trail of what was done."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class Team(models.Model):
    """A part of the company. Its people see, at the level team, what belongs to it and to the teams below it.

    Files name a team by its `name`.
    """

    name = models.CharField(max_length=100, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What its people may see and do. `levels` by kind and action, `field_rules` by kind and field.

    A role with `ready_made` follows the program's definition of that code.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, blank=True)
    ready_made = models.BooleanField(default=False)
    levels = models.JSONField(default=dict)
    permissions = models.JSONField(default=list)
    field_rules = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name or self.code


class User(AbstractUser):
    """A person who signs in. `employee` is how the loaded files call this person as the owner of customers."""

    employee = models.CharField(max_length=200, null=True, blank=True, unique=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="people")
    roles = models.ManyToManyField(Role, blank=True, related_name="people")
    language = models.CharField(max_length=10, blank=True, choices=settings.LANGUAGES)
    time_zone = models.CharField(max_length=60, blank=True)


class Token(models.Model):
    """A key by which a program works as a person, within `scopes` and until it expires. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class AuditEntry(models.Model):
    """One line of the trail: who did what, when. Each is sealed together with the one before; none is ever changed."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=("action", "id")), models.Index(fields=("actor_id", "id")))


class CacheEntry(models.Model):
    """What Django's database cache keeps, such as how often somebody tried to sign in. Every process shares it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class AuditHead(models.Model):
    """The end of the trail (one row, id 1): how many entries there are, and the last seal; `proof` seals both."""

    id = models.SmallIntegerField(primary_key=True)
    entries = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")
    proof = models.CharField(max_length=64, default="")
