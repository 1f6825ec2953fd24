from django.apps import AppConfig


class DataStateConfig(AppConfig):
    name = "chargeback.datastate"
    label = "datastate"
    verbose_name = "State of the data"
    default_auto_field = "django.db.models.BigAutoField"
