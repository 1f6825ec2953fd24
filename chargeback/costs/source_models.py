"""A source: how a payer is reached, by what its bill is pulled apart, when, and for how much money."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from chargeback.sources.window import MONTHS_OF_HISTORY

ACCOUNT_ID = r"^\d{12}$"
ROLE_ARN = r"^arn:aws[a-z-]*:iam::\d{12}:role/[A-Za-z0-9+=,.@_/-]+$"
EXTERNAL_ID = r"^[A-Za-z0-9_+=,.@:/-]{2,}$"  # https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
RIGHT_ROLE = "Use a role of the payer account, or correct the payer account."
TAG_KEYS = 3
PULLS_A_DAY = 3
HOURS = list(range(24))


def project_tag() -> list[str]:
    return ["project"]


def morning() -> list[int]:
    return [6]


class Source(models.Model):
    """One place costs come from. Holds no secret and no endpoint URL: those are the environment's."""

    class Kind(models.TextChoices):
        COST_EXPLORER = "aws-cost-explorer", "AWS Cost Explorer"

    class Billed(models.TextChoices):
        UNBLENDED = "UnblendedCost", "unblended: what each account used at its own price"
        NET_UNBLENDED = "NetUnblendedCost", "net unblended: after all discounts"
        BLENDED = "BlendedCost", "blended: at the average price of the organisation"

    class Effective(models.TextChoices):
        AMORTIZED = "AmortizedCost", "amortized: upfront fees spread over their term"
        NET_AMORTIZED = "NetAmortizedCost", "net amortized: the same after all discounts"

    slug = models.SlugField(max_length=60, unique=True, help_text="Short name used by commands.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, choices=Kind.choices, default=Kind.COST_EXPLORER)
    payer_account = models.CharField(
        max_length=20,
        blank=True,
        validators=[RegexValidator(ACCOUNT_ID, "An AWS account id has 12 digits.")],
        help_text="The payer (management) account, 12 digits. A payer is asked one thing at a time.",
    )
    role_arn = models.CharField(
        "role ARN",
        max_length=2048,
        blank=True,
        validators=[RegexValidator(ROLE_ARN, "A role looks like arn:aws:iam::123456789012:role/chargeback.")],
        help_text="The role in the payer account that the worker takes on, for example "
        "arn:aws:iam::123456789012:role/chargeback. Empty: the worker's own AWS credentials are used as they are.",
    )
    external_id = models.CharField(
        max_length=1224,
        blank=True,
        validators=[
            RegexValidator(EXTERNAL_ID, "An external id has two or more letters, digits and characters of _+=,.@:/-")
        ],
        help_text="The external id that the role's trust policy asks for, if it does. It is no secret.",
    )
    billed_metric = models.CharField("billed cost", max_length=20, choices=Billed.choices, default=Billed.UNBLENDED)
    effective_metric = models.CharField(
        "effective cost", max_length=20, choices=Effective.choices, default=Effective.AMORTIZED
    )
    tag_keys = ArrayField(
        models.CharField(max_length=128),
        default=project_tag,
        blank=True,
        size=TAG_KEYS,
        help_text="Up to three tag keys, one a line; case counts. Cost is always pulled apart by the first; by the "
        "others only while the rulebook uses them, as each of them multiplies the number of requests.",
    )
    cost_categories = ArrayField(
        models.CharField(max_length=50),
        default=list,
        blank=True,
        help_text="Names of AWS cost categories, one a line. Pulled only while the rulebook uses them.",
    )
    by_region = models.BooleanField("by region", default=False, help_text="More requests.")
    by_usage_type = models.BooleanField("by usage type", default=False, help_text="Many more requests.")
    product_attributes = ArrayField(
        models.CharField(max_length=128),
        default=list,
        blank=True,
        help_text="Product attributes, one a line, for example model and inferenceType: they tell apart what AI models "
        "cost in Amazon Bedrock. AWS has them from 2026-09-01 on.",
    )
    history_months = models.PositiveSmallIntegerField(
        "months of history",
        default=MONTHS_OF_HISTORY,
        validators=[
            MinValueValidator(1, "At least one month before the present one."),
            MaxValueValidator(
                MONTHS_OF_HISTORY, f"AWS keeps {MONTHS_OF_HISTORY} months before the present one by day."
            ),
        ],
        help_text="How many months before the present one a backfill brings.",
    )
    is_enabled = models.BooleanField("enabled", default=True, help_text="Pulled at the hours below, every day.")
    pull_hours = ArrayField(
        models.PositiveSmallIntegerField(),
        default=morning,
        size=PULLS_A_DAY,
        help_text="Hours of the day (UTC), with commas, from which a pull is due: for example 6, 14. AWS refreshes its "
        "figures up to three times a day.",
    )
    request_budget = models.PositiveIntegerField(
        default=300,
        help_text="How many requests may be made in a calendar month; AWS asks $0.01 for each. Pulls stop before it "
        "is passed. Part of it is kept for looking every day whether the bill changed.",
    )
    again_before = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Days pulled before this moment are asked for again."
    )
    again_because = models.CharField(max_length=200, blank=True, editable=False)
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)
    findings = models.JSONField(
        default=list, blank=True, editable=False, help_text="What the last test of the connection found."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(payer_account="") | Q(payer_account__regex=ACCOUNT_ID),
                name="source_payer_account",
                violation_error_message="An AWS account id has 12 digits.",
            ),
            models.CheckConstraint(
                condition=Q(role_arn="") | Q(role_arn__regex=ROLE_ARN),
                name="source_role_arn",
                violation_error_message="A role looks like arn:aws:iam::123456789012:role/chargeback.",
            ),
            models.CheckConstraint(
                condition=Q(external_id="") | (~Q(role_arn="") & Q(external_id__regex=EXTERNAL_ID)),
                name="source_external_id",
                violation_error_message="An external id goes with a role; fill in the role ARN or leave it empty.",
            ),
            models.CheckConstraint(
                condition=Q(tag_keys__len__lte=TAG_KEYS),
                name="source_tag_keys",
                violation_error_message="Choose at most three tag keys: each further one multiplies the requests.",
            ),
            models.CheckConstraint(
                condition=Q(pull_hours__len__range=(1, PULLS_A_DAY), pull_hours__contained_by=HOURS),
                name="source_pull_hours",
                violation_error_message="Give one to three hours between 0 and 23.",
            ),
            models.CheckConstraint(
                condition=Q(history_months__range=(1, MONTHS_OF_HISTORY)),
                name="source_history_months",
                violation_error_message=f"A backfill brings 1 to {MONTHS_OF_HISTORY} months.",
            ),
            models.CheckConstraint(
                condition=Q(billed_metric__in=["UnblendedCost", "NetUnblendedCost", "BlendedCost"]),
                name="source_billed_metric",
            ),
            models.CheckConstraint(
                condition=Q(effective_metric__in=["AmortizedCost", "NetAmortizedCost"]),
                name="source_effective_metric",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.wrong_role:
            raise ValidationError({"role_arn": f"{self.wrong_role} {RIGHT_ROLE}"})

    @property
    def wrong_role(self) -> str:
        """Why the role does not bring the payer's bill; empty where nothing is known against it.

        Cost Explorer answers for the account that asks: the bill of a member would be taken for the payer's.
        """
        if not self.payer_account or self.account_of_role in ("", self.payer_account):
            return ""
        return (
            f"The role is in account {self.account_of_role}, not in the payer account {self.payer_account}: "
            "AWS would give the bill of that account alone."
        )

    @property
    def account_of_role(self) -> str:
        """The account that the role is in; empty where there is none."""
        return next(iter(self.role_arn.split(":")[4:5]), "")

    @property
    def payer(self) -> str:
        """What the payer is known by here: sources of one account share it.

        Where nobody has named the account, it is that of the role or of the worker's own credentials.
        """
        return self.payer_account or self.account_of_role or "the worker's own"


def same_payer(source: Source) -> list[Source]:
    """Other sources of the same payer account: the same bill would be counted twice."""
    return [other for other in Source.objects.exclude(pk=source.pk) if other.payer == source.payer]
