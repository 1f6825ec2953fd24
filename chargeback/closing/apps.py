from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "chargeback.closing"
    label = "closing"
    verbose_name = "Closing: issued statements, adjustments"
    default_auto_field = "django.db.models.BigAutoField"
