"""How the OpenAPI document names our two ways to authenticate."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """A machine's key."""

    target_class = "marketplace.identity.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """``Authorization: Bearer hl_…``."""
        return {"type": "http", "scheme": "bearer", "description": "A key from Organisation, API keys."}


class SessionScheme(OpenApiAuthenticationExtension):
    """The browser's session."""

    target_class = "marketplace.identity.authentication.ActorSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Unsafe methods also need the ``X-CSRFToken`` header."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
