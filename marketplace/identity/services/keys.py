"""API keys: made once, shown once, revoked at once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from marketplace.identity.models import ApiKey

_USE_RESOLUTION = timedelta(minutes=5)


def note_key_use(*, key_id: UUID, at: datetime) -> None:
    """Remember that a key was used, to the nearest five minutes, so that most calls write nothing."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - _USE_RESOLUTION)
    ApiKey.objects.filter(stale, pk=key_id).update(last_used_at=at)
