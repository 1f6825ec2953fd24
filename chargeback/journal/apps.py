from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "chargeback.journal"
    label = "journal"
    verbose_name = "Journal for the general ledger"
    default_auto_field = "django.db.models.BigAutoField"
