from django.apps import AppConfig


class CostsConfig(AppConfig):
    name = "chargeback.costs"
    label = "costs"
    verbose_name = "Costs: sources, pulls, records"
    default_auto_field = "django.db.models.BigAutoField"
