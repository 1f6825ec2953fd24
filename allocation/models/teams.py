"""Who pays, who answers for it, and who may see it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from .spans import Retirable, forward, refuse_backward, slug_validator

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

SEE_ALL_TEAMS = "allocation.view_all_teams"


class Owner(models.Model):
    """The person answerable for teams."""

    name = models.CharField(max_length=120, unique=True, help_text="The person answerable, as printed on statements.")
    email = models.EmailField(blank=True, help_text="Where questions about the team's bill go.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def sees_all_teams(user: "User") -> bool:
    """True for those who read every team's chargeback: finance and admins."""
    return bool(user.is_active and user.has_perm(SEE_ALL_TEAMS))  # type: ignore[attr-defined]


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: "User") -> "TeamQuerySet":
        """The teams whose money `user` may see: all for finance and admins, else those of the user's memberships."""
        if sees_all_teams(user):
            return self
        if not user.is_active:
            return self.none()
        return self.filter(pk__in=Membership.objects.filter(user_id=user.pk).values("team_id"))

    def exportable_by(self, user: "User") -> "TeamQuerySet":
        """The visible teams whose figures `user` may take away as a file: a viewer only looks."""
        if sees_all_teams(user):
            return self
        if not user.is_active:
            return self.none()
        leads = Membership.objects.filter(user_id=user.pk, role=Membership.Role.LEAD)
        return self.filter(pk__in=leads.values("team_id"))


class Team(Retirable):
    """Who pays."""

    slug = models.CharField(
        max_length=80, unique=True, validators=[slug_validator], help_text="Short name in rules, links and file names."
    )
    name = models.CharField(max_length=120, help_text="As printed on statements.")
    owner = models.ForeignKey(Owner, null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    cost_centre = models.CharField(max_length=40, blank=True, help_text="Booked to this cost centre.")
    gl_account = models.CharField("GL account", max_length=40, blank=True, help_text="General-ledger account.")
    active_from = models.DateField(null=True, blank=True, help_text="First day on which the team can be charged.")
    active_until = models.DateField(
        null=True, blank=True, help_text="First day on which it can no longer be charged. Its history stays."
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]
        permissions = [("view_all_teams", "Can read the chargeback of every team")]
        constraints = [forward("team_active_span_forward", "active_from", "active_until")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_backward(self, "active_from", "active_until")


class Membership(models.Model):
    """Lets a user see a team's statements."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead: sees and exports"
        VIEWER = "viewer", "Viewer: sees only"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.LEAD)

    class Meta:
        ordering = ["team", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"],
                name="membership_once",
                violation_error_message="This user is already a member of this team; change the role there.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team} ({self.role})"
