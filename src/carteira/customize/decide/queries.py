"""Which plan decides."""

from carteira.customize.models import PublishedPlan


def plan_in_force() -> int | None:
    """The run whose plan was published last, None before the first."""
    return PublishedPlan.objects.order_by("-published_at", "-id").values_list("run_id", flat=True).first()
