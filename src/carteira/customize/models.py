"""What the company can do for a customer and with what means, and what people made of the plans."""

from django.conf import settings
from django.db import models

from carteira.customize.choices import Channel, Goal, Pool, Unit
from carteira.differentiate.choices import Audience


class Resource(models.Model):
    """Something scarce that actions use up: a seller's minutes, a budget. Amounts are of one week.

    `capacity`: of the company, or of each pool that `capacities` does not name; null: without limit. Money is in minor
    units. `measured_by`: the channel whose minutes with each customer say how much more or less than usual it needs.
    """

    code = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=10, choices=Unit)
    pooled_by = models.CharField(max_length=10, choices=Pool, default=Pool.COMPANY)
    capacity = models.FloatField(null=True, blank=True)
    capacities = models.JSONField(default=dict, blank=True)
    measured_by = models.CharField(max_length=10, choices=Channel, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Action(models.Model):
    """A treatment over a channel, with a product or an offer: for whom, at which cost, to what end.

    `who`: parts of a selection of customers (`differentiate.selection_parts`), all of which hold. `purpose`: of the
    consent that it needs, empty where none. `uses`: amount of each resource by its code. `cost`: beside them, in minor
    units. For `window_days` it changes purchases by a share: as the experiments of `programme` show, together with
    what people expect (`expected_effects` by need, "" for all others, give or take `expected_deviation`). `gains`:
    beside that, by the ways of `customer_potential`, the share of what could be gained that it gains over the book's
    horizon, give or take `gains_deviation` of it.
    `rest_days`: not again before. `holdout`: the share of customers who never get it, so that its effect stays known.
    `minimum`: of customers a week.
    """

    code = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    goal = models.CharField(max_length=20, choices=Goal)
    channel = models.CharField(max_length=10, choices=Channel)
    product_group = models.CharField(max_length=80, blank=True)
    offer = models.CharField(max_length=200, blank=True)
    who = models.JSONField(default=list, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    uses = models.JSONField(default=dict, blank=True)
    cost = models.BigIntegerField(default=0)
    window_days = models.PositiveIntegerField(default=90)
    rest_days = models.PositiveIntegerField(default=90)
    programme = models.CharField(max_length=120, blank=True)
    expected_effects = models.JSONField(default=dict, blank=True)
    expected_deviation = models.FloatField(default=0.2)
    gains = models.JSONField(default=dict, blank=True)
    gains_deviation = models.FloatField(default=0.3)
    holdout = models.FloatField(default=0.1)
    minimum = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class PlanChange(models.Model):
    """What somebody decided otherwise than the plan of a run proposed, or froze: the last one for a customer counts.

    `action`: code, empty for nothing. `cost`: what the change costs, in minor units, at the prices of the plan.
    """

    run_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    proposed = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=40, blank=True)
    cost = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    frozen = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("run_id", "customer_id"), name="plan_change_customer"),)

    def __str__(self) -> str:
        return self.action


class PublishedPlan(models.Model):
    """The plan of a run that somebody made binding: sellers see it, and the prices decide in real time."""

    run_id = models.BigIntegerField(unique=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.run_id)


class RemedyScenario(models.Model):
    """Terms for all who cost more than they bring, under assumptions, as somebody tried them out and kept them.

    `terms`: of `remedies.Terms` by name, money in minor units; `assumptions`: those of the setting `remedies` that are
    other than the book's.
    """

    name = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ME)
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    terms = models.JSONField(default=dict)
    assumptions = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
