"""Every address of the portal. A name without a row in tests/access/matrix.yml fails the build."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
