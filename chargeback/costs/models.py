"""Sources, pulls, cost series and cost records: what was billed, per series and day."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from .answered_models import AnsweredRequest
from .month_models import RequestCount, SourceMonth
from .pack_models import RecordPack
from .source_models import Source, same_payer
from .tag_models import RequiredTag, TagKey, TagListing, TagValue

__all__ = [
    "LOOKED",
    "AnsweredRequest",
    "CostRecord",
    "CostSeries",
    "DailyControl",
    "Pull",
    "RecordPack",
    "RequestCount",
    "RequiredTag",
    "Source",
    "SourceMonth",
    "TagKey",
    "TagListing",
    "TagValue",
    "same_payer",
]


class Pull(models.Model):
    """One look at a source's days from `start` up to, not including, `end`; kept as evidence.

    First AWS's totals are asked; then, where they or our questions have changed, the days from `asked_from` up to, not
    including, `asked_until` in detail. Those replaced the stored records when the state is `stored`, and only then.
    """

    class State(models.TextChoices):
        RUNNING = "running", "running"
        STORED = "stored", "stored"
        UNCHANGED = "unchanged", "unchanged"
        POSTPONED = "postponed", "changed, details wait for the budget"
        NO_BUDGET = "no budget", "stopped by the budget, old data kept"
        REFUSED = "refused", "refused, old data kept"

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "schedule"
        PERSON = "person", "person"
        BACKFILL = "backfill", "backfill"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="pulls")
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="pulls")
    start = models.DateField()
    end = models.DateField(help_text="Exclusive, as at AWS.")
    trigger = models.CharField(max_length=10, choices=Trigger.choices, default=Trigger.PERSON)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    asked_from = models.DateField(null=True, help_text="First day asked in detail; empty: only totals were asked.")
    asked_until = models.DateField(null=True, help_text="Exclusive.")
    because = models.CharField(max_length=300, blank=True, help_text="Why these days were asked, or why none were.")
    breakdown = models.CharField(max_length=64, blank=True, help_text="Fingerprint of what cost was pulled apart by.")
    learnt = models.JSONField(null=True, help_text="What occurred in the bill, for the price of the next pull.")
    survey_requests = models.PositiveIntegerField(default=0, help_text="Made to see what occurs in the bill.")
    planned_requests = models.PositiveIntegerField(default=0, help_text="Pages of the details if all were dense.")
    expected_requests = models.PositiveIntegerField(null=True, help_text="What the pull was expected to take in all.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    requests = models.PositiveIntegerField(default=0, help_text="Requests made, each $0.01 at AWS.")
    records = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    billed_cost = models.DecimalField(max_digits=28, decimal_places=10, null=True, help_text="Control total.")
    effective_cost = models.DecimalField(max_digits=28, decimal_places=10, null=True, help_text="Control total.")
    error = models.TextField(blank=True, help_text="One sentence for people: what happened.")
    error_code = models.CharField(max_length=80, blank=True, help_text="As the provider calls it.")
    what_to_do = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=models.Q(state="running"), name="pull_running_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.start} to {self.end} ({self.state})"


# A pull that ended so has heard AWS's totals.
LOOKED = (Pull.State.STORED, Pull.State.UNCHANGED, Pull.State.POSTPONED)


class DailyControl(models.Model):
    """What the provider says one day cost in all, asked without grouping: the sum that records must reach exactly."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="controls")
    pull = models.ForeignKey(Pull, on_delete=models.PROTECT, related_name="controls")
    day = models.DateField()
    currency = models.CharField(max_length=3)
    billed_cost = models.DecimalField(max_digits=28, decimal_places=10)
    effective_cost = models.DecimalField(max_digits=28, decimal_places=10)
    is_estimated = models.BooleanField(help_text="The provider still calls the day's month estimated.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="control_once_a_day")]

    def __str__(self) -> str:
        return f"{self.source} {self.day}: {self.billed_cost} {self.currency}"


class CostSeries(models.Model):
    """One distinct combination of dimensions at a source. `fingerprint` is SHA-256 of all of them but the names."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="series")
    fingerprint = models.CharField(max_length=64)
    sub_account_id = models.CharField(max_length=64, blank=True)
    sub_account_name = models.CharField(max_length=256, blank=True)
    service_name = models.CharField(max_length=256, blank=True)
    region_id = models.CharField(max_length=64, blank=True)
    charge_category = models.CharField(max_length=20, default="Usage")
    record_type = models.CharField(max_length=64, blank=True, help_text="As the provider calls it.")
    usage_type = models.CharField(max_length=256, blank=True)
    resource_id = models.CharField(max_length=512, blank=True)
    currency = models.CharField(max_length=3)
    tags = models.JSONField(default=dict, help_text="Only tags with a value.")
    attributes = models.JSONField(
        default=dict,
        blank=True,
        help_text="Values of cost categories and product attributes: cost_category.NAME, product.KEY.",
    )

    class Meta:
        verbose_name_plural = "cost series"
        constraints = [models.UniqueConstraint(fields=["source", "fingerprint"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.service_name} in {self.sub_account_id}"


class CostRecord(models.Model):
    """What one series cost on one day, which is its key. Replaced by the next pull of that day, never updated.

    Series and pull are no constraints of the database: checking them row by row takes three times as long as storing
    the row. store.py takes both from the transaction that writes the records, and `verify` would miss the sums.
    """

    pk = models.CompositePrimaryKey("series_id", "day")
    series = models.ForeignKey(
        CostSeries, on_delete=models.PROTECT, related_name="records", db_index=False, db_constraint=False
    )
    day = models.DateField()
    billed_cost = models.DecimalField(max_digits=28, decimal_places=10, help_text="FOCUS BilledCost.")
    effective_cost = models.DecimalField(max_digits=28, decimal_places=10, help_text="FOCUS EffectiveCost (amortized).")
    quantity = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    pull = models.ForeignKey(
        Pull, on_delete=models.PROTECT, related_name="cost_records", db_index=False, db_constraint=False
    )

    class Meta:
        # A block holds records of one pull, so of few weeks. An index of each day takes a third of storing them.
        indexes = [BrinIndex(fields=["day"], name="record_day", pages_per_range=32, autosummarize=True)]

    def __str__(self) -> str:
        return f"{self.series_id} {self.day}: {self.billed_cost}"


class Restatement(models.Model):
    """What a pull changed of days that had been pulled before, added up per currency. None means that nothing changed.

    The sums are those of the records that changed, before and after. Days pulled for the first time do not count.
    """

    pull = models.ForeignKey(Pull, on_delete=models.CASCADE, related_name="restatements")
    currency = models.CharField(max_length=3)
    days = models.PositiveIntegerField(help_text="Days of which something changed.")
    series = models.PositiveIntegerField(help_text="Cost series of which something changed.")
    records = models.PositiveIntegerField(help_text="Records that changed, appeared or vanished.")
    billed_before = models.DecimalField(max_digits=28, decimal_places=10)
    billed_after = models.DecimalField(max_digits=28, decimal_places=10)
    effective_before = models.DecimalField(max_digits=28, decimal_places=10)
    effective_after = models.DecimalField(max_digits=28, decimal_places=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pull", "currency"], name="restatement_once")]

    def __str__(self) -> str:
        return f"{self.pull}: {self.billed_before} to {self.billed_after} {self.currency}"


class RestatedCost(models.Model):
    """One record that a pull changed: what a series cost on a day before and after; empty where it was not there."""

    pull = models.ForeignKey(
        Pull, on_delete=models.CASCADE, related_name="restated_costs", db_index=False, db_constraint=False
    )
    series = models.ForeignKey(
        CostSeries, on_delete=models.PROTECT, related_name="restated_costs", db_index=False, db_constraint=False
    )
    day = models.DateField()
    billed_before = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    billed_after = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    effective_before = models.DecimalField(max_digits=28, decimal_places=10, null=True)
    effective_after = models.DecimalField(max_digits=28, decimal_places=10, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pull", "day", "series"], name="restated_once")]
        indexes = [models.Index(fields=["day"], name="restated_day")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.day}: {self.billed_before} to {self.billed_after}"
