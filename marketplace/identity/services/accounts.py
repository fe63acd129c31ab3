"""People: accounts and what they say about themselves."""

from datetime import datetime

from django.db import transaction

from marketplace.identity.accounts import make_account
from marketplace.identity.models import User
from marketplace.identity.policy import person
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Invalid


def create_account(*, actor: Actor, email: str, name: str, password: str, at: datetime) -> User:
    """A person whose e-mail address is known to be theirs. Only for the system: people sign up or are invited.

    Raises NotAllowed, AccountExists.
    """
    with transaction.atomic():
        require(actor.is_system)
        return make_account(email=email, name=name, password=password, at=at)


def update_profile(*, actor: Actor, name: str) -> User:
    """Change one's own name. Raises NotAllowed for anybody who is not a person."""
    with transaction.atomic():
        account = person(actor)
        if not name.strip():
            raise Invalid.field("name", "Write your name: colleagues and partners see it beside what you do.")
        user = User.objects.select_for_update().get(pk=account)
        user.name = name.strip()
        user.save(update_fields=["name"])
        return user
