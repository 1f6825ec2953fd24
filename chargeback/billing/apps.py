from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "chargeback.billing"
    label = "billing"
    verbose_name = "Billing: periods, runs, charges"
    default_auto_field = "django.db.models.BigAutoField"
