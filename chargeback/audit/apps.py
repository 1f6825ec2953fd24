from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "chargeback.audit"
    label = "audit"
    verbose_name = "Audit: who did what"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import logins  # its receivers can be connected only now

        logins.connect()
