from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "chargeback.invoices"
    label = "invoices"
    verbose_name = "Invoices of providers"
    default_auto_field = "django.db.models.BigAutoField"
