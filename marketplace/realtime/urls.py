"""Addresses of sockets, for ``marketplace.asgi``."""

from channels.routing import URLRouter
from django.urls import path

from marketplace.realtime.consumer import TabConsumer

sockets = URLRouter([path("ws/", TabConsumer.as_asgi())])
