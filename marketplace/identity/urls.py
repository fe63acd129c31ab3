"""The addresses of identity: account, organisation, home, mailbox."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
