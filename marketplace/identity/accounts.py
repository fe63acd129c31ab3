"""The steps by which a person gets an account, shared by ``create_account`` and ``join_by_invitation``."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from marketplace.identity.models import User
from marketplace.lib.errors import Conflict, Invalid


class AccountExists(Conflict):
    """The e-mail address has an account."""

    code = "account_exists"


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
