"""The door of sockets. Pages and API are served by WSGI in processes of their own."""

from channels.routing import ProtocolTypeRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

from infra.up.environment import prepare

prepare()
http = get_asgi_application()

from marketplace.realtime.urls import sockets  # noqa: E402  # Django must be set up first

application = ProtocolTypeRouter(
    {"http": http, "websocket": AllowedHostsOriginValidator(SessionMiddlewareStack(sockets))}
)
