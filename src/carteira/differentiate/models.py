"""The customer cards: computed figures only, never edited. The table `customer_card` in the operational database.
The views of lists that people saved, and what people declare beside the figures."""

from django.conf import settings
from django.db import models

from carteira.differentiate.choices import Audience, StrategicKind


class CustomerCard(models.Model):
    """The current figures of one customer, as its run computed them. Money in minor units.

    There are two slots: readers look at the published run's, the next run fills the other one.
    """

    pk = models.CompositePrimaryKey("slot", "customer_id")
    slot = models.SmallIntegerField()
    customer_id = models.BigIntegerField()

    kind = models.TextField(null=True)
    status = models.TextField()
    name = models.TextField(null=True)
    city = models.TextField(null=True)
    state = models.TextField(null=True)
    owner = models.TextField(null=True)
    team = models.TextField(null=True)
    branch = models.TextField(null=True)
    parent_customer_id = models.BigIntegerField(null=True)
    records = models.BigIntegerField()
    sources = models.TextField(null=True)

    gross_sales = models.BigIntegerField()
    discounts = models.BigIntegerField()
    returns = models.BigIntegerField()
    taxes = models.BigIntegerField()
    revenue = models.BigIntegerField()
    product_cost = models.BigIntegerField()
    gross_margin = models.BigIntegerField()
    visits = models.BigIntegerField()
    calls = models.BigIntegerField()
    messages = models.BigIntegerField()
    cases = models.BigIntegerField()
    treatments = models.BigIntegerField()
    activities = models.BigIntegerField()
    orders = models.BigIntegerField()
    financing = models.BigIntegerField()
    bad_debt = models.BigIntegerField()
    cost_to_serve = models.BigIntegerField()
    profit = models.BigIntegerField()
    previous_revenue = models.BigIntegerField()
    previous_profit = models.BigIntegerField()
    revenue_total = models.BigIntegerField()
    profit_total = models.BigIntegerField()
    unknown_cost_revenue = models.BigIntegerField()
    assumed_cost_revenue = models.BigIntegerField()

    order_count = models.BigIntegerField()
    line_count = models.BigIntegerField()
    return_count = models.BigIntegerField()
    visit_count = models.BigIntegerField()
    call_count = models.BigIntegerField()
    message_count = models.BigIntegerField()
    case_count = models.BigIntegerField()
    minutes = models.FloatField()
    overdue = models.BigIntegerField()
    days_late = models.BigIntegerField()
    first_purchase_on = models.DateField(null=True)
    last_purchase_on = models.DateField(null=True)
    loss_cause = models.TextField(null=True)
    loss_amount = models.BigIntegerField(null=True)

    probability_alive = models.FloatField(null=True)
    expected_purchases = models.FloatField(null=True)
    expected_margin = models.BigIntegerField(null=True)
    lifetime_value = models.BigIntegerField(null=True)
    lifetime_value_low = models.BigIntegerField(null=True)
    lifetime_value_high = models.BigIntegerField(null=True)
    lifetime_model = models.TextField(null=True)

    recency = models.BigIntegerField(null=True)
    frequency = models.BigIntegerField()
    monetary = models.BigIntegerField()
    t = models.FloatField(null=True)
    recency_score = models.SmallIntegerField(null=True)
    frequency_score = models.SmallIntegerField(null=True)
    monetary_score = models.SmallIntegerField(null=True)
    t_score = models.SmallIntegerField(null=True)
    rfmt_score = models.FloatField(null=True)
    rfmt_treatment = models.TextField(null=True)

    category = models.TextField()
    actual_value = models.BigIntegerField()
    potential_value = models.BigIntegerField()
    unrealised_value = models.BigIntegerField()
    potential_way = models.TextField(null=True)
    growable = models.BooleanField()
    repairable = models.BooleanField()
    exit = models.BooleanField()
    losing_now = models.BooleanField()
    reason = models.TextField()
    reason_arguments = models.TextField()
    treatment = models.TextField()
    previous_category = models.TextField(null=True)

    need = models.TextField(null=True)
    need_basis = models.TextField(null=True)
    need_probability = models.FloatField(null=True)
    need_treatment = models.TextField(null=True)
    needs_segment = models.BigIntegerField(null=True)
    relationship_type = models.TextField(null=True)
    judged_relationship = models.TextField(null=True)
    selling_effort = models.TextField(null=True)
    selling_mismatch = models.TextField(null=True)

    class Meta:
        indexes = (models.Index(fields=("slot", "owner"), name="card_owner"),)

    def __str__(self) -> str:
        return self.name or str(self.customer_id)


class SavedView(models.Model):
    """A list as somebody wants to see it again: which records, in which order, with which columns.

    `parts` are those of `selection_parts`, without personal data. One that was removed can be brought back for a while.
    """

    list_name = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ME)
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    parts = models.JSONField(default=list)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("list_name", "owner"), name="view_owner"),)

    def __str__(self) -> str:
        return self.name


class FirstView(models.Model):
    """The view with which a list opens for somebody: the number of a saved one, or the code of a ready-made one."""

    list_name = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("list_name", "owner"), name="one_first_view"),)


class StrategicReason(models.Model):
    """Why a customer is kept beyond money, who answers for it, until when, and what it may cost a year in minor units.

    `former`: what it said before its last change, which can be undone. One that has ended can be brought back.
    """

    customer = models.ForeignKey("identify.Customer", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=StrategicKind)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    until = models.DateField()
    ceiling = models.BigIntegerField()
    former = models.JSONField(null=True)
    declared_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} until {self.until}"


class Answer(models.Model):
    """What a customer answered to a question here, rather than in a file.

    `records`: the source records that the customer had then, as pairs of source and id, by which the answer is a fact
    of every later run. One that was withdrawn counts for nothing.
    """

    customer = models.ForeignKey("identify.Customer", on_delete=models.CASCADE, related_name="+")
    records = models.JSONField()
    question = models.TextField()
    answer = models.TextField()
    at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("question", "customer"), name="answer_question"),)

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class TargetPortfolio(models.Model):
    """The portfolio that the company wants, as somebody set it: the newest that was not taken back is in force.

    `shares`: by dimension and value the wanted share of customers and of lifetime value. `acceptance` and `leaving`: by
    what customers are taken on and let go, in words and as parts of a selection.
    """

    shares = models.JSONField(default=dict)
    acceptance = models.JSONField(default=dict)
    leaving = models.JSONField(default=dict)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"target portfolio {self.pk}"
