from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "chargeback.portal"
    label = "portal"
    verbose_name = "Portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401 registers the system checks
        from .roles import apply_roles  # models can be imported only now

        post_migrate.connect(apply_roles, dispatch_uid="roles")
