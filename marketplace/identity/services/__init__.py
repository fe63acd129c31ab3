"""The writers of identity: the only code that changes people, organisations, memberships and keys."""

from marketplace.identity.services.keys import note_key_use

__all__ = ["note_key_use"]
