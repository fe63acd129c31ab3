"""People: accounts and what they say about themselves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from marketplace.identity.models import User
from marketplace.identity.policy import person
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, Invalid


class AccountExists(Conflict):
    """The e-mail address has an account."""

    code = "account_exists"


def create_account(*, actor: Actor, email: str, name: str, password: str, at: datetime) -> User:
    """A person whose e-mail address is known to be theirs. Only for the system: people sign up or are invited.

    Raises NotAllowed, AccountExists.
    """
    with transaction.atomic():
        require(actor.is_system)
        return make_account(email=email, name=name, password=password, at=at)


def make_account(*, email: str, name: str, password: str, at: datetime) -> User:
    """The account and its verified address, inside the caller's transaction. Raises AccountExists."""
    if User.objects.filter(email__iexact=email).exists():
        raise AccountExists("This e-mail address already has an account. Sign in with it.")
    user = User.objects.create_user(email, password, name=name.strip(), joined_at=at)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def check_password(password: str, *, email: str, name: str) -> None:
    """Refuse weak passwords. Raises Invalid naming the field ``password``."""
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise Invalid.field("password", " ".join(error.messages)) from error


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
