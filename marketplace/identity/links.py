"""Links that mails carry: absolute, and signed where knowing the link is the right to use it."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from marketplace.lib.errors import NotFound

_INVITATIONS = Signer(salt="identity.invitation")


def absolute(path: str) -> str:
    """``path`` on the market's public address."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def invitation_token(invitation_id: UUID) -> str:
    """The word in the link that proves the mail was received. Nothing of it is stored."""
    return _INVITATIONS.sign(invitation_id.hex)


def read_invitation_token(token: str) -> UUID:
    """The invitation that this link is for. Raises NotFound if we did not sign it."""
    try:
        return UUID(hex=_INVITATIONS.unsign(token))
    except (BadSignature, ValueError) as error:
        raise NotFound from error


def invitation_url(invitation_id: UUID) -> str:
    """The address that an invitation's mail carries."""
    return absolute(reverse("invitation", args=[invitation_token(invitation_id)]))
