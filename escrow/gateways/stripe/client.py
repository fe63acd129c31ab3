"""The SDK's client on one of two transports, and what its errors mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import stripe
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from stripe._base_address import BaseAddresses

from escrow.gateways.port import GatewayRefused, GatewaySilent

TIMEOUT_SECONDS = 20
NETWORK_RETRIES = 2
SANDBOX_KEY = "sk_test_sandbox"
# Nothing about this machine is anybody's business.
stripe.enable_telemetry = False


def is_sandbox() -> bool:
    """No key is set: the fake answers."""
    return not settings.STRIPE_SECRET_KEY


def mode() -> str:
    """``live``, ``test`` or ``sandbox``: accounts made in one mode mean nothing in another."""
    if is_sandbox():
        return "sandbox"
    return "live" if "_live_" in settings.STRIPE_SECRET_KEY else "test"


def client() -> stripe.StripeClient:
    """The SDK's client for the settings of now."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_FAKE_TRANSPORT, settings.STRIPE_API_BASE)


@cache
def _client(key: str, fake: str, base: str) -> stripe.StripeClient:
    transport: stripe.HTTPClient
    if key:
        transport = stripe.RequestsClient(timeout=TIMEOUT_SECONDS)
    else:
        transport = import_string(fake)()
    addresses: BaseAddresses = {"api": base} if base else {}
    return stripe.StripeClient(
        key or SANDBOX_KEY, http_client=transport, max_network_retries=NETWORK_RETRIES, base_addresses=addresses
    )


@contextmanager
def telling() -> Iterator[None]:
    """Around a call that creates: what Stripe declines is a refusal, everything else that goes wrong is silence.

    A key that was used with other parameters, a wrong API key and a server error say nothing of the operation.
    """
    with _outside_transactions():
        try:
            yield
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            if isinstance(error, stripe.IdempotencyError):
                raise GatewaySilent(str(error)) from error
            raise GatewayRefused(error.user_message or "The payment provider refused this.") from error
        except stripe.StripeError as error:
            raise GatewaySilent(str(error)) from error


@contextmanager
def asking() -> Iterator[None]:
    """Around a call that only reads: whatever goes wrong, we know nothing."""
    with _outside_transactions():
        try:
            yield
        except stripe.StripeError as error:
            raise GatewaySilent(str(error)) from error


@contextmanager
def _outside_transactions() -> Iterator[None]:
    """RuntimeError inside a transaction of ours, before anything is sent (an empty one costs no round trip)."""
    with transaction.atomic(durable=True):
        pass
    yield
