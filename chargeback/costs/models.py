"""Sources, pulls, cost series and cost records: what was billed, per series and day."""

from django.core.validators import RegexValidator
from django.db import models


class Source(models.Model):
    """One place costs come from. Holds no secret and no endpoint URL: those are the environment's."""

    class Kind(models.TextChoices):
        COST_EXPLORER = "aws-cost-explorer", "AWS Cost Explorer"

    slug = models.SlugField(max_length=60, unique=True, help_text="Short name used by commands.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, choices=Kind.choices, default=Kind.COST_EXPLORER)
    payer_account = models.CharField(
        max_length=20, blank=True, validators=[RegexValidator(r"^\d{12,13}$", "An AWS account id has 12 digits.")]
    )
    tag_key = models.CharField(
        max_length=128, default="project", help_text="The tag by which cost is pulled apart. Case counts."
    )
    is_enabled = models.BooleanField("enabled", default=True, help_text="Pulled every day.")
    pull_hour = models.PositiveSmallIntegerField(
        default=6,
        help_text="Hour of the day (UTC) from which the daily pull is due. AWS refreshes up to 3 times a day.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pull_hour__lt=24),
                name="source_pull_hour",
                violation_error_message="An hour is between 0 and 23.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Pull(models.Model):
    """One fetch of a source for the days from `start` up to, not including, `end`; kept as evidence."""

    class State(models.TextChoices):
        RUNNING = "running", "running"
        STORED = "stored", "stored"
        REFUSED = "refused", "refused, old data kept"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="pulls")
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="pulls")
    start = models.DateField()
    end = models.DateField(help_text="Exclusive, as at AWS.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    requests = models.PositiveIntegerField(default=0, help_text="Requests made, each $0.01 at AWS.")
    records = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    billed_cost = models.DecimalField(max_digits=28, decimal_places=10, null=True, help_text="Control total.")
    effective_cost = models.DecimalField(max_digits=28, decimal_places=10, null=True, help_text="Control total.")
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.start} to {self.end} ({self.state})"


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
    """What one series cost on one day. Replaced by the next pull of that day, never updated.

    Series and pull are no constraints of the database: checking them row by row takes three times as long as storing
    the row. store.py takes both from the transaction that writes the records, and `verify` would miss the sums.
    """

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
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="record_once_a_day")]
        indexes = [models.Index(fields=["day"], name="record_day")]

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
