"""Ways to write all lines of a month as a workbook, one module each. Importing any of them sets Django up."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")
django.setup()
