"""How users are looked up and made."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from marketplace.lib import clock

if TYPE_CHECKING:
    from marketplace.identity.models import User


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address in any case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without ``password`` they cannot sign in until they set one."""
        fields.setdefault("joined_at", clock.now())
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user
