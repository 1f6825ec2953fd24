"""The first steps of an installation: for admins, who can take them."""

from typing import TYPE_CHECKING

from chargeback.billing.first_steps import FirstSteps, first_steps, newest_run

from .rules import can_change_rules, require_rule_changer

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def first_steps_for(user: "User") -> FirstSteps:
    """What is done and what is not; 403 for those who are not admins."""
    require_rule_changer(user)
    return first_steps()


def has_first_steps(user: "User") -> bool:
    """True for an admin while something is left to do."""
    if not can_change_rules(user):
        return False
    run = newest_run()
    return run is None or not run.is_good
