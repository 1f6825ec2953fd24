from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "chargeback.alerts"
    label = "alerts"
    verbose_name = "Alerts: the daily digest"
    default_auto_field = "django.db.models.BigAutoField"
