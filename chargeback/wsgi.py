"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from chargeback.cache import program
from chargeback.portal.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chargeback.settings")

application = get_wsgi_application()
refuse_unsafe_start()
program()  # now, before anybody can put newer files in the place of those that run here
